using Edge.Field.Mara.Bus;
using Edge.Pipeline;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>Answers become scans while the journal commits (ADR 0005).</summary>
public sealed class MaraBusGatheringTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(150)]
    public void The_bus_is_busy_while_the_journal_commits(int disk)
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
    public void A_slow_disk_gets_fewer_and_larger_scans()
    {
        var rig = new BusRig { Disk = TimeSpan.FromSeconds(2) };
        rig.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(rig.Scans, 25, 31);
        Assert.All(rig.Ieds, ied => Assert.InRange(rig.Polls(ied.Address), 12, 31));
    }

    [Fact]
    public void A_scan_is_ready_when_it_has_half_of_the_IEDs_that_answer()
    {
        var parts = new BusParts();
        parts.Ied(12).SetFlag(MaraIedFlags.Lost, true);
        Assert.All(Enumerable.Range(2, 4), address => Assert.False(IsReadyAfter(parts, address)));
        Assert.True(IsReadyAfter(parts, 6));
    }

    [Fact]
    public void An_answer_waits_at_most_a_second_for_others()
    {
        var parts = new BusParts();
        Assert.False(IsReadyAfter(parts, 2));
        parts.Clock.Advance(TimeSpan.FromSeconds(1));
        parts.Gathering.OfferIfDue(parts.Clock.GetTimestamp());
        Assert.True(parts.Gathering.TryTake(out _));
    }

    [Fact]
    public void An_answer_with_events_does_not_wait()
    {
        var parts = new BusParts();
        _ = parts.Process(2, 0x00, BusParts.Sections(0, ScriptedIed.EventOf(2, 0)));
        parts.Gathering.OfferIfDue(parts.Clock.GetTimestamp());
        Assert.True(parts.Gathering.TryTake(out _));
    }

    [Fact]
    public void An_IED_can_be_asked_its_next_sequence_once_its_answer_is_journaled()
    {
        var parts = new BusParts();
        MaraBusIed ied = parts.Ied(5);
        Assert.Equal(0x00, parts.Gathering.StartQuestion(ied, out bool askedBefore));
        Assert.True(askedBefore);
        _ = parts.Process(5, 0x00, BusParts.Sections(0));
        Assert.Equal((AnswerPlace.Gathered, false), (ied.Place, parts.Gathering.CanAskNext(ied)));
        parts.Gathering.Offer();
        Assert.True(parts.Gathering.TryTake(out PollResult first));
        Assert.Equal((AnswerPlace.Offered, false), (ied.Place, parts.Gathering.CanAskNext(ied)));
        Assert.True(parts.Gathering.TryTake(out PollResult again));
        Assert.Equal(first.Scan!.Value.Number, again.Scan!.Value.Number);
        parts.Gathering.Acknowledge();
        Assert.Equal((AnswerPlace.Journaled, true), (ied.Place, parts.Gathering.CanAskNext(ied)));
        Assert.Equal(0x80, parts.Gathering.StartQuestion(ied, out askedBefore));
        Assert.False(askedBefore);
    }

    private static bool IsReadyAfter(BusParts parts, int address)
    {
        _ = parts.Process(address, 0x00, BusParts.Sections(0));
        parts.Gathering.OfferIfDue(parts.Clock.GetTimestamp());
        return parts.Gathering.TryTake(out _);
    }
}
