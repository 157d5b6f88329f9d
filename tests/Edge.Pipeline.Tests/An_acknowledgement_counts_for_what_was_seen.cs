using Edge.Domain;

namespace Edge.Pipeline.Tests;

/// <summary>The centre acknowledges an alarm by the last event that it has seen; such a request may be late, and come twice.</summary>
public sealed class An_acknowledgement_counts_for_what_was_seen
{
    private const string Trip = "E4251_05";
    private const string Breaker = "E4252B05";

    [Fact]
    public async Task The_marks_of_the_protection_and_its_breaker_go_together()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        DateTimeOffset seen = await TripAsync(feeder);
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, seen));
        Assert.Equal(("0", "0"), Marks(feeder));
        Assert.Equal(
            [(Trip, "ana"), (Breaker, "ana")],
            feeder.Kept.Where(one => one.Action == ElementAction.Acknowledge).Select(one => (one.Tag, one.Who!)));

        // Once more: nothing changes, and nothing is recorded.
        int kept = feeder.Kept.Count();
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, seen));
        Assert.Equal(kept, feeder.Kept.Count());
    }

    [Fact]
    public async Task The_mark_of_a_later_trip_stays()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        DateTimeOffset seen = await TripAsync(feeder);
        DateTimeOffset later = await TripAsync(feeder);
        Assert.Equal(ElementOutcome.RaisedAgain, await AcknowledgeAsync(feeder, seen));
        Assert.Equal(("1", "1"), Marks(feeder));
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, later));
        Assert.Equal(("0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task A_trip_behind_a_restart_is_a_later_one_too()
    {
        ElementState[] kept;
        DateTimeOffset seen;
        await using (Feeder before = new())
        {
            await before.PollAsync([]);
            seen = await TripAsync(before);
            await TripAsync(before);
            kept = [.. before.Kept.GroupBy(state => state.Tag).Select(states => states.Last())];
        }

        await using Feeder feeder = new(null, kept);
        feeder.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ElementOutcome.RaisedAgain, await AcknowledgeAsync(feeder, seen));
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, kept[0].Time));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_keeps_no_mark()
    {
        await using Feeder feeder = new(
            null, new ElementState(Trip, ElementAttribute.Text, "1", ElementAction.Rule, null, DateTimeOffset.MaxValue));
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, feeder.Time.GetUtcNow()));
        await feeder.PollAsync([]);
        Assert.Equal("0", feeder[Trip].Text);
    }

    [Fact]
    public async Task What_has_no_mark_and_what_is_unknown_is_said()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        Assert.Equal(ElementOutcome.Done, await AcknowledgeAsync(feeder, feeder.Time.GetUtcNow()));
        Assert.Empty(feeder.Kept);
        Assert.Equal(ElementOutcome.UnknownElement, await AcknowledgeAsync(feeder, feeder.Time.GetUtcNow(), "NOBODY"));
        Assert.Equal(ElementOutcome.NothingToAcknowledge, await AcknowledgeAsync(feeder, feeder.Time.GetUtcNow(), "E4264_05"));
    }

    /// <returns>When the gateway received the event.</returns>
    private static async Task<DateTimeOffset> TripAsync(Feeder feeder)
    {
        feeder.Time.Advance(TimeSpan.FromSeconds(1));
        await feeder.PollAsync([], (Trip, 1), (Trip, 0));
        return feeder.Time.GetUtcNow();
    }

    private static async Task<ElementOutcome> AcknowledgeAsync(Feeder feeder, DateTimeOffset seen, string tag = Trip)
    {
        ElementAnswer answer = await feeder.Pipeline.RequestAsync(
            new ElementRequest(ElementAction.Acknowledge, tag, ElementAttribute.Text, null, "ana") { Seen = seen },
            DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        await feeder.WaitForBoardAsync();
        return answer.Outcome;
    }

    private static (string?, string?) Marks(Feeder feeder) => (feeder[Trip].Text, feeder[Breaker].Text);
}
