using System.Diagnostics.Metrics;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// The metrics of the outstation, in the meter <c>Edge.Field</c>, each with the tags <c>comaster</c> and <c>centre</c>:
/// <c>edge.north.connected</c> (0 or 1), <c>edge.north.last_poll</c> (seconds since its last question; absent before the first) and
/// <c>edge.north.behind</c> (records of the journal that it has not read yet).
/// </summary>
internal sealed class OutstationMetrics : IDisposable
{
    private readonly Meter _meter = new("Edge.Field");
    private readonly CentreDirectory _directory;
    private readonly int _comaster;

    public OutstationMetrics(CentreDirectory directory, int comaster, TimeProvider time)
    {
        _directory = directory;
        _comaster = comaster;
        _ = _meter.CreateObservableGauge(
            "edge.north.connected", () => Each<long>(s => s.Connections.Any ? 1L : 0L), null,
            "Whether the control centre has a connection.");
        _ = _meter.CreateObservableGauge(
            "edge.north.last_poll",
            () => Each<double>(s => s.LastAsked is { } asked and not 0 ? time.GetElapsedTime(asked).TotalSeconds : null), "s",
            "How long ago the control centre asked for something.");
        _ = _meter.CreateObservableGauge(
            "edge.north.behind", () => Each<long>(s => s.Behind), "{record}",
            "Records of the journal that stand before the control centre has everything.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> Each<T>(Func<CentreSession, T?> read) where T : struct =>
        from session in _directory.Sessions
        let value = read(session)
        where value is not null
        select new Measurement<T>(value.Value, new("comaster", _comaster), new("centre", session.Name));
}
