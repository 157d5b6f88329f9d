using Edge.Field.Taps;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Field.Tests.Taps;

public sealed class A_tap_never_waits
{
    private static readonly byte[] s_frame = [0xFE, 0x08, 0x01, 0x40, 0x80, 0x10, 0x80, 0x27];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void It_allocates_nothing_without_a_listener()
    {
        LinkTap tap = new LinkTaps(["bus"], TimeProvider.System).Find("bus")!;
        Assert.Equal(0, AllocatedBy(tap));
    }

    [Fact]
    public void It_allocates_nothing_on_the_link_with_a_listener()
    {
        LinkTaps taps = new(["bus"], TimeProvider.System);
        using TapListener listener = taps.Listen(["bus"], TapKinds.Sent | TapKinds.Arrived | TapKinds.Ended, 16);
        Assert.Equal(0, AllocatedBy(taps.Find("bus")!));
    }

    [Fact]
    public void The_records_of_all_devices_come_in_their_order()
    {
        LinkTaps taps = new(["one", "two"], _time);
        using TapListener listener = taps.Listen(["two", "one", "three"], TapKinds.Sent | TapKinds.Ended);
        taps.Find("one")!.Sent(s_frame);
        taps.Find("two")!.Sent([0x01]);
        _time.Advance(TimeSpan.FromMicroseconds(1500));
        taps.Find("two")!.Arrived([0x02]);
        taps.Find("two")!.Ended(TapOutcome.Noise, [0x02, 0x03]);
        taps.Find("one")!.Ended(TapOutcome.Silent, []);
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> read = listener.Read();
        Assert.Equal(
            [
                ("one", TapKinds.Sent, TapOutcome.None, Convert.ToHexString(s_frame)), ("two", TapKinds.Sent, TapOutcome.None, "01"),
                ("two", TapKinds.Ended, TapOutcome.Noise, "0203"), ("one", TapKinds.Ended, TapOutcome.Silent, ""),
            ],
            read.Select(r => (r.Record.Device, r.Record.Kind, r.Record.Outcome, Convert.ToHexString(r.Bytes))));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), read[0].Record.Time);
        Assert.Equal(TimeSpan.FromMicroseconds(1500), read[2].Record.Time - read[0].Record.Time);
        Assert.Empty(listener.Read());
    }

    [Fact]
    public void A_listener_that_is_slow_loses_the_oldest_and_sees_how_many()
    {
        LinkTaps taps = new(["bus"], _time);
        using TapListener slow = taps.Listen(["bus"], TapKinds.Sent, 4);
        for (byte i = 0; i < 10; i++)
        {
            taps.Find("bus")!.Sent([i]);
        }

        IReadOnlyList<(TapRecord Record, byte[] Bytes)> read = slow.Read();
        Assert.Equal([6, 7, 8, 9], read.Select(r => r.Bytes.Single()));
        Assert.Equal([6, 0, 0, 0], read.Select(r => r.Record.Dropped));
    }

    [Fact]
    public void What_is_longer_than_a_record_comes_in_parts()
    {
        LinkTaps taps = new(["link"], _time);
        using TapListener listener = taps.Listen(["link"], TapKinds.Arrived);
        byte[] long_ = [.. Enumerable.Range(0, 1200).Select(i => (byte)i)];
        taps.Find("link")!.Arrived(long_);
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> read = listener.Read();
        Assert.Equal([512, 512, 176], read.Select(r => r.Record.Length));
        Assert.Equal(long_, read.SelectMany(r => r.Bytes));
    }

    [Fact]
    public void Who_has_ended_hears_no_more()
    {
        LinkTaps taps = new(["bus"], _time);
        TapListener listener = taps.Listen(["bus"], TapKinds.Sent);
        listener.Dispose();
        taps.Find("bus")!.Sent(s_frame);
        Assert.Empty(listener.Read());
    }

    [Fact]
    public async Task No_record_is_torn_while_the_link_writes_over_it()
    {
        LinkTaps taps = new(["bus"], TimeProvider.System);
        using TapListener listener = taps.Listen(["bus"], TapKinds.Sent, 2);
        const int count = 100_000;
        Task link = Task.Run(
            () =>
            {
                Span<byte> frame = stackalloc byte[64];
                for (int i = 0; i < count; i++)
                {
                    frame.Fill((byte)i);
                    taps.Find("bus")!.Sent(frame);
                }
            },
            TestContext.Current.CancellationToken);
        long seen = 0;
        long last = 0;
        while (true)
        {
            bool ended = link.IsCompleted;
            foreach ((TapRecord record, byte[] bytes) in listener.Read())
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept(bytes[0]));
                Assert.True(record.Order > last);
                last = record.Order;
                seen += 1 + record.Dropped;
            }

            if (ended)
            {
                break;
            }
        }

        await link;
        Assert.Equal(count, seen);
    }

    // The least of three hundreds: the runtime compiles anew when it likes.
    private static long AllocatedBy(LinkTap tap)
    {
        Exchange(tap);
        long least = long.MaxValue;
        for (int hundred = 0; hundred < 3; hundred++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                Exchange(tap);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Exchange(LinkTap tap)
    {
        tap.Sent(s_frame);
        tap.Arrived(s_frame);
        tap.Ended(TapOutcome.Answered, s_frame);
    }
}
