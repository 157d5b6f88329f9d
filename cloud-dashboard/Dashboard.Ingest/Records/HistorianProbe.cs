using Dashboard.Alarms;
using Dashboard.Historian;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Watches whether the historian stores. While it does not, no alarm can be stored either: the pages show its health. Afterwards the outage
/// is an alarm that has returned, with its true begin and end.
/// </summary>
public sealed class HistorianProbe : ICentreProbe
{
    private const int MostOutages = 100;

    // A write that fails once and then succeeds is none.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);

    private static readonly AlarmSource s_source = new(Centre.Site, AlarmCondition.HistorianDown.Word, "");

    private readonly Lock _lock = new();
    private readonly Queue<(HealthState Down, DateTimeOffset End)> _outages = new();
    private readonly EventWriter _writer;
    private HealthState? _down;

    /// <summary>Begins to watch.</summary>
    public HistorianProbe(EventWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        writer.HealthChanged += Changed;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        List<CentreFault> faults = [];
        lock (_lock)
        {
            while (_outages.TryDequeue(out (HealthState Down, DateTimeOffset End) outage))
            {
                faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, true)
                {
                    Text = outage.Down.Reason,
                    Time = outage.Down.Since,
                });
                faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, false) { Time = outage.End });
            }
        }

        // Where the dashboard was killed between both.
        if (faults.Count == 0 && _writer.Health.Up)
        {
            faults.Add(new CentreFault(s_source, CentreFinding.HistorianDown, false));
        }

        return Task.FromResult<IReadOnlyList<CentreFault>>(faults);
    }

    private void Changed()
    {
        HealthState health = _writer.Health;
        lock (_lock)
        {
            if (!health.Up)
            {
                _down = health;
                return;
            }

            if (_down is { } down && health.Since - down.Since >= s_shortest && _outages.Count < MostOutages)
            {
                _outages.Enqueue((down, health.Since));
            }

            _down = null;
        }
    }
}
