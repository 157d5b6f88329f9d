using FirmwareSim.Devices.Bus;

namespace FirmwareSim.Devices.Tests.Bus;

public sealed class BusLineTests
{
    private static readonly TimeSpan ByteTime = TimeSpan.FromTicks(10_416);

    /// <summary>Ten bits at 9600 bit/s, in ticks of 100 ns.</summary>
    private static TimeSpan End(int bytes) => TimeSpan.FromTicks(bytes * 100_000_000L / 9600);

    [Fact]
    public void A_byte_is_heard_after_its_stop_bit_and_a_thousand_do_not_drift()
    {
        BusLine line = new(new());
        Talker listener = new("a");
        line.Add(listener);

        line.MasterSends(new byte[1000], TimeSpan.Zero);
        line.AdvanceTo(TimeSpan.FromSeconds(2));

        Assert.Equal(Enumerable.Range(1, 1000).Select(End), listener.Heard.Select(heard => heard.At));
        Assert.Equal(TimeSpan.FromTicks(10_416_666), listener.Heard[^1].At);
        Assert.Equal(End(1000), line.MasterSilentAt);
    }

    [Fact]
    public void What_the_master_writes_meanwhile_goes_out_behind()
    {
        BusLine line = new(new());
        Talker listener = new("a");
        line.Add(listener);

        line.MasterSends([1, 2, 3], TimeSpan.Zero);
        line.MasterSends([4], ByteTime);
        Assert.Equal(End(4), line.MasterSilentAt);
        line.AdvanceTo(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2, 3, 4], listener.Heard.Select(heard => heard.Value));
        Assert.Equal(End(4), listener.Heard[^1].At);
        Assert.Equal(1, line.Statistics().Questions);
    }

    [Fact]
    public void An_answer_arrives_byte_by_byte_and_never_before_its_time()
    {
        BusLine line = new(new());
        TimeSpan begins = TimeSpan.FromMilliseconds(7);
        line.Add(new Talker("a", begins, 10, 20, 30));
        byte[] buffer = new byte[8];

        Assert.Equal(0, line.TryReadArrived(begins + End(1) - TimeSpan.FromTicks(1), buffer));
        Assert.Equal(1, line.TryReadArrived(begins + End(1), buffer));
        Assert.True(line.AdvanceToArrival(TimeSpan.MaxValue));
        Assert.Equal(begins + End(2), line.Now);
        Assert.Equal(2, line.TryReadArrived(TimeSpan.FromSeconds(1), buffer));
        Assert.Equal([20, 30], buffer[..2]);
        Assert.False(line.AdvanceToArrival(TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(2), line.Now);
    }

    [Fact]
    public void Two_that_speak_at_once_are_garbled_for_everybody_and_written_down_once()
    {
        BusLine line = new(new());
        Talker listener = new("c");
        line.Add(new Talker("a", TimeSpan.FromMilliseconds(1), 0, 0, 0, 0));
        line.Add(new Talker("b", TimeSpan.FromMilliseconds(3.5), 0, 0));
        line.Add(listener);
        line.AdvanceTo(TimeSpan.FromSeconds(1));
        byte[] arrived = new byte[16];

        Assert.Equal(6, line.TryReadArrived(line.Now, arrived));

        // a: 1.0–2.04, 2.04–3.08, 3.08–4.13, 4.13–5.17; b: 3.5–4.54, 4.54–5.58: the last two of a and both of b.
        BusStatistics statistics = line.Statistics();
        Assert.Equal([true, true, false, false, false, false], arrived[..6].Select(value => value == 0));
        Assert.Equal((1, 4), (statistics.Collisions, statistics.CollidedBytes));
        Assert.Equal(("a", "b"), (statistics.Latest[0].Speaker, statistics.Latest[0].Other));
        Assert.Equal(listener.Heard.Select(heard => heard.Value), arrived[..6]);
    }

    [Fact]
    public void Who_begins_where_another_ends_does_not_collide()
    {
        BusLine line = new(new());
        line.Add(new Talker("a", TimeSpan.Zero, 1, 2));
        line.Add(new Talker("b", End(2), 3));
        byte[] arrived = new byte[4];

        Assert.Equal(3, line.TryReadArrived(TimeSpan.FromSeconds(1), arrived));
        Assert.Equal([1, 2, 3], arrived[..3]);
        Assert.Equal(0, line.Statistics().Collisions);
    }

    [Fact]
    public void A_station_speaking_into_the_master_is_a_collision()
    {
        BusLine line = new(new());
        line.Add(new Talker("a", End(1), 5));

        line.MasterSends([1, 2, 3], TimeSpan.Zero);
        line.AdvanceTo(TimeSpan.FromSeconds(1));

        Assert.Equal((1, 2), (line.Statistics().Collisions, line.Statistics().CollidedBytes));
    }

    [Fact]
    public void A_station_that_speaks_while_the_line_is_driven_is_a_collision()
    {
        BusLine line = new(new());
        line.Add(new Talker("a", TimeSpan.FromMilliseconds(10), 5));
        line.Add(new Talker("b", TimeSpan.FromMilliseconds(20), 6));
        line.Add(new Talker("c", TimeSpan.FromMilliseconds(30), 7));
        byte[] arrived = new byte[4];

        line.DriverOn(TimeSpan.Zero);
        line.MasterSends([1], TimeSpan.FromMilliseconds(1));
        line.DriverOff(TimeSpan.FromMilliseconds(10.5)); // into the byte of a
        line.DriverOn(TimeSpan.FromMilliseconds(20.5)); // into that of b
        line.DriverOff(TimeSpan.FromMilliseconds(25));
        line.AdvanceTo(TimeSpan.FromSeconds(1));

        Assert.Equal(3, line.TryReadArrived(line.Now, arrived));
        Assert.NotEqual(5, arrived[0]);
        Assert.NotEqual(6, arrived[1]);
        Assert.Equal(7, arrived[2]);
        Assert.Equal(
            [("a", "driver"), ("b", "driver")], line.Statistics().Latest.Select(collision => (collision.Speaker, collision.Other)));
    }

    [Fact]
    public void A_driver_told_of_too_late_is_still_written_down()
    {
        BusLine line = new(new());
        line.Add(new Talker("a", TimeSpan.FromMilliseconds(10), 5));
        line.AdvanceTo(TimeSpan.FromMilliseconds(20));

        line.DriverOn(TimeSpan.FromMilliseconds(10.5));

        Assert.Equal(1, line.Statistics().Collisions);
    }

    [Fact]
    public void The_lateness_of_release_is_counted_from_the_last_stop_bit()
    {
        BusLine line = new(new());
        for (int i = 1; i <= 100; i++)
        {
            TimeSpan begins = TimeSpan.FromSeconds(i);
            line.DriverOn(begins);
            line.MasterSends([1, 2, 3, 4], begins);
            line.DriverOff(begins + End(4) + TimeSpan.FromMicroseconds(i));
        }

        line.DriverOn(TimeSpan.FromSeconds(200));
        line.MasterSends([1, 2], TimeSpan.FromSeconds(200));
        line.DriverOff(TimeSpan.FromSeconds(200) + End(1));

        BusStatistics statistics = line.Statistics();
        Assert.Equal(101, statistics.Releases.Count);
        Assert.Equal(End(1) - End(2), statistics.Releases[0]); // a byte too soon
        Assert.Equal(TimeSpan.FromMicroseconds(50), statistics.Release(0.5));
        Assert.Equal(TimeSpan.FromMicroseconds(99), statistics.Release(0.99));
        Assert.Equal(TimeSpan.FromMicroseconds(100), statistics.Release(1));
    }

    [Fact]
    public void Noise_garbles_what_it_falls_on_and_is_no_collision()
    {
        BusLine line = new(new());
        Talker listener = new("a");
        line.Add(listener);
        line.MasterSends([1, 1, 1, 1], TimeSpan.Zero);

        line.Noise(2);
        line.AdvanceTo(TimeSpan.FromSeconds(1));

        Assert.Equal(6, listener.Heard.Count);
        Assert.Equal((0, 2), (line.Statistics().Collisions, line.Statistics().NoisyBytes));
        Assert.Equal([1, 1], listener.Heard[^2..].Select(heard => heard.Value));
        Assert.Equal(4, line.Statistics().MasterBytes);
    }

    [Fact]
    public void A_share_of_bytes_can_be_garbled_and_half_of_them_is_about_half()
    {
        BusLine line = new(new()) { GarbleShare = 0.5 };
        Talker listener = new("a");
        line.Add(listener);

        line.MasterSends(new byte[4000], TimeSpan.Zero);
        line.AdvanceTo(TimeSpan.FromSeconds(5));

        Assert.InRange(line.Statistics().NoisyBytes, 1800, 2200);
        Assert.Equal(line.Statistics().NoisyBytes, listener.Heard.Count(heard => heard.Value != 0));
    }

    [Fact]
    public void The_master_hears_itself_only_where_it_is_wired_so()
    {
        byte[] arrived = new byte[4];
        BusLine deaf = new(new());
        BusLine echoing = new(new() { Echo = true });
        deaf.MasterSends([9], TimeSpan.Zero);
        echoing.MasterSends([9], TimeSpan.Zero);

        Assert.Equal(0, deaf.TryReadArrived(TimeSpan.FromSeconds(1), arrived));
        Assert.Equal(1, echoing.TryReadArrived(TimeSpan.FromSeconds(1), arrived));
        Assert.Equal(9, arrived[0]);
    }

    [Fact]
    public void Use_is_bytes_and_turn_round_by_what_has_passed()
    {
        BusScene scene = new();

        scene.Ask(4, 0x00, 0x10);
        BusStatistics asked = scene.Bus.Line.Statistics();
        scene.Pass(asked.Elapsed.TotalSeconds);
        BusStatistics idled = scene.Bus.Line.Statistics();

        // A question of 8, 4 ms of turn-round, an answer of 24.
        Assert.Equal((8, 24, 1, 1), (asked.MasterBytes, asked.StationBytes, asked.Questions, asked.Answers));
        Assert.Equal(End(32), asked.Busy);
        Assert.Equal(TimeSpan.FromMilliseconds(4), asked.TurnRound);
        Assert.Equal(1.0, asked.Use, 5);
        Assert.Equal(0.5, idled.Use, 5);
    }

    [Fact]
    public void At_2400_bits_everything_takes_four_times_as_long()
    {
        BusLine line = new(new() { Baud = 2400 });

        line.MasterSends([1, 2, 3], TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromMilliseconds(12.5), line.MasterSilentAt);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BusLine(new() { Baud = 50 }));
    }
}
