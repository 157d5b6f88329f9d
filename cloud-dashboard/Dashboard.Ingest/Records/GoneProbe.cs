using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Ingest.Sites;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Ends the alarms whose source is no longer there: a point, a limit or a device that a new profile does not have, and what a station had
/// that was forgotten.
/// </summary>
/// <param name="sites">The stations.</param>
/// <param name="alarms">The alarms.</param>
/// <param name="time">The clock.</param>
public sealed class GoneProbe(SiteStore sites, IAlarmStore alarms, TimeProvider time) : ICentreProbe
{
    // Twice in a row: an event of a new point may come a moment before the catalogue that has it.
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    private static readonly string[] s_words =
        [.. AlarmCondition.All.Where(condition => condition.HasState).Select(condition => condition.Word)];

    private long? _looked;
    private HashSet<AlarmSource> _missing = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        if (_looked is { } last && time.GetElapsedTime(last) < s_every)
        {
            return Task.FromResult<IReadOnlyList<CentreFault>>([]);
        }

        ILookup<string, Alarm> bySite = alarms.Standing(s_words).ToLookup(alarm => alarm.Source.Site, StringComparer.Ordinal);
        CentreFault[] gone = [.. sites.OfEach(state => state.Gone(bySite))];
        CentreFault[] twice = [.. gone.Where(fault => _missing.Contains(fault.Source))];
        _missing = [.. gone.Select(fault => fault.Source)];
        _looked = time.GetTimestamp();
        return Task.FromResult<IReadOnlyList<CentreFault>>(twice);
    }

    /// <summary>What was in alarm of a station that was forgotten now.</summary>
    internal IReadOnlyList<CentreFault> Forgotten(string site) => [.. GoneSources.Forgotten(alarms.Standing(s_words, site))];
}
