using FirmwareSim.Devices.Bus;

namespace FirmwareSim.Devices.Tests.Bus;

public sealed class BusFaultTests
{
    [Fact]
    public void A_dead_IED_is_silent_lives_on_alone_and_keeps_what_it_recorded()
    {
        BusScene scene = new();
        scene[4].Connect(false);
        scene.Plant.Bays["F3"].Open();

        Assert.Empty(scene.Ask(4, 0x00, 0x10));
        Assert.NotEmpty(scene.Ask(5, 0x00, 0x10));
        Assert.Equal(["IED 4 dead"], scene.Bus.Faults);
        scene[4].Connect(true);
        Assert.Equal(["0400"], scene.Poll(4, 0x80).Events.Select(e => e[..4]));
        Assert.Empty(scene.Bus.Faults);
    }

    [Fact]
    public void An_IED_that_dies_within_its_answer_never_sends_the_rest()
    {
        BusScene scene = new();
        scene.Bus.MasterSends(BusScene.Question(4, 0x00, 0x10), TimeSpan.Zero);
        Assert.True(scene.Bus.AdvanceToArrival(TimeSpan.FromSeconds(1)));
        scene[4].Connect(false);
        scene.Pass(1);
        scene[4].Connect(true);
        scene.Pass(1);

        // The byte that was under way is finished.
        Assert.Equal(2, scene.Bus.Line.Statistics().StationBytes);
        Assert.NotEmpty(scene.Ask(4, 0x80, 0x10));
    }

    [Fact]
    public void A_slow_IED_answers_late_and_into_what_the_master_says_meanwhile()
    {
        BusScene scene = new();
        scene[4].Slow = TimeSpan.FromMilliseconds(120);
        Assert.Equal(["IED 4 answers 120 ms late"], scene.Bus.Faults);

        Assert.Empty(scene.Ask(4, 0x00, 0x10)); // the master's patience is 100 ms
        byte[] garbled = scene.Ask(5, 0x00, 0x10); // its late answer falls into this one

        Assert.Equal(1, scene.Bus.Line.Statistics().Collisions);
        Assert.NotEqual(BusScene.Answer(5, 0x00, 0x10, garbled.Length > 8 ? garbled[6..^2] : []), garbled);
    }

    [Fact]
    public void A_late_answer_replaces_an_older_one_that_has_not_left()
    {
        BusScene scene = new();
        scene[4].Slow = TimeSpan.FromMilliseconds(150);
        scene.Ask(4, 0x00, 0x10);

        byte[] answer = scene.Ask(4, 0x80, 0x10);

        Assert.Empty(answer);
        scene.Pass(1);
        Assert.Equal(1, scene.Bus.Line.Statistics().Answers);
        Assert.Equal(0, scene.Bus.Line.Statistics().Collisions);
    }

    [Theory]
    [InlineData(AnswerFault.BadCheck, 24)]
    [InlineData(AnswerFault.LostByte, 23)]
    [InlineData(AnswerFault.RepeatedByte, 25)]
    public void A_spoiled_answer_is_no_frame_and_its_repetition_is_right(AnswerFault fault, int length)
    {
        BusScene scene = new();
        scene[4].Spoil(fault, 2);
        Assert.Equal([$"IED 4 {fault} in its next 2 answers"], scene.Bus.Faults);

        byte[] first = All(scene, 0x00);
        byte[] second = All(scene, 0x00);
        byte[] third = All(scene, 0x00);

        Assert.Equal([length, length, 24], new[] { first.Length, second.Length, third.Length });
        Assert.False(IsFrame(first));
        Assert.False(IsFrame(second));
        Assert.True(IsFrame(third));
        Assert.Empty(scene.Bus.Faults);
    }

