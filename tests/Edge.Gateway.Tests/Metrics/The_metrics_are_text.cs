using System.Diagnostics.Metrics;
using Edge.Gateway.Metrics;

namespace Edge.Gateway.Tests.Metrics;

public sealed class The_metrics_are_text : IDisposable
{
    private readonly string _name = "Test." + Guid.NewGuid().ToString("N");
    private readonly Meter _meter;
    private readonly MetricCollector _collector;

    public The_metrics_are_text()
    {
        _meter = new Meter(_name);
        _collector = new MetricCollector("edge 1.2.3", _name);
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void The_program_stands_first() => Assert.Equal(
        "# HELP edge_info The program.\n# TYPE edge_info gauge\nedge_info{software=\"edge 1.2.3\"} 1\n", _collector.Read());

    [Fact]
    public void A_histogram_has_its_buckets_one_within_the_next()
    {
        Histogram<double> histogram = _meter.CreateHistogram(
            "edge.bus.release", "s", "How late.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.01] });
        foreach (double value in (double[])[0.0005, 0.001, 0.002, 5])
        {
            histogram.Record(value, new KeyValuePair<string, object?>("bus", "/dev/ttyAMA0"));
        }

        // Prometheus: "le" is inclusive, buckets are cumulative, +Inf equals the count.
        Assert.EndsWith(
            """
            # HELP edge_bus_release_seconds How late.
            # TYPE edge_bus_release_seconds histogram
            edge_bus_release_seconds_bucket{bus="/dev/ttyAMA0",le="0.001"} 2
            edge_bus_release_seconds_bucket{bus="/dev/ttyAMA0",le="0.01"} 3
            edge_bus_release_seconds_bucket{bus="/dev/ttyAMA0",le="+Inf"} 4
            edge_bus_release_seconds_sum{bus="/dev/ttyAMA0"} 5.0035
            edge_bus_release_seconds_count{bus="/dev/ttyAMA0"} 4

            """,
            _collector.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_add_up_and_observed_ones_are_read()
    {
        Counter<long> counter = _meter.CreateCounter<long>("edge.polls", description: "Polls.");
        counter.Add(2);
        counter.Add(3);
        long observed = 7;
        _ = _meter.CreateObservableCounter("edge.noise", () => observed, "By", "Noise.");
        _ = _meter.CreateObservableGauge("edge.depth", () => -1.5);
        _ = _collector.Read();
        observed = 9;
        string text = _collector.Read();
        Assert.Contains("# TYPE edge_polls_total counter\nedge_polls_total 5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE edge_noise_bytes_total counter\nedge_noise_bytes_total 9\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE edge_depth gauge\nedge_depth -1.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_observed_any_more_has_gone()
    {
        List<Measurement<long>> buses =
            [new(1, new KeyValuePair<string, object?>("bus", "a")), new(2, new KeyValuePair<string, object?>("bus", "b"))];
        _ = _meter.CreateObservableCounter("edge.questions", () => buses);
        Assert.Contains(
            "edge_questions_total{bus=\"a\"} 1\nedge_questions_total{bus=\"b\"} 2\n", _collector.Read(), StringComparison.Ordinal);
        buses.RemoveAt(0);
        string text = _collector.Read();
        Assert.DoesNotContain("bus=\"a\"", text, StringComparison.Ordinal);
        Assert.Contains("edge_questions_total{bus=\"b\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_texts_cannot_break_out_of_their_place()
    {
        Counter<long> counter = _meter.CreateCounter<long>("edge.odd", description: "Two\nlines \\ and \"quotes\".");
        counter.Add(1, new("a b", "x\"} 1\nfake 2\\"), new("9", 4.5));
        string text = _collector.Read();
        Assert.Contains("# HELP edge_odd_total Two\\nlines \\\\ and \"quotes\".\n", text, StringComparison.Ordinal);
        Assert.Contains("edge_odd_total{_9=\"4.5\",a_b=\"x\\\"} 1\\nfake 2\\\\\"} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nfake", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_end_are_bounded()
    {
        Counter<long> counter = _meter.CreateCounter<long>("edge.labels");
        for (int i = 0; i < MetricFamily.MaximumSeries + 50; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", i));
        }

        Assert.Equal(MetricFamily.MaximumSeries,
            _collector.Read().Split('\n').Count(line => line.StartsWith("edge_labels_total{", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sample_with_one_label_costs_no_memory()
    {
        Histogram<double> histogram = _meter.CreateHistogram<double>("edge.hot", "s");
        KeyValuePair<string, object?> tag = new("bus", "/dev/ttyAMA0");
        histogram.Record(1, tag);

        // A collector of a test beside this one may begin to listen in the middle, and makes its own series then: not ten times over.
        Assert.Contains(0, Enumerable.Range(0, 10).Select(_ => Allocated()));

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                histogram.Record(0.001, tag);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
