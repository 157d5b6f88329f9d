using System.Diagnostics.Metrics;
using System.Text;

namespace Edge.Gateway.Metrics;

/// <summary>
/// Collects the instruments of the gateway's own meters and writes them in the format of Prometheus. It replaces a library: the exporter of
/// OpenTelemetry for a plain HTTP listener has no stable version so far.
/// </summary>
internal sealed class MetricCollector : IDisposable
{
    /// <summary>For a histogram that gives no advice, in seconds.</summary>
    private static readonly double[] DefaultBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly string _software;

    /// <summary>Starts collecting.</summary>
    /// <param name="software">Name and version of the program.</param>
    /// <param name="meters">The prefix of the names of the meters.</param>
    public MetricCollector(string software, string meters = "Edge.")
    {
        _software = software;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(meters, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.Start();
    }

    /// <summary>The present values. One caller at a time.</summary>
    public string Read()
    {
        MetricFamily[] families = Families();
        foreach (MetricFamily family in families)
        {
            lock (family.Gate)
            {
                family.BeforeReading();
            }
        }

        _listener.RecordObservableInstruments();
        StringBuilder text = new();
        text.Append("# HELP edge_info The program.\n# TYPE edge_info gauge\nedge_info{software=\"")
            .Append(MetricFamily.Escape(_software, quotes: true)).Append("\"} 1\n");
        foreach (MetricFamily family in families)
        {
            lock (family.Gate)
            {
                family.Write(text);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>
    /// The exposed name of an instrument: <c>edge.bus.release</c> in seconds is <c>edge_bus_release_seconds</c>.
    /// </summary>
    internal static string NameOf(Instrument instrument, MetricKind kind)
    {
        string unit = instrument.Unit switch
        {
            null or "" => "",
            "s" => "_seconds",
            "By" => "_bytes",
            var other when other.StartsWith('{') => "", // what is counted, in words
            var other => "_" + MetricFamily.Plain(other),
        };
        string name = MetricFamily.Plain(instrument.Name);
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        MetricFamily family = (MetricFamily)state!;
        lock (family.Gate)
        {
            family.Record(value, tags);
        }
    }

    private MetricFamily[] Families()
    {
        lock (_families)
        {
            return [.. _families.Values];
        }
    }

    private MetricFamily FamilyOf(Instrument instrument)
    {
        MetricKind kind = instrument switch
        {
            Histogram<double> or Histogram<long> or Histogram<int> => MetricKind.Histogram,
            Counter<double> or Counter<long> or Counter<int> => MetricKind.Counter,
            ObservableCounter<double> or ObservableCounter<long> or ObservableCounter<int> => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
        double[] bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries is { } given ? [.. given] : DefaultBounds;
        string name = NameOf(instrument, kind);
        lock (_families)
        {
            if (!_families.TryGetValue(name, out MetricFamily? family))
            {
                _families[name] = family = new MetricFamily(name, kind, instrument.Description ?? "", bounds, instrument.IsObservable);
            }

            return family;
        }
    }
}