    [Fact]
    public void Two_IEDs_with_one_address_both_answer_and_nobody_is_understood()
    {
        BusScene scene = new();
        Assert.True(scene.Bus.Twin(4, on: true));
        Assert.False(scene.Bus.Twin(40, on: true));
        Assert.Equal(["IED 4 has a twin"], scene.Bus.Faults);

        byte[] both = All(scene, 0x00);

        Assert.Equal(48, both.Length);
        Assert.False(IsFrame(both[..24]));
        BusStatistics statistics = scene.Bus.Line.Statistics();
        Assert.Equal((1, 48), (statistics.Collisions, statistics.CollidedBytes));
        Assert.Equal(new BusCollision(statistics.Latest[0].At, "IED 4", "IED 4"), statistics.Latest[0]);
        Assert.NotEmpty(scene.Ask(5, 0x00, 0x10));

        scene.Bus.Twin(4, on: false);
        Assert.True(IsFrame(All(scene, 0x80)));
    }

    [Fact]
    public void What_a_twin_records_is_not_part_of_the_truth()
    {
        BusScene scene = new();
        scene.Bus.Twin(4, on: true);
        scene.Plant.Bays["F3"].Open();

        Assert.Equal(1, scene.Bus.Log.Recorded);
    }

    [Fact]
    public void A_babbler_does_not_stop_until_it_is_ordered_to()
    {
        BusScene scene = new();
        scene[7].Babble(true);
        scene.Pass(2);

        // 1920 bytes in two seconds, without a gap.
        Assert.InRange(scene.Bus.Line.Statistics().StationBytes, 1919, 1920);
        Assert.False(IsFrame(All(scene, 0x00)));
        Assert.True(scene.Bus.Line.Statistics().Collisions > 0);
        Assert.Equal(["IED 7 babbles"], scene.Bus.Faults);

        scene[7].Babble(false);
        scene.Pass(0.1);
        scene.Bus.TryReadArrived(scene.Bus.Now, new byte[4096]);
        Assert.True(IsFrame(All(scene, 0x00)));
        Assert.NotEmpty(scene.Ask(7, 0x00, 0x10));
    }

    [Fact]
    public void Noise_over_a_question_costs_this_question_only()
    {
        BusScene scene = new();
        scene.Bus.MasterSends(BusScene.Question(4, 0x00, 0x10), scene.Bus.Now);
        scene.Bus.Line.Noise(3);
        scene.Pass(0.2);
        Assert.Equal(0, scene.Bus.Line.Statistics().StationBytes);
        scene.Bus.TryReadArrived(scene.Bus.Now, new byte[64]);

        Assert.True(IsFrame(All(scene, 0x00)));
    }

    [Fact]
    public void A_restart_makes_deaf_for_a_while_and_what_was_to_be_said_is_not_said()
    {
        BusScene scene = new();
        scene.Bus.MasterSends(BusScene.Question(4, 0x00, 0x10), scene.Bus.Now);
        scene.Bus.AdvanceTo(scene.Bus.Line.MasterSilentAt);
        scene[4].Restart(Firmware.RestartCause.BrownOut, uartOnly: false, scene.Bus.Now);

        scene.Pass(0.2);
        Assert.Empty(scene.Ask(4, 0x80, 0x10));
        Assert.Equal(0, scene.Bus.Line.Statistics().StationBytes);
        scene.Pass(0.1);
        Assert.NotEmpty(scene.Ask(4, 0x00, 0x10));
    }

    /// <summary>Everything that comes after a poll of IED 4, whatever it looks like.</summary>
    private static byte[] All(BusScene scene, byte sequence)
    {
        byte[] buffer = new byte[512];
        scene.Bus.MasterSends(BusScene.Question(4, sequence, 0x10), scene.Bus.Now);
        scene.Pass(0.1);
        return buffer[..scene.Bus.TryReadArrived(scene.Bus.Now, buffer)];
    }

    private static bool IsFrame(byte[] bytes) =>
        bytes.Length >= 8 && bytes[1] == bytes.Length && RawCentre.Frame(bytes[2..^2]).SequenceEqual(bytes);
}
