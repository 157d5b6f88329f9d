using System.Diagnostics.Metrics;
using Edge.Field.Bus;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed class The_statistics
{
    [Fact]
    public void Know_the_median_and_the_99th_percentile_to_an_eighth()
    {
        BusHistogram histogram = new();
        Assert.Equal(default, histogram.Read());
        for (int i = 1; i <= 1000; i++)
        {
            histogram.Record(TimeSpan.FromMicroseconds(i));
        }

        HistogramStatistics statistics = histogram.Read();
        Assert.Equal(1000, statistics.Count);
        Assert.InRange(statistics.Median.TotalMicroseconds, 500, 500 * 1.125);
        Assert.InRange(statistics.Percentile99.TotalMicroseconds, 990, 1000);
        Assert.Equal(1000, statistics.Maximum.TotalMicroseconds);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 8)]
    [InlineData(8, 9)]
    [InlineData(15, 16)]
    [InlineData(16, 18)]
    [InlineData(31, 32)]
    [InlineData(32, 36)]
    [InlineData(1000, 1024)]
    public void Keep_buckets_of_an_eighth_of_a_doubling(int microseconds, int upper)
    {
        BusHistogram histogram = new();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        histogram.Record(TimeSpan.FromSeconds(1));
        Assert.Equal(upper, histogram.Read().Median.TotalMicroseconds);
    }

    [Fact]
    public void Count_what_no_bucket_was_made_for()
    {
        BusHistogram histogram = new();
        histogram.Record(TimeSpan.FromTicks(-1));
        histogram.Record(TimeSpan.MaxValue);
        Assert.Equal((2, TimeSpan.MaxValue), (histogram.Read().Count, histogram.Read().Maximum));
    }

    [Fact]
    public async Task Are_in_the_metrics_under_the_name_of_the_bus()
    {
        using SerialBusOnPty bus = new();
        Dictionary<string, double> seen = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Edge.Field")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        bus.Pty.Write([0, .. Frames.Answer2]);
        _ = await asked;
        listener.RecordObservableInstruments();
        lock (seen)
        {
            Assert.Equal(
                (1, 1, 1, 0), (seen["edge.bus.questions"], seen["edge.bus.answers"], seen["edge.bus.noise"], seen["edge.bus.garbled"]));
            Assert.InRange(seen["edge.bus.turnround"], 0, 60);
        }

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is [{ Key: "bus", Value: string name }] && name == bus.Pty.Path)
            {
                lock (seen)
                {
                    seen[instrument.Name] = value;
                }
            }
        }
    }
}
