using Edge.Domain;
using Edge.Field.Mara.Bus;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>Which IED is asked next, and what lost IEDs cost the others (Mara 1.4 §7; ADR 0005).</summary>
public sealed class MaraBusTurnsTests
{
    [Fact]
    public void With_a_period_each_IED_is_asked_once_in_it()
    {
        var rig = new BusRig(BusRig.Options with { PollPeriod = TimeSpan.FromSeconds(2) });
        rig.Run(TimeSpan.FromSeconds(61));
        Assert.All(rig.Ieds, ied => Assert.InRange(rig.Polls(ied.Address), 30, 32));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Lost_IEDs_cost_the_others_no_more_than_two_percent(int dead)
    {
        var rig = new BusRig();
        foreach (ScriptedIed ied in rig.Ieds.TakeLast(dead))
        {
            ied.Connected = false;
        }

        rig.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(dead, rig.Journal.Count(e => e.Kind == FieldEventKind.Device));
        int before = rig.Ieds.TakeLast(dead).Sum(ied => rig.Polls(ied.Address));
        DateTimeOffset begin = rig.Clock.GetUtcNow();
        rig.Run(TimeSpan.FromMinutes(20));
        int asked = rig.Ieds.TakeLast(dead).Sum(ied => rig.Polls(ied.Address)) - before;

        // A question of 8 bytes and the time-out, each time.
        TimeSpan cost = asked * (rig.Bus.Added + (8 * rig.Bus.ByteTime) + BusRig.Options.AnswerTimeout);
        Assert.InRange(cost / (rig.Clock.GetUtcNow() - begin), 0.01, 0.02);
    }

    [Fact]
    public void Beside_a_lost_IED_the_others_are_asked_98_percent_as_often()
    {
        // The measure: ten IEDs and no eleventh.
        var ten = new BusRig(BusRig.Options with { Ieds = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
        var beside = new BusRig();
        beside.Ied(12).Connected = false;
        beside.Run(TimeSpan.FromSeconds(30));
        ten.Run(TimeSpan.FromSeconds(30));
        (int a, int b) = (ten.Polls(2), beside.Polls(2));
        ten.Run(TimeSpan.FromMinutes(20));
        beside.Run(TimeSpan.FromMinutes(20));
        Assert.InRange((beside.Polls(2) - b) / (double)(ten.Polls(2) - a), 0.98, 1);
    }

    [Fact]
    public void A_full_stack_is_asked_again_and_does_not_starve_the_others()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        int[] before = [.. rig.Ieds.Select(i => rig.Polls(i.Address))];
        rig.Ied(5).Chatters = true;
        rig.Run(TimeSpan.FromSeconds(60));
        int[] polls = [.. rig.Ieds.Select((ied, i) => rig.Polls(ied.Address) - before[i])];
        Assert.InRange(polls[3] / (double)polls[4], 4, 5);

        // In a round ten short answers, 40 ms each with its question, and five long ones, 92 ms each.
        Assert.InRange(polls[4], (int)(60 / ((10 * 0.040) + (5 * 0.092)) * 0.95), 2_000);
        Assert.Equal(rig.Ied(5).Kept.SkipLast(5), rig.Numbers(5).Take(rig.Ied(5).Kept.Count - 5));
    }

    [Fact]
    public void The_IED_that_was_not_asked_for_the_longest_time_is_next()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        Assert.Equal([.. Enumerable.Range(2, 11), 2, 3], Enumerable.Range(0, 13).Select(_ => Asked(turns)));
    }

    [Fact]
    public void An_IED_whose_answer_is_not_in_the_journal_is_passed_over()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        parts.Ied(2).Place = AnswerPlace.Gathered;
        parts.Ied(4).Place = AnswerPlace.Offered;
        Assert.Equal([3, 5, 6], [Asked(turns), Asked(turns), Asked(turns)]);
        parts.Ied(2).Place = AnswerPlace.Journaled;
        Assert.Equal(2, Asked(turns));
    }

    [Fact]
    public void When_no_answer_is_in_the_journal_no_IED_is_asked()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        Array.ForEach(parts.Ieds, ied => ied.Place = AnswerPlace.Offered);
        Assert.Null(turns.Choose(0, out long next));
        Assert.Equal(long.MaxValue, next);
    }

    [Fact]
    public void An_IED_with_more_events_is_asked_in_turn_with_the_others()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        List<int> asked = [];
        for (int i = 0; i < 11; i++)
        {
            asked.Add(Asked(turns));
            turns.AskAgain(parts.Ied(2), true);
        }

        // Four times before its next turn, and never twice in a row.
        Assert.Equal([2, 2, 3, 2, 4, 2, 5, 2, 6, 7, 8], asked);
    }

    [Fact]
    public void With_a_period_the_next_round_begins_on_time()
    {
        (BusParts parts, MaraBusTurns turns) = Turns(TimeSpan.FromSeconds(2));
        turns.Start(1_000);
        Assert.All(parts.Ieds, ied => Assert.Same(ied, turns.Choose(2_000, out _)));
        Assert.Null(turns.Choose(3_000, out long next));
        Assert.Equal(1_000 + (2 * TimeSpan.TicksPerSecond), next);
        Assert.Equal(2, turns.Choose(next, out _)!.Address.Value);
    }

    [Fact]
    public void After_a_round_that_took_too_long_the_next_period_starts_anew()
    {
        (BusParts parts, MaraBusTurns turns) = Turns(TimeSpan.FromSeconds(2));
        turns.Start(0);
        Assert.All(parts.Ieds, ied => Assert.Same(ied, turns.Choose(0, out _)));
        long late = 5 * TimeSpan.TicksPerSecond;
        Assert.All(parts.Ieds, ied => Assert.Same(ied, turns.Choose(late, out _)));
        Assert.Null(turns.Choose(late, out long next));
        Assert.Equal(7 * TimeSpan.TicksPerSecond, next);
    }

    [Fact]
    public void A_question_to_a_lost_IED_takes_one_and_a_half_percent_of_the_time()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        parts.Ied(5).SetFlag(MaraIedFlags.Lost, true);
        Assert.Equal(5, Asked(turns));
        Assert.True(turns.DelayLost(0, 150));
        Assert.Equal(2, turns.Choose(9_998, out _)!.Address.Value);
        Assert.Equal(5, turns.Choose(10_000, out _)!.Address.Value);
    }

    [Fact]
    public void When_all_are_lost_one_is_asked_every_250_ms()
    {
        (BusParts parts, MaraBusTurns turns) = Turns();
        Array.ForEach(parts.Ieds, ied => ied.SetFlag(MaraIedFlags.Lost, true));
        Assert.Equal(2, Asked(turns));
        Assert.False(turns.DelayLost(0, 100));
        Assert.Null(turns.Choose(101, out long next));
        Assert.Equal(100 + (250 * TimeSpan.TicksPerMillisecond), next);
        Assert.Equal(3, turns.Choose(next, out _)!.Address.Value);
    }

    private static (BusParts Parts, MaraBusTurns Turns) Turns(TimeSpan period = default)
    {
        var parts = new BusParts();
        return (parts, new MaraBusTurns(parts.Ieds, period, parts.Clock));
    }

    private static int Asked(MaraBusTurns turns) => turns.Choose(0, out _)!.Address.Value;
}
