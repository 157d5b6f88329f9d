using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>Who is asked when, and what an IED that does not answer costs the others (Mara 1.4 §7).</summary>
public sealed class RhythmTests
{
    private static readonly QualityState s_noAnswer = new(Quality.Stale, QualityReason.NoAnswer);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(150)]
    public void The_pair_is_busy_while_the_journal_commits(int disk)
    {
        var rig = new BusRig { Disk = TimeSpan.FromMilliseconds(disk) };
        rig.Run(TimeSpan.FromSeconds(2));
        (TimeSpan busy, DateTimeOffset begin) = (rig.Bus.Busy, rig.Clock.GetUtcNow());
        rig.Run(TimeSpan.FromSeconds(60));
        Assert.InRange((rig.Bus.Busy - busy) / (rig.Clock.GetUtcNow() - begin), 0.97, 1);
    }

    [Fact]
    public void All_are_asked_equally_often_and_a_round_takes_about_two_commits()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        (int scans, int[] before) = (rig.Scans, [.. rig.Ieds.Select(i => rig.Polls(i.Address))]);
        rig.Run(TimeSpan.FromSeconds(60));
        int[] polls = [.. rig.Ieds.Select((ied, i) => rig.Polls(ied.Address) - before[i])];
        Assert.InRange(polls.Max() - polls.Min(), 0, 1);
        Assert.InRange((rig.Scans - scans) / (double)polls[0], 1.5, 2.5);
    }

    [Fact]
    public void A_slow_disk_is_met_with_fewer_and_larger_scans()
    {
        var rig = new BusRig { Disk = TimeSpan.FromSeconds(2) };
        rig.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(rig.Scans, 25, 31);
        Assert.All(rig.Ieds, ied => Assert.InRange(rig.Polls(ied.Address), 12, 31));
    }

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
    public void Dead_IEDs_cost_the_healthy_ones_no_more_than_two_percent(int dead)
    {
        var rig = new BusRig();
        foreach (ScriptedIed ied in rig.Ieds.TakeLast(dead))
        {
            ied.Connected = false;
        }

        rig.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(dead, rig.Journal.Count(e => e.Kind == FieldEventKind.Communications));
        int before = rig.Ieds.TakeLast(dead).Sum(ied => rig.Polls(ied.Address));
        DateTimeOffset begin = rig.Clock.GetUtcNow();
        rig.Run(TimeSpan.FromMinutes(20));
        int asked = rig.Ieds.TakeLast(dead).Sum(ied => rig.Polls(ied.Address)) - before;

        // A question of 8 bytes and the time-out, each time.
        TimeSpan cost = asked * (rig.Bus.Added + (8 * rig.Bus.ByteTime) + BusRig.Options.AnswerTimeout);
        Assert.InRange(cost / (rig.Clock.GetUtcNow() - begin), 0.01, 0.02);
    }

    [Fact]
    public void The_healthy_ones_are_asked_at_least_98_percent_as_often_beside_a_dead_one()
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
    public void Values_are_stale_after_two_missed_polls_and_after_five_the_IED_is_marked()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.True(rig.Quality("P5").IsGood);
        rig.Ied(5).Connected = false;
        int asked = rig.Polls(5);
        Assert.True(rig.RunUntil(() => rig.Quality("P5") == s_noAnswer, TimeSpan.FromSeconds(5)));
        Assert.InRange(rig.Polls(5) - asked, 2, 3);
        Assert.Equal(s_noAnswer, rig.Quality("B5"));
        Assert.True(rig.Quality("P6").IsGood);
        Assert.Equal(0x47, rig.Image.Shown[5].Variables[0]);

        Assert.True(rig.RunUntil(() => rig.Journal.Count > 0, TimeSpan.FromSeconds(5)));
        Assert.InRange(rig.Polls(5) - asked, 5, 6);
        FieldEvent lost = Assert.Single(rig.Journal);
        Assert.Equal(
            (FieldEventKind.Communications, 5, 2, 0, TimeMarks.Gateway), (lost.Kind, lost.IedAddress, lost.Code, lost.Motive, lost.Marks));

        // Type 3, address 5; code 2, motive 0; 2026-07-01 09:00 local.
        Assert.StartsWith("C5201A07010900", lost.Native.ToString(), StringComparison.Ordinal);
        Assert.Equal(10, lost.Native.Length);
        Assert.Equal(0x57, rig.Image.Shown[5].Variables[0]);
        Assert.Equal(new FieldDeviceHealth("5", false, "it does not answer the gateway"), rig.Health[^1]);
        rig.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, rig.Notes.Count(1150));
        Assert.Single(rig.Journal);
        Assert.InRange(rig.Polls(5) - asked, 20, 60);
    }

    [Fact]
    public void The_return_of_an_IED_is_an_event_followed_by_fresh_values()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromMinutes(1));
        rig.Ied(5).Connected = true;
        rig.Ied(5).Happen(2);
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Motive == 1), TimeSpan.FromSeconds(10)));
        Assert.True(rig.RunUntil(() => rig.Quality("P5").IsGood, TimeSpan.FromMilliseconds(400)));
        Assert.StartsWith("C5211A0701", rig.Journal[1].Native.ToString(), StringComparison.Ordinal);
        Assert.Equal([0, 1], rig.Numbers(5));
        Assert.Equal(0x47, rig.Image.Shown[5].Variables[0]);
        Assert.Equal(new FieldDeviceHealth("5", true, null), rig.Health[^1]);
        Assert.Equal(1, rig.Notes.Count(1151));
    }

    [Fact]
    public void What_an_IED_answered_long_ago_is_not_shown_as_new()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Power = 111;
        rig.Bus.Next = a => a == 5 ? Fault.AnswerLost : Fault.None;
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(s_noAnswer, rig.Quality("P5"));

        // It repeats byte for byte what it answered a minute ago.
        rig.Bus.Next = _ => Fault.None;
        rig.Disk = TimeSpan.FromSeconds(1);
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Motive == 1), TimeSpan.FromSeconds(10)));
        Assert.Equal(s_noAnswer, rig.Quality("P5"));
        rig.Ied(5).Power = 222;
        Assert.True(rig.RunUntil(() => rig.Quality("P5").IsGood, TimeSpan.FromSeconds(5)));
        Assert.Equal(222, rig.Image.Shown[5].Analogs[0]);
    }

    [Fact]
    public void A_full_stack_is_asked_again_after_its_commit_and_does_not_starve_the_others()
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
    public void When_none_answers_the_whole_pair_is_reported_and_each_comes_back_at_once()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        Array.ForEach(rig.Ieds, i => i.Connected = false);
        rig.Run(TimeSpan.FromSeconds(30));
        FieldFailure failure = Assert.Single(rig.Failures.Distinct());
        Assert.Equal((FieldFailureKind.TimedOut, "None of the 11 IEDs on pair answers."), (failure.Kind, failure.Detail));
        Assert.InRange(rig.Failures.Count, 10, 31);
        Array.ForEach(rig.Ieds, i => i.Connected = true);
        rig.Run(TimeSpan.FromSeconds(65));
        Assert.All(rig.Ieds, ied => Assert.True(rig.Quality($"P{ied.Address}").IsGood));
        Assert.Equal(22, rig.Journal.Count);
    }

    [Fact]
    public void A_failed_port_is_a_failure_of_the_pair_and_not_of_its_IEDs()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        int asked = rig.Bus.Asked.Count;
        rig.Bus.Next = _ => Fault.PortFails;
        Assert.True(rig.RunUntil(() => rig.Failures.Count == 1, TimeSpan.FromSeconds(2)));
        int scans = rig.Scans;
        rig.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(scans, rig.Scans);
        Assert.InRange(rig.Bus.Asked.Count - asked, 50, 130);
        FieldFailure failure = Assert.Single(rig.Failures.Distinct());
        Assert.Equal((FieldFailureKind.LinkDown, "it was unplugged"), (failure.Kind, failure.Detail));
        Assert.Equal(1, rig.Image.TimesLost);
        rig.Bus.Next = _ => Fault.None;
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Empty(rig.Journal);
        Assert.Equal(0, rig.Notes.Count(1150));
    }

    [Fact]
    public void A_restart_of_the_gateway_does_not_tell_a_dead_IED_dead_again()
    {
        var rig = new BusRig();
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromSeconds(10));
        rig.Crash();
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Single(rig.Journal);
        Assert.Equal(2, rig.Health.Count(h => h is { Id: "5", Answers: false }));
        rig.Ied(5).Connected = true;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([0, 1], rig.Journal.Select(e => e.Motive));
    }
}
