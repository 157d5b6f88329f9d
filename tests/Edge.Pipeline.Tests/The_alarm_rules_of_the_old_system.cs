using Edge.Domain;

namespace Edge.Pipeline.Tests;

public sealed class The_alarm_rules_of_the_old_system
{
    private const string Open = "#0000ff";
    private const string Tripped = "#ff0000";

    [Fact]
    public async Task A_protection_that_goes_active_marks_its_element_and_its_breaker()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync(["E4252B05"]);
        await feeder.PollAsync(["E4251_05"]);

        Assert.Equal(("1", "1", "0", "0"), Marks(feeder));
        Assert.Equal(Tripped, feeder["E4252B05"].Fill);
        Assert.Equal(["E4251_05", "E4252B05"], feeder.Kept.Select(k => k.Tag));
        Assert.All(feeder.Kept, k => Assert.Equal(("1", ElementAction.Rule, (string?)null), (k.Value, k.Action, k.Who)));
    }

    [Fact]
    public async Task Its_return_is_no_alarm_and_clears_nothing()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4251_05"]);
        await feeder.PollAsync([], ("E4251_05", 0));
        Assert.Equal(("1", "1", "0", "0"), Marks(feeder));
        Assert.Equal(2, feeder.Kept.Count());
    }

    [Fact]
    public async Task A_trip_between_two_polls_marks_by_its_event()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync([], ("E4251_05", 1), ("E4251_05", 0));
        Assert.Equal(("1", "1", "0", "0"), Marks(feeder));
    }

    [Theory]
    [InlineData(DoubleBitState.Intermediate, "0")]
    [InlineData(DoubleBitState.Off, "0")]
    [InlineData(DoubleBitState.Indeterminate, "0")]
    [InlineData(DoubleBitState.On, "1")]
    public async Task Of_a_double_bit_only_a_determined_on_is_active(DoubleBitState position, string mark)
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync([], [("E4251_05", new StateChange(position))]);
        Assert.Equal((mark, mark, "0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task Acknowledging_resets_the_one_that_is_acknowledged()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4251_05"]);
        Assert.Equal(ElementOutcome.Done, (await feeder.AcknowledgeAsync("E4251_05")).Outcome);
        await feeder.WaitForBoardAsync();
        Assert.Equal(("0", "1", "0", "0"), Marks(feeder));

        Assert.Equal(ElementOutcome.Done, (await feeder.AcknowledgeAsync("E4252B05")).Outcome);
        await feeder.WaitForBoardAsync();
        Assert.Equal((("0", "0", "0", "0"), Open), (Marks(feeder), feeder["E4252B05"].Fill));

        // The protection is still active: an acknowledged mark does not return.
        await feeder.PollAsync(["E4251_05"]);
        Assert.Equal(("0", "0", "0", "0"), Marks(feeder));
        Assert.Equal(
            [ElementAction.Rule, ElementAction.Rule, ElementAction.Acknowledge, ElementAction.Acknowledge],
            feeder.Kept.Select(k => k.Action));
    }

    [Fact]
    public async Task Closing_a_breaker_clears_its_mark_and_not_that_of_the_protection()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4251_05"]);
        await feeder.PollAsync(["E4252B05", "E4251_05"]);
        Assert.Equal(("1", "0", "0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task The_order_of_the_events_decides_what_remains()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync(["E4252B05", "E4252B06"]);
        await feeder.PollAsync(
            ["E4252B05", "E4252B06"],
            ("E4251_05", 1), ("E4252B05", 0), ("E4251_05", 0), ("E4252B05", 1),
            ("E4252B06", 0), ("E4252B06", 1), ("E4251_06", 1));
        Assert.Equal(("1", "0", "1", "1"), Marks(feeder));
    }

    [Fact]
    public async Task An_alarm_of_kind_1_marks_nothing_and_has_nothing_to_acknowledge()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4264_05"], ("E4264_05", 1));
        Assert.Empty(feeder.Kept);
        Assert.Equal(ElementOutcome.NothingToAcknowledge, (await feeder.AcknowledgeAsync("E4264_05")).Outcome);
        Assert.Equal(ElementOutcome.NothingToAcknowledge, (await feeder.AcknowledgeAsync("E42TEC05")).Outcome);
    }

    [Fact]
    public async Task A_protection_that_is_active_at_the_very_first_reading_marks()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync(["E4251_05"]);
        Assert.Equal(("1", "1", "0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_restart_does_not_come_back()
    {
        await using Feeder feeder = new(
            null, new ElementState("E4251_05", ElementAttribute.Text, "0", ElementAction.Acknowledge, "ana", default));
        await feeder.PollAsync(["E4251_05"]);
        Assert.Equal(("0", "0", "0", "0"), Marks(feeder));

        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4251_05"]);
        Assert.Equal(("1", "1", "0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task A_breaker_that_was_closed_while_the_gateway_was_down_has_no_mark()
    {
        await using Feeder feeder = new(null, new ElementState("E4252B05", ElementAttribute.Text, "1", ElementAction.Rule, null, default));
        await feeder.PollAsync(["E4252B05"]);
        Assert.Equal(("0", "0", "0", "0"), Marks(feeder));
    }

    [Fact]
    public async Task Of_two_breakers_in_a_bay_the_one_of_the_same_kind_or_none_is_marked()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4251T01"]);
        Assert.Equal(["E4251T01", "E4252T01"], feeder.Kept.Select(k => k.Tag));
        await feeder.PollAsync(["E4287_01"]);
        Assert.Equal(["E4251T01", "E4252T01", "E4287_01"], feeder.Kept.Select(k => k.Tag));
    }

    [Fact]
    public async Task A_breaker_of_another_IED_does_not_belong_to_the_protection()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        await feeder.PollAsync(["E4281_09"]);
        Assert.Equal("E4281_09", Assert.Single(feeder.Kept).Tag);
    }

    private static (string?, string?, string?, string?) Marks(Feeder feeder) =>
        (feeder["E4251_05"].Text, feeder["E4252B05"].Text, feeder["E4251_06"].Text, feeder["E4252B06"].Text);
}
