using Edge.Field.Bus;
using Edge.Field.Mara.Bus;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>The answer to a question is found among noise, and a missing one has a reason (Mara 1.4 §2).</summary>
public sealed class MaraBusExchangeTests
{
    [Theory]
    [InlineData(nameof(Fault.NoiseBefore))]
    [InlineData(nameof(Fault.LateAnswerOfAnother))]
    public void The_answer_is_found_behind_noise_and_late_answers(string fault)
    {
        var rig = new BusRig();
        rig.Bus.Next = a => a == 5 ? Enum.Parse<Fault>(fault) : Fault.None;
        rig.Ied(5).Happen(2);
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal([0, 1], rig.Numbers(5));
        Assert.True(rig.Quality("P5").IsGood);
    }

    [Theory]
    [InlineData(nameof(Fault.OnlyAnotherAnswers), "a frame of address 62 arrived")]
    [InlineData(nameof(Fault.WrongSequence), "a frame of address 5 arrived")]
    [InlineData(nameof(Fault.WrongCommand), "a frame of address 5 arrived")]
    [InlineData(nameof(Fault.Garbled), "no whole frame with a correct block check")]
    [InlineData(nameof(Fault.AnswerLost), "no answer in time")]
    public void An_IED_that_never_answers_rightly_is_lost_for_the_reason_seen(string fault, string reason)
    {
        var rig = new BusRig();
        rig.Bus.Next = a => a == 5 ? Enum.Parse<Fault>(fault) : Fault.None;
        rig.Ied(5).Happen(2);
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Empty(rig.Numbers(5));
        (_, int id, string text) = Assert.Single(rig.Notes.All);
        Assert.Equal(1150, id);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.Contains("IED 5 (Alimentador 5)", text, StringComparison.Ordinal);
        Assert.InRange(rig.Polls(6), 60 / 0.42 * 0.9, 200);
        rig.Bus.Next = _ => Fault.None;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([0, 1], rig.Numbers(5));
    }

    [Fact]
    public void A_poll_is_expected_to_take_a_quarter_more_than_the_last_one()
    {
        var parts = new BusParts();
        var bus = new ScriptedBus(parts.Clock, new ScriptedIed(5)) { Added = TimeSpan.Zero };
        var exchange = new MaraBusExchange(bus, TimeSpan.FromMilliseconds(100), 11, parts.Late, parts.Clock);
        long longest = (TimeSpan.FromMilliseconds(100) + MaraLateAnswers.Grace + (261 * bus.ByteTime)).Ticks;
        Assert.Equal(longest, exchange.Expected(parts.Ied(5)));

        // 8 bytes, 5 ms, 8 + 7 + 3 + 5 + 1 bytes.
        Assert.Equal(BusOutcome.Answered, exchange.Poll(parts.Ied(5), 0x00).Outcome);
        Assert.Equal((ScriptedBus.TurnRound + (32 * bus.ByteTime)).Ticks * 5 / 4, exchange.Expected(parts.Ied(5)));
        bus.Next = _ => Fault.AnswerLost;
        Assert.Equal(BusOutcome.Silent, exchange.Poll(parts.Ied(5), 0x80).Outcome);
        Assert.Equal(longest, exchange.Expected(parts.Ied(5)));
    }
}
