using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Edge.Field.Bus;

/// <summary>
/// The statistics of all buses as instruments of the meter <c>Edge.Field</c>, with the tag <c>bus</c>. Counters are read when they are
/// requested, so that they cost the bus nothing and are there from the first scrape on.
/// </summary>
internal static class BusMetrics
{
    /// <summary>Buckets of the release: normally tens of microseconds, always less than one character (1.04 ms at 9600 bit/s).</summary>
    private static readonly double[] ReleaseBounds = [10e-6, 20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3];

    /// <summary>
    /// Buckets of the turn-round: a slave answers within milliseconds, and a USB adapter delivers within tens of milliseconds.
    /// </summary>
    private static readonly double[] TurnRoundBounds = [0.5e-3, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 200e-3, 500e-3, 1];

    private static readonly ConcurrentDictionary<BusCounters, bool> Buses = new();

    private static readonly Meter Meter = Create();

    /// <summary>Direction line: release after the end of the last stop bit.</summary>
    public static Histogram<double> Release { get; } = Meter.CreateHistogram(
        "edge.bus.release", "s", "From the computed end of the last stop bit to the release of the direction line.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ReleaseBounds });

    /// <summary>Slaves: turn-round.</summary>
    public static Histogram<double> TurnRound { get; } = Meter.CreateHistogram(
        "edge.bus.turnround", "s", "From the end of a question to the first byte of its answer.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = TurnRoundBounds });

    /// <summary>Adds the counters of a bus.</summary>
    public static void Add(BusCounters bus) => Buses[bus] = true;

    /// <summary>Removes the counters of a bus.</summary>
    public static void Remove(BusCounters bus) => _ = Buses.TryRemove(bus, out _);

    private static Meter Create()
    {
        Meter meter = new("Edge.Field");
        Counter("edge.bus.questions", "Questions on the bus.", b => b.Questions.Value);
        Counter("edge.bus.broadcasts", "Broadcasts sent.", b => b.Broadcasts.Value);
        Counter("edge.bus.answers", "Questions that a whole frame answered.", b => b.Answers.Value);
        Counter("edge.bus.silent", "Questions without an answer.", b => b.Silent.Value);
        Counter("edge.bus.garbled", "Questions after which bytes came, but no whole frame.", b => b.Garbled.Value);
        Counter("edge.bus.noise", "Bytes that belong to no answer.", b => b.NoiseBytes.Value, "By");
        Counter("edge.bus.stale", "Bytes thrown away before a question.", b => b.StaleBytes.Value, "By");
        Counter("edge.bus.echo", "Bytes of questions that came back as an echo.", b => b.EchoBytes.Value, "By");
        Counter("edge.bus.port_failures", "How often the port failed or could not be opened.", b => b.PortFailures.Value);
        Counter("edge.bus.reopens", "How often the port was opened again.", b => b.Reopens.Value);
        Counter("edge.bus.overruns", "How often the transmitter was busy long after the end of its frame.", b => b.Overruns.Value);
        return meter;

        void Counter(string name, string description, Func<BusCounters, long> value, string? unit = null) =>
            meter.CreateObservableCounter(
                name, () => Buses.Keys.Select(bus => new Measurement<long>(value(bus), bus.Tag)), unit, description);
    }
}
