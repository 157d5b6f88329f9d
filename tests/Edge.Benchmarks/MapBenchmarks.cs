using BenchmarkDotNet.Attributes;
using Edge.Field.Drivers;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks;

/// <summary>
/// An answer of the sample station (244 bytes, eight events) mapped to a scan: every point with its quality, every event with its tag,
/// its text and its time in UTC.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class MapBenchmarks
{
    private readonly byte[] _frame = FullAnswer.OfTheSampleStation();

    private readonly MaraScanMapper _mapper = new(
        SampleStation.Import(), new StationClock(SampleStation.Zone, TimeProvider.System), NullLogger.Instance);

    private readonly MaraScanContext _all = new(
        "comaster", new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero), EventsOnly: false, SkipEvents: 0, Mark: default);

    private MaraScanContext _valuesOnly;

    /// <summary>Checks that the answer fits the profile, so that nothing is measured but the usual road.</summary>
    [GlobalSetup]
    public void Check()
    {
        _valuesOnly = _all with { SkipEvents = int.MaxValue };
        Scan scan = Scan(_all);
        if (scan.Events.Length != 8 || scan.Readings.Span.ToArray().Any(reading => !reading.Quality.IsGood))
        {
            throw new InvalidOperationException("The answer does not fit the sample profile: the figures would mean nothing.");
        }
    }

    /// <summary>What cannot be saved: the block check of the same frame.</summary>
    [Benchmark(Baseline = true)]
    public ushort Checksum() => MaraChecksum.Compute(_frame.AsSpan(0, _frame.Length - MaraFrame.TrailerLength));

    /// <summary>Find, check and map the values; the events are passed over.</summary>
    [Benchmark]
    public Scan MapValues() => Scan(_valuesOnly);

    /// <summary>Find, check and map everything.</summary>
    [Benchmark]
    public Scan MapValuesAndEvents() => Scan(_all);

    private Scan Scan(in MaraScanContext context) =>
        MaraFrameScanner.TryRead(_frame, out MaraFrame frame, out _, out _) == MaraScanStatus.Frame
        && MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _)
            ? _mapper.Map(answer, context)
            : throw new InvalidOperationException("Our own writer's answer was refused.");
}
