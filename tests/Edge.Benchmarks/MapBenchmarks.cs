using BenchmarkDotNet.Attributes;
using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks;

/// <summary>
/// A 252-byte answer with ten events of a station with eleven IEDs, mapped to a scan: every point with its quality, every event with its
/// tag, its text and its time in UTC. Two answers take turns in which every word, every event and the day differ, so that nothing is gained
/// by remembering one.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class MapBenchmarks
{
    private readonly byte[] _frame = FullAnswer.OfTenEvents();
    private readonly byte[] _other = FullAnswer.OfTenOtherEvents();

    private readonly MaraScanMapper _mapper = new(
        SampleStation.WithElevenIeds(), new StationClock(SampleStation.Zone, TimeProvider.System), NullLogger.Instance);

    private readonly MaraScanContext _all = new(
        "comaster", new DateTimeOffset(2026, 7, 3, 12, 0, 0, TimeSpan.Zero), EventsOnly: false, SkipEvents: 0, Checkpoint: default);

    private MaraScanContext _valuesOnly;
    private bool _turn;

    /// <summary>Checks that the answers fit the profile, so that nothing is measured but the usual road.</summary>
    [GlobalSetup]
    public void Check()
    {
        _valuesOnly = _all with { SkipEvents = int.MaxValue };
        for (int i = 0; i < 2; i++)
        {
            Scan scan = Scan(_all);
            if (scan.Events.Length != 10 || scan.Events.Any(happened => happened.Tag is null || happened.Marks != TimeMarks.None)
                || scan.Readings.Span.ToArray().Any(reading => !reading.Quality.IsGood))
            {
                throw new InvalidOperationException("The answer does not fit the sample profile: the results would mean nothing.");
            }

            Console.WriteLine($"// {scan.Readings.Length} readings, {scan.Events.Length} events");
        }
    }

    /// <summary>What cannot be saved: the block check of the same frame.</summary>
    [Benchmark(Baseline = true)]
    public ushort Checksum() => MaraChecksum.Compute(Next().AsSpan(0, _frame.Length - MaraFrame.TrailerLength));

    /// <summary>Find, check and map the values; the events are passed over.</summary>
    [Benchmark]
    public int MapValues() => Scan(_valuesOnly).Readings.Length;

    /// <summary>Find, check and map everything.</summary>
    [Benchmark]
    public int MapValuesAndEvents() => Scan(_all).Events.Length;

    private byte[] Next() => (_turn = !_turn) ? _frame : _other;

    private Scan Scan(in MaraScanContext context) =>
        MaraFrameScanner.TryRead(Next(), out MaraFrame frame, out _, out _) == MaraScanStatus.Frame
        && MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _)
            ? _mapper.Map(answer, context)
            : throw new InvalidOperationException("Our own writer's answer was refused.");
}
