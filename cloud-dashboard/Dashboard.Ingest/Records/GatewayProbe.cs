using Dashboard.Alarms;
using Dashboard.Ingest.Sites;

namespace Dashboard.Ingest.Records;

/// <summary>Watches the clocks and backlogs of the gateways that are online.</summary>
/// <param name="sites">The stations.</param>
public sealed class GatewayProbe(SiteStore sites) : ICentreProbe
{
    /// <inheritdoc />
    public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        ILookup<string, Alarm> bySite = standing.ToLookup(alarm => alarm.Source.Site, StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<CentreFault>>(sites.OfEach(state => state.Faults(bySite)));
    }
}
