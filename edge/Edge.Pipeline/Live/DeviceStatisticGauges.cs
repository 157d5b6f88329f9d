using System.Diagnostics.Metrics;
using Edge.Domain;

namespace Edge.Pipeline.Live;

/// <summary>
/// The latest statistic of each device in the meter <c>Edge.Pipeline</c>: <c>edge.device.statistic</c> with the tags <c>device</c> (its id
/// in the catalogue) and <c>name</c>. The series itself is in the journal.
/// </summary>
internal sealed class DeviceStatisticGauges : IDisposable
{
    private readonly Meter _meter = new("Edge.Pipeline");
    private readonly Lock _gate = new();
    private readonly Dictionary<(DeviceId Device, string Name), double> _latest;

    /// <summary>Registers the gauge.</summary>
    /// <param name="latest">The values so far; nothing else may use them while the gauge exists.</param>
    public DeviceStatisticGauges(Dictionary<(DeviceId Device, string Name), double> latest)
    {
        _latest = latest;
        _ = _meter.CreateObservableGauge(
            "edge.device.statistic", All, null,
            "The latest statistic about a device: of an IED its clockSkewMs, how far its clock is ahead in milliseconds.");
    }

    /// <summary>Updates the statistics from a scan.</summary>
    public void Update(in Scan scan)
    {
        if (scan.Statistics.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            foreach (ref readonly DeviceStatistic statistic in scan.Statistics.Span)
            {
                _latest[(statistic.Device, statistic.Name)] = statistic.Value;
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
                .. _latest.Select(l => new Measurement<double>(l.Value, new("device", l.Key.Device.ToString()), new("name", l.Key.Name))),
            ];
        }
    }
}
