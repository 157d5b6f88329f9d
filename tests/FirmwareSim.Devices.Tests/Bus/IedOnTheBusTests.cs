using CsCheck;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests.Bus;

public sealed class IedOnTheBusTests
{
    [Fact]
    public void A_poll_is_answered_byte_for_byte_as_the_specification_words_it()
    {
        BusScene scene = new();
        scene.Plant.Bays["F3"].Open();

        byte[] answer = scene.Ask(4, 0x00, 0x10);

        byte[] expected = BusScene.Answer(4, 0x00, 0x10,
        [
            7, 0x04, 1, 0x00, 0x80, 0, 0, // last restart a power-on, one of them, skew unknown
            3, 0x78, 0x00, // 79, spring, remote and disconnector; the breaker (bit 0) open
            5, 0x00, 0x40, 0x00, 0x40, // nothing pulses
            11, 0x04, 0x00, 26, 3, 10, 12, 1, 0, 0, 0, // bit 0 of port 0 to 0, 12:01:00
        ]);
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(answer));
    }

    [Fact]
    public void The_same_SEC_gets_the_same_answer_and_a_new_one_what_happened_since()
    {
        BusScene scene = new();
        scene.Plant.Bays["F3"].Open();
        byte[] first = scene.Ask(4, 0x00, 0x10);
        scene.Plant.Bays["F3"].Close();

        Assert.Equal(first, scene.Ask(4, 0x00, 0x10));
        Assert.Equal(first, scene.Ask(4, 0x00, 0x10));
        Assert.Equal(["0480", "0404"], scene.Poll(4, 0x80).Events.Select(e => e[..4]));
        Assert.Empty(scene.Poll(4, 0x00).Events);
    }

    [Fact]
    public void Any_new_question_acknowledges_the_events_that_the_last_answer_carried()
    {
        BusScene scene = new();
        scene.Plant.Bays["F3"].Open();
        scene.Ask(4, 0x00, 0x10);

        scene.Ask(4, 0x80, 0x06, 0, 0, 1);

        Assert.Empty(scene.Poll(4, 0x00).Events);
    }

    [Fact]
    public void A_sixth_event_is_dropped_and_the_bit_tells_until_it_is_acknowledged()
    {
        BusScene scene = new();
        Flip(scene, 6);

        Answer overflowed = scene.Poll(4, 0x00);
        Answer repeated = scene.Poll(4, 0x00);
        Answer after = scene.Poll(4, 0x80);

        Assert.Equal(0x24, overflowed.System[0]);
        Assert.Equal(["0400", "0480", "0400", "0480", "0400"], overflowed.Events.Select(e => e[..4]));
        Assert.Equal(overflowed.Frame, repeated.Frame);
        Assert.Equal(0x04, after.System[0]);
        Assert.Empty(after.Events);
        Assert.Equal(5, scene.Bus.Log.Recorded);
    }

    [Fact]
    public void An_event_dropped_while_the_answer_is_on_its_way_is_told_by_the_next()
    {
        BusScene scene = new();
        Flip(scene, 5);
        Assert.Equal(0x04, scene.Poll(4, 0x00).System[0]);
        Flip(scene, 1);

        Assert.Equal(0x24, scene.Poll(4, 0x80).System[0]);
        Assert.Equal(0x04, scene.Poll(4, 0x00).System[0]);
    }

    [Fact]
    public void Nobody_answers_a_broadcast_and_none_disturbs_the_sequence()
    {
        BusScene scene = new();
        scene.Plant.Bays["F3"].Open();
        byte[] first = scene.Ask(4, 0x00, 0x10);

        Assert.Empty(scene.Ask(0xFF, 0x80, 0x10));
        Assert.Empty(scene.Ask(0xFF, 0xBB, 0x12, 26, 3, 10, 12, 1, 2, 0, 0, 2));
        Assert.Empty(scene.Send(RawCentre.Hex("FE 08 FF 01 80 0C 82 EA")));

        Assert.Equal(first, scene.Ask(4, 0x00, 0x10));
        Assert.Equal(0x44, scene.Poll(4, 0x80).System[0]);
    }

    [Fact]
    public void Who_is_not_asked_and_what_is_not_known_stays_unanswered()
    {
        BusScene scene = new(BusScene.Exact(4, 5));

        Assert.Empty(scene.Ask(6, 0x00, 0x10));
        Assert.Empty(scene.Ask(4, 0x00, 0x77));
        Assert.Empty(scene.Ask(4, 0x00, 0x13, 3, 0, 1));
        Assert.Empty(scene.Ask(4, 0x00, 0x06, 0, 0));
        Assert.Equal(2, scene.Bus.Line.Statistics().MasterBytes / 18);
        Assert.Equal(0, scene.Bus.Line.Statistics().StationBytes);
    }

    [Fact]
    public void Noise_before_a_question_and_a_wrong_block_check_are_got_over()
    {
        BusScene scene = new();
        byte[] question = BusScene.Question(4, 0x00, 0x10);
        byte[] wrong = [.. question[..^1], (byte)(question[^1] ^ 1)];

        Assert.Empty(scene.Send(wrong));
        Assert.NotEmpty(scene.Send([0x00, 0xFE, 0x03, 0xFE, .. question]));
        Assert.NotEmpty(scene.Send([.. wrong, .. BusScene.Question(4, 0x80, 0x10)]));
    }

    [Fact]
    public void A_question_that_comes_out_of_discarded_bytes_is_over_and_not_answered()
    {
        BusScene scene = new();

        // FE 12 pretends a frame of 18 bytes; the question lies within, and its end is heard two bytes before the pretence is seen through.
        Assert.Empty(scene.Send([0xFE, 0x12, .. BusScene.Question(4, 0x00, 0x10), 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.NotEmpty(scene.Ask(4, 0x80, 0x10));
    }

    [Fact]
    public void Whatever_was_on_the_line_a_question_after_a_pause_is_answered()
    {
        // Mostly bytes that could be frames: SOF, short lengths, the address, broadcasts.
        byte[] telling = [0xFE, 0x08, 0x09, 0x04, 0xFF, 0x01, 0x00, 0x10];
        Gen<byte> likely = Gen.OneOf(Gen.Byte, Gen.Int[0, telling.Length - 1].Select(i => telling[i]));
        Gen.Select(likely.Array[0, 300], Gen.Byte).Sample(
            (noise, sequence) =>
            {
                BusScene scene = new(BusScene.Exact(4));
                scene.Send(noise);
                scene.Pass(1);
                scene.Bus.TryReadArrived(scene.Bus.Now, new byte[4096]);
                byte[] answer = scene.Ask(4, sequence, 0x10);
                Assert.Equal(BusScene.Answer(4, sequence, 0x10, answer[6..^2]), answer);
            },
            iter: 500);
    }

    [Fact]
    public void A_restart_by_order_is_the_watchdog_s_after_the_answer()
    {
        BusScene scene = new();
        scene.Ask(0xFF, 0xBB, 0x12, 26, 3, 10, 12, 1, 2, 0, 0, 2);

        Assert.Equal(BusScene.Answer(4, 0x00, 0x05, 0, 0), scene.Ask(4, 0x00, 0x05, 0xAA, 0x56));
        Assert.Equal(BusScene.Answer(4, 0x80, 0x05, 0xAA, 0x55), scene.Ask(4, 0x80, 0x05, 0xAA, 0x55));
        Assert.Empty(scene.Ask(4, 0x00, 0x10));
        scene.Pass(0.3);

        // Not brown-out (1), not power-on (2), whole (8); restarts 2; the time is lost, so the skew is unknown.
        Answer answer = scene.Poll(4, 0x80);
        Assert.Equal([0x0B, 2, 0x00, 0x80, 0, 0], answer.System);
        Assert.Equal(["C43C"], answer.Events.Select(e => e[..4]));
    }

    [Theory]
    [InlineData("poweron", false, 0x0C, 2, 0, "C439")]
    [InlineData("brownout", false, 0x0E, 2, 0, "C43A")]
    [InlineData("watchdog", false, 0x0B, 2, 0, "C43C")]
    [InlineData("poweron", true, 0x04, 1, 1, "C431")]
    [InlineData("brownout", true, 0x06, 1, 1, "C432")]
    [InlineData("watchdog", true, 0x03, 1, 1, "C434")]
    public void Each_cause_of_a_restart_stands_in_the_bits_the_counters_and_the_event(
        string cause, bool uartOnly, byte bits, byte restarts, byte uartRestarts, string restarted)
    {
        BusScene scene = new();
        scene.Plant.Bays["F3"].Open();
        scene[4].Restart(Enum.Parse<Firmware.RestartCause>(cause, ignoreCase: true), uartOnly, scene.Bus.Now);
        scene.Pass(1);

        Answer answer = scene.Poll(4, 0x00);

        Assert.Equal((bits, restarts, uartRestarts), (answer.System[0], answer.System[1], answer.System[5]));
        Assert.Equal(uartOnly ? ["0400", restarted] : [restarted], answer.Events.Select(e => e[..4]));
    }

    [Fact]
    public void RAM_is_read_by_page_and_written_with_the_key_where_it_is_free()
    {
        BusScene scene = new();

        Assert.Equal(BusScene.Answer(4, 0x00, 0x06, 0, 0, 1, 4), scene.Ask(4, 0x00, 0x06, 0, 0, 1));
        Assert.Equal(BusScene.Answer(4, 0x80, 0x04, 0xAA, 0x55, 1, 0x10, 2), scene.Ask(4, 0x80, 0x04, 0xAA, 0x55, 1, 0x10, 2, 0xDE, 0xAD));
        Assert.Equal(BusScene.Answer(4, 0x00, 0x06, 1, 0x10, 3, 0xDE, 0xAD, 0), scene.Ask(4, 0x00, 0x06, 1, 0x10, 3));
        Assert.Equal(BusScene.Answer(4, 0x80, 0x06, 1, 0xFE, 2, 0, 0), scene.Ask(4, 0x80, 0x06, 1, 0xFE, 10));
        Assert.Equal(BusScene.Answer(4, 0x00, 0x06, 9, 0, 0), scene.Ask(4, 0x00, 0x06, 9, 0, 10));
    }

    [Theory]
    [InlineData(0xAA, 0x54, 1, 0x10, 1)]
    [InlineData(0xAA, 0x55, 0, 0x00, 1)]
    [InlineData(0xAA, 0x55, 1, 0xFF, 2)]
    [InlineData(0xAA, 0x55, 4, 0x00, 1)]
    [InlineData(0xAA, 0x55, 1, 0x00, 11)]
    public void A_write_to_RAM_that_cannot_be_is_answered_with_a_count_of_zero(byte key, byte lock2, byte page, byte start, byte count)
    {
        BusScene scene = new();

        byte[] answer = scene.Ask(4, 0x00, 0x04, [key, lock2, page, start, count, .. new byte[count]]);

        Assert.Equal(BusScene.Answer(4, 0x00, 0x04, 0xAA, 0x55, page, start, 0), answer);
    }

    [Fact]
    public void EEPROM_outlives_a_restart_and_RAM_does_not()
    {
        BusScene scene = new();
        Assert.Equal(BusScene.Answer(4, 0x00, 0x08, 3, 0), scene.Ask(4, 0x00, 0x08, 0, 1, 3, 0x11, 0x22, 0x33));
        Assert.Equal(BusScene.Answer(4, 0x80, 0x08, 3, 3), scene.Ask(4, 0x80, 0x08, 7, 1, 3, 0x11, 0x22, 0x33));
        scene.Ask(4, 0x00, 0x04, 0xAA, 0x55, 1, 0x10, 1, 0x77);

        scene[4].Restart(Firmware.RestartCause.PowerOn, uartOnly: false, scene.Bus.Now);
        scene.Pass(1);

        Assert.Equal(BusScene.Answer(4, 0x80, 0x09, 0x22, 0x33, 0xFF), scene.Ask(4, 0x80, 0x09, 1, 1, 3));
        Assert.Equal(BusScene.Answer(4, 0x00, 0x06, 1, 0x10, 1, 0), scene.Ask(4, 0x00, 0x06, 1, 0x10, 1));
    }

    [Fact]
    public void Control_by_physical_port_operates_the_breaker_or_refuses_with_bit_FF()
    {
        BusScene scene = new();

        Assert.Equal(BusScene.Answer(4, 0x00, 0x0B, 0, 0, 0, 0), scene.Ask(4, 0x00, 0x0B, 0, 0, 0, 0));
        Assert.False(scene.Plant.Bays["F3"].Closed);
        Assert.Equal(BusScene.Answer(4, 0x80, 0x0B, 0, 0, 0, 1), scene.Ask(4, 0x80, 0x0B, 0, 0, 0, 1));
        Assert.True(scene.Plant.Bays["F3"].Closed);

        Assert.Equal(BusScene.Answer(4, 0x00, 0x0B, 0, 0, 0xFF, 1), scene.Ask(4, 0x00, 0x0B, 0, 0, 1, 1)); // 51 is no breaker
        Assert.Equal(BusScene.Answer(4, 0x80, 0x0B, 1, 0, 0xFF, 1), scene.Ask(4, 0x80, 0x0B, 1, 0, 0, 1)); // port 256
        scene.Plant.Board.Set(StationMap.FeederRemote(3), false);
        Assert.Equal(BusScene.Answer(4, 0x00, 0x0B, 0, 0, 0xFF, 0), scene.Ask(4, 0x00, 0x0B, 0, 0, 0, 0)); // local
        Assert.True(scene.Plant.Bays["F3"].Closed);
    }

    [Fact]
    public void An_IED_at_another_address_can_be_wired_to_any_part_of_the_plant()
    {
        BusScene scene = new(new() { Ieds = [new() { Address = 45, Plant = 4 }] });
        scene.Plant.Bays["F3"].Open();

        Answer answer = scene.Poll(45, 0x00);

        Assert.Equal(0x78, answer.Digitals[0]);

        // 45 is 0x2D; an event has room for its low five bits.
        Assert.Equal(["0D00"], answer.Events.Select(e => e[..4]));
    }

    private static void Flip(BusScene scene, int times)
    {
        for (int i = 0; i < times; i++)
        {
            scene.Plant.Board.Set(StationMap.FeederBreaker(3), !scene.Plant.Board[StationMap.FeederBreaker(3)]);
        }
    }
}
