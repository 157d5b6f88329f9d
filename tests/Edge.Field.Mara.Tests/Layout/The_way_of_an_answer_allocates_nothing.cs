using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Layout;
using Edge.Field.Mara.Tests.Bus;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Layout;

/// <summary>A thousand polls, each with values and events that are mapped to a scan: not one byte is left for the collector.</summary>
public sealed class The_way_of_an_answer_allocates_nothing
{
    private const int Polls = 1000;

    private static readonly byte[][] s_events =
    [
        Wire.Event(0), Wire.Event(1), Wire.Event(2),
        [0x42, 0x00, 26, 7, 1, 8, 45, 0x02, 0x13, 0xBA],
        [0x42, 0x0B, 26, 6, 30, 23, 59, 0x02, 0x13, 0xBA],
        [0x82, 0x08, 26, 7, 1, 8, 59, 0, 0, 0],
        [0xC3, 0x20, 26, 7, 1, 8, 59, 0, 0, 0],
        [0x1F, 0x80, 26, 7, 1, 8, 59, 0, 0, 0],
        [0x5F, 0x07, 26, 7, 1, 8, 45, 0, 1, 0],
        [0x02, 0x80, 26, 13, 1, 8, 59, 0, 0, 0],
    ];

    [Fact]
    public void From_a_concentrator_with_ten_events_of_every_kind()
    {
        var mapper = new MaraScanMapper(Station.Profile, new StationClock(Station.Zone, new FakeTimeProvider(Station.Noon)), new Notes());
        byte[] frame = Wire.ToCentre(0x20, Station.Payload(s_events));
        MaraScanContext context = new("comaster", Station.Noon, EventsOnly: false, SkipEvents: 0, Checkpoint: default);
        (int events, int readings) = (0, 0);
        long allocated = Allocated(() =>
        {
            for (int i = 0; i < Polls; i++)
            {
                if (MaraFrameScanner.TryRead(frame, out MaraFrame found, out _, out _) == MaraScanStatus.Frame
                    && MaraPollAnswer.TryParse(found.Data, out MaraPollAnswer answer, out _))
                {
                    Scan scan = mapper.Map(answer, context);
                    (events, readings) = (events + scan.Events.Length, readings + scan.Readings.Length);
                }
            }
        });

        // The first thousand is for the compiler and the buffers.
        Assert.Equal((2 * Polls * s_events.Length, 2 * Polls * 8), (events, readings));
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_the_IEDs_of_a_bus(bool withEvents)
    {
        var rig = new QuietRig(withEvents ? s_events[..5] : []);
        (int scans, int events) = (0, 0);
        long allocated = Allocated(() =>
        {
            (int some, int more) = rig.Poll(Polls);
            (scans, events) = (scans + some, events + more);
        });

        // A scan has the answers of five or six IEDs, or of one with events, which does not wait.
        Assert.InRange(scans, withEvents ? 2 * Polls : 2 * Polls / 7, withEvents ? 2 * Polls : 2 * Polls / 5);
        Assert.Equal(withEvents ? 2 * Polls * 5 : 0, events);
        Assert.Equal(0, allocated);
    }

    // Of the second time.
    private static long Allocated(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Eleven IEDs whose answers were written beforehand, so that what is measured is ours.
    private sealed class QuietRig : IFieldBus
    {
        private readonly MaraBusMaster _master;
        private readonly byte[][] _answers;

        public QuietRig(byte[][] events)
        {
            _answers =
            [
                .. Enumerable.Range(0, 126).Select(i => Wire.Frame(
                    0x01, 2 + (i / 2), i % 2 == 0 ? 0x00 : 0x80, Wire.Poll,
                    Wire.Answer([0x47, 1, 0, 0, 0, 0], [1, 0], [100, 0, 0, 0x40], events))),
            ];
            var station = new StationClock(Station.Zone, TimeProvider.System);
            _master = new MaraBusMaster(
                BusRig.Options, MaraBusIeds.Of(BusRig.Options, BusRig.Profile, station), this, station, null, TimeProvider.System,
                new Notes<MaraBusDriver>());
        }

        public string Name => "quiet";

        public TimeSpan ByteTime => TimeSpan.FromTicks(10_417);

        public (int Scans, int Events) Poll(int polls)
        {
            (int scans, int events) = (0, 0);
            for (int i = 0; i < polls; i++)
            {
                _ = _master.Step();
                if (_master.Gathering.TryTake(out PollResult result))
                {
                    scans++;
                    events += result.Scan!.Value.Events.Length;
                    _master.Gathering.Acknowledge();
                }
            }

            return (scans, events);
        }

        public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
        {
            byte[] reply = _answers[((question[2] - 2) * 2) + (question[4] == 0 ? 0 : 1)];
            _ = finder.Find(reply, out int start, out int length);
            reply.AsSpan(start, length).CopyTo(answer);
            return new BusResult(BusOutcome.Answered, length, 0);
        }

        public BusResult Broadcast(ReadOnlySpan<byte> frame) => default;

        public void Dispose()
        {
        }
    }
}
