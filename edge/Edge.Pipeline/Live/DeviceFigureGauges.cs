using System.Diagnostics.Metrics;

namespace Edge.Pipeline.Live;

/// <summary>
/// The latest figure of each device in the meter <c>Edge.Pipeline</c>: <c>edge.device.figure</c> with the tags <c>device</c>, <c>ied</c> and
/// <c>name</c>. The series itself is in the journal.
/// </summary>
internal sealed class DeviceFigureGauges : IDisposable
{
    private readonly Meter _meter = new("Edge.Pipeline");
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Device, int Ied, string Name), double> _latest;

    /// <summary>Shows the figures.</summary>
    /// <param name="latest">What is known already; belongs to the gauges while they show it.</param>
    public DeviceFigureGauges(Dictionary<(string Device, int Ied, string Name), double> latest)
    {
        _latest = latest;
        _ = _meter.CreateObservableGauge(
            "edge.device.figure", All, null, "The latest figure about a device: of an IED its clockSkewMs, how far its clock is ahead in milliseconds.");
    }

    /// <summary>Takes what a scan reports about its devices.</summary>
    public void Take(in Scan scan)
    {
        if (scan.Figures.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            foreach (ref readonly DeviceFigure figure in scan.Figures.Span)
            {
                _latest[(scan.Device, figure.Ied, figure.Name)] = figure.Value;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Measurement<double>[] All()
    {
        lock (_gate)
        {
            return
            [
                .. _latest.Select(l => new Measurement<double>(l.Value, new("device", l.Key.Device), new("ied", l.Key.Ied), new("name", l.Key.Name))),
            ];
        }
    }
}
