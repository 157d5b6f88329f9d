using Edge.Domain;
using Edge.Pipeline;
using TestKit;
using TestKit.Field;

namespace Edge.Field.LocalIo.Tests;

/// <summary>IED 1 of the small station: DOOR is port 0, bit 6; U27 is port 1, bit 1, inverted by the profile; V33 is word 0.</summary>
public sealed class LocalIoDriverTests
{
    private const int Door = 0;
    private const int U27 = 1;

    private static readonly LocalDigitalInput s_door = new(0, 6, "gpiochip0", 17);
    private static readonly LocalDigitalInput s_u27 = new(1, 1, "gpiochip0", 27);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_becomes_an_event_with_its_own_time_after_the_filter()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_door, s_u27));
        Assert.Empty((await box.PollAsync()).Events);
        box.Lines("gpiochip0").Set(17, true, TestBox.Noon.AddMilliseconds(250));
        Scan early = await box.PollAsync(TimeSpan.FromMilliseconds(600));
        Assert.Empty(early.Events);
        Assert.Equal(0, Raw(early, Door));
        Scan scan = await box.PollAsync(TimeSpan.FromMilliseconds(100));
        FieldEvent door = Assert.Single(scan.Events);
        Assert.Equal(
            (FieldEventKind.State, 1, "DOOR", 0, 6, 1, TestBox.Noon.AddMilliseconds(250), TimeMarks.None),
            (door.Kind, door.IedAddress, door.Tag, door.Port, door.Bit, door.State, door.Time, door.Marks));

        // Mara 1.4 §5: address 1; state, port 0, bit 6; 2026-07-01 09:00:00 in Argentina; .25 s is 2000 in 1/32 768 s, low byte first.
        Assert.Equal("01861A070109000000" + "20", door.Bytes.ToString());
        Assert.Equal(1, Raw(scan, Door));
        Assert.False(scan.Checkpoint.IsEmpty);
    }

    [Fact]
    public async Task Edges_are_collected_by_its_threads_between_polls()
    {
        await using TestBox box = new();
        LocalIoDriver driver = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }), runs: true);
        Assert.Empty((await driver.PollAsync(Stop)).Scan!.Value.Events);
        box.Lines("gpiochip0").Set(17, true);
        box.Lines("gpiochip0").Set(17, false);
        await Eventually.TrueAsync(() => box.Lines("gpiochip0").Waiting == 0, "the thread has taken them", Stop);
        List<FieldEvent> events = [];
        await Eventually.TrueAsync(
            async () =>
            {
                events.AddRange((await driver.PollAsync(Stop)).Scan!.Value.Events);
                driver.Acknowledge();
                return events.Count >= 2;
            },
            "both events", Stop);
        Assert.Equal([1, 0], events.Select(e => e.State));
        await driver.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => driver.PollAsync(Stop).AsTask());
    }

    [Fact]
    public async Task A_mistake_of_ours_in_a_thread_ends_the_gateway_and_is_not_lost()
    {
        await using TestBox box = new();
        LocalIoDriver driver = box.Make(TestBox.Options(s_door), runs: true);
        _ = await driver.PollAsync(Stop);
        box.Lines("gpiochip0").Mistake = true;
        await Eventually.TrueAsync(
            async () => await Record.ExceptionAsync(() => driver.PollAsync(Stop).AsTask())
                is InvalidOperationException { InnerException: ArithmeticException },
            "the poll throws it", Stop);
    }

    [Fact]
    public async Task A_state_that_is_found_at_the_start_is_a_value_and_no_event()
    {
        await using TestBox box = new();
        box.Lines("gpiochip0").Stand(0b01);
        _ = box.Make(TestBox.Options(s_door, s_u27));
        Scan scan = await box.PollAsync();
        Assert.Empty(scan.Events);
        Assert.True(scan.Checkpoint.IsEmpty);
        Assert.Equal((1, 1), (Raw(scan, Door), Raw(scan, U27)));
        Assert.Equal((QualityState.Good, QualityState.Good), (Quality(scan, Door), Quality(scan, U27)));
        Assert.Empty((await box.PollAsync(TimeSpan.FromSeconds(5))).Events);

        // Port 0, bit 6 on the wire; the inversion of the profile is not the wire's.
        Assert.Equal([0x40, 0, 0, 0, 0, 0], box.Digitals);
    }

    [Fact]
    public async Task The_inversions_of_wiring_and_profile_are_two_things()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_u27 with { Inverted = true, Filter = TimeSpan.Zero }));
        Assert.Equal(0, Raw(await box.PollAsync(), U27));
        Assert.Equal([0, 0, 0x02, 0, 0, 0], box.Digitals);
        box.Lines("gpiochip0").Set(27, true);
        FieldEvent event27 = Assert.Single((await box.PollAsync()).Events);
        Assert.Equal((1, "CERRADO", 0), (event27.State, event27.Text, event27.AlarmKind));
        Assert.StartsWith("0111", event27.Bytes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_of_events_within_a_millisecond_is_kept_between_inputs()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }, s_u27 with { Filter = TimeSpan.Zero }));
        _ = await box.PollAsync();
        DateTimeOffset at = TestBox.Noon.AddMilliseconds(1);
        for (int i = 0; i < 5; i++)
        {
            box.Lines("gpiochip0").Set(17, i % 2 == 0, at.AddMicroseconds(100 * i));
            box.Lines("gpiochip0").Set(27, i % 2 == 0, at.AddMicroseconds((100 * i) + 50));
        }

        FieldEvent[] events = [.. (await box.PollAsync(TimeSpan.FromMilliseconds(10))).Events];
        Assert.Equal(10, events.Length);
        Assert.Equal(events.Select(e => e.Time).Order(), events.Select(e => e.Time));
        Assert.Equal(["DOOR", "U27", "DOOR", "U27"], events.Take(4).Select(e => e.Tag));
    }

    [Fact]
    public async Task Events_are_offered_again_until_they_are_acknowledged()
    {
        await using TestBox box = new();
        LocalIoDriver driver = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }));
        _ = await box.PollAsync();
        box.Lines("gpiochip0").Set(17, true);
        await driver.StepAsync(Stop);
        Scan first = (await driver.PollAsync(Stop)).Scan!.Value;
        FieldEvent[] offered = [.. first.Events];
        byte[] mark = first.Checkpoint.ToArray();
        box.Lines("gpiochip0").Set(17, false);
        await driver.StepAsync(Stop);
        Scan again = (await driver.PollAsync(Stop)).Scan!.Value;
        Assert.Equal(offered, again.Events);
        Assert.NotEqual(first.Number, again.Number);
        Assert.Equal(mark, again.Checkpoint.ToArray());
        Assert.True(again.MoreWaiting);
        driver.Acknowledge();
        Scan next = (await driver.PollAsync(Stop)).Scan!.Value;
        Assert.Equal(0, Assert.Single(next.Events).State);
        Assert.NotEqual(mark, next.Checkpoint.ToArray());
    }

    [Fact]
    public async Task Events_beyond_the_bound_are_lost_oldest_first_and_this_is_an_event()
    {
        await using TestBox box = new();
        LocalIoDriver driver = box.Make(
            TestBox.Options(s_door with { Filter = TimeSpan.Zero }) with { MostEvents = 20, Mask = new() { Events = 0 } });
        _ = await box.PollAsync();
        for (int i = 0; i < 50; i++)
        {
            box.Lines("gpiochip0").Set(17, i % 2 == 0, TestBox.Noon.AddSeconds(i));
        }

        Scan scan = await box.PollAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(new FieldFinding(GatewayFinding.EventsLost, Count: 30), scan.Events[0].Content.Finding);
        Assert.Equal(Enumerable.Range(30, 20).Select(i => TestBox.Noon.AddSeconds(i)), scan.Events.Skip(1).Select(e => e.Time));
        Assert.Single(box.Said(1254));
        Assert.Empty((await driver.PollAsync(Stop)).Scan!.Value.Events);
    }

    [Fact]
    public async Task A_gap_in_the_kernels_numbers_is_logged_once_and_marks_an_event()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }));
        _ = await box.PollAsync();
        TestLines lines = box.Lines("gpiochip0");
        lines.Lose(17, 7);
        lines.Set(17, true);
        lines.Set(17, false);
        FieldEvent[] events = [.. (await box.PollAsync()).Events];
        Assert.Equal([true, false], events.Select(e => e.Flags == QualityFlags.Invalid));

        // Bit 5 of byte 0.
        Assert.StartsWith("2186", events[0].Native.Mara!.Value.Bytes.ToString(), StringComparison.Ordinal);
        Assert.Contains("7 edges of port 0, bit 6", Assert.Single(box.Said(1253)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chattering_input_is_masked_and_logged_and_unmasked()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }));
        _ = await box.PollAsync();
        for (int i = 0; i < 60; i++)
        {
            box.Lines("gpiochip0").Set(17, i % 2 == 0, TestBox.Noon.AddMilliseconds(i));
        }

        FieldEvent[] events = [.. (await box.PollAsync(TimeSpan.FromMilliseconds(60))).Events];
        Assert.Equal(20, events.Count(e => e.Kind == FieldEventKind.State));
        Assert.Equal((GatewayFinding.InputMasked, "DOOR"), (events[^1].Finding, events[^1].Tag));
        FieldEvent quiet = Assert.Single((await box.PollAsync(TimeSpan.FromMinutes(2))).Events);
        Assert.Equal((GatewayFinding.InputUnmasked, 40), (quiet.Finding, quiet.Count));
    }

    [Fact]
    public async Task Lines_that_cannot_be_claimed_are_bad_with_one_warning()
    {
        await using TestBox box = new();
        SimulatedMcp23017 chip = new();
        box.Bus.Add(0x20, chip);
        box.NoLines = new LocalIoException("/dev/gpiochip0: line 17 is in use by 'relayd': stop that program, or give another line.");
        _ = box.Make(TestBox.Options(s_door, new(1, 1, "x", 3)) with { Expanders = [new("x", 1, 0x20)] });
        for (int i = 0; i < 5; i++)
        {
            Scan scan = await box.PollAsync(TimeSpan.FromSeconds(2));
            Assert.DoesNotContain(scan.Readings.ToArray(), r => r.Point == Door);
            Assert.Equal(QualityState.Good, Quality(scan, U27));
            Assert.Equal(i == 0 ? 1 : 0, scan.Devices.Length);
            if (i == 0)
            {
                Assert.Contains("relayd", scan.Devices[0].Reason, StringComparison.Ordinal);
                Assert.Equal(("1", false), (scan.Devices[0].Id, scan.Devices[0].Answers));
            }
        }

        Assert.Contains("relayd", Assert.Single(box.Said(1251)), StringComparison.Ordinal);
        box.NoLines = null;
        Scan well = await box.PollAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(QualityState.Good, Quality(well, Door));
        Assert.True(Assert.Single(well.Devices).Answers);
        Assert.Single(box.Said(1250));
    }

    [Fact]
    public async Task A_chip_that_breaks_off_turns_bad_and_a_change_meanwhile_is_a_value()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(s_door));
        _ = await box.PollAsync();
        TestLines lines = box.Lines("gpiochip0");
        lines.Broken = true;
        Scan broken = await box.PollAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(new QualityState(Domain.Quality.Bad, QualityReason.LinkDown), Quality(broken, Door));
        lines.Stand(1);
        lines.Broken = false;
        Scan back = await box.PollAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((1, QualityState.Good), (Raw(back, Door), Quality(back, Door)));
        Assert.Empty(back.Events);
    }

    [Fact]
    public async Task An_unknown_input_is_kept_and_a_point_without_an_input_is_bad()
    {
        await using TestBox box = new();
        _ = box.Make(TestBox.Options(new LocalDigitalInput(2, 15, "gpiochip0", 4) { Filter = TimeSpan.Zero }));
        Scan scan = await box.PollAsync();
        Assert.Equal(new QualityState(Domain.Quality.Bad, QualityReason.NotInAnswer), Quality(scan, Door));
        Assert.Contains("DOOR, U27, V33", Assert.Single(box.Said(1255)), StringComparison.Ordinal);
        box.Lines("gpiochip0").Set(4, true);
        FieldEvent unknown = Assert.Single((await box.PollAsync()).Events);
        Assert.Equal((null, 2, 15, 1), (unknown.Tag, unknown.Port, unknown.Bit, unknown.State));
    }

    [Fact]
    public async Task The_system_variables_say_why_it_started_and_if_the_clock_is_right()
    {
        await using TestBox box = new();
        box.ClockSynchronised = false;
        _ = box.Make(TestBox.Options(s_door with { Filter = TimeSpan.Zero }));
        _ = await box.PollAsync();

        // Mara 1.4 §6: bit 1 is 0 after a power-on; bit 6: time set.
        Assert.Equal([0x05, 0, 0, 0, 0, 0], box.Variables);
        box.Lines("gpiochip0").Set(17, true);
        Assert.Equal(TimeMarks.Unsynchronised, Assert.Single((await box.PollAsync()).Events).Marks);
        box.ClockSynchronised = true;
        _ = await box.PollAsync();
        Assert.Equal([0x45, 0, 0, 0, 0, 0], box.Variables);
        Assert.Single(box.Said(1256));
        Assert.Single(box.Said(1257));
    }

    internal static int Raw(Scan scan, int point) => Assert.Single(scan.Readings.ToArray(), r => r.Point == point).Raw.AsWhole;

    internal static QualityState Quality(Scan scan, int point) => Assert.Single(scan.Readings.ToArray(), r => r.Point == point).Quality;
}
