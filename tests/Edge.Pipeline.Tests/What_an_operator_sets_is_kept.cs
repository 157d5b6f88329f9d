using Edge.Domain;
using Microsoft.Extensions.Logging;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

public sealed class What_an_operator_sets_is_kept
{
    [Fact]
    public async Task A_disconnector_without_contacts_is_toggled_and_its_dependants_follow()
    {
        await using Feeder feeder = new();
        Assert.Equal("#ee82ee", feeder["E4289S05"].Stroke);

        Assert.Equal(default, await feeder.SetAsync("E4289S05", "0"));
        await feeder.WaitForBoardAsync();

        Assert.Equal(("0", "#ffffff"), (feeder["E4289S05"].Text, feeder["E4289S05"].Stroke));
        ElementState kept = Assert.Single(feeder.Kept);
        Assert.Equal(new ElementState("E4289S05", ElementAttribute.Text, "0", ElementAction.Set, "ana", feeder.Time.GetUtcNow()), kept);
        Assert.Contains("ana: Set E4289S05.Text = 0", feeder.Logged.At(LogLevel.Information));
    }

    [Fact]
    public async Task A_text_that_is_linked_to_another_follows_it()
    {
        await using Feeder feeder = new();
        _ = await feeder.SetAsync("E42TEC05", "FS");
        await feeder.WaitForBoardAsync();
        Assert.Equal(("FS", "FS"), (feeder["E42TEC05"].Text, feeder["E42ETT00"].Text));
    }

    [Fact]
    public async Task After_a_restart_it_is_as_it_was_left()
    {
        DateTimeOffset yesterday = new(2026, 2, 28, 12, 0, 0, TimeSpan.Zero);
        await using Feeder feeder = new(
            null,
            new ElementState("E4289S05", ElementAttribute.Text, "0", ElementAction.Set, "ana", yesterday),
            new ElementState("E4252B05", ElementAttribute.Text, "1", ElementAction.Rule, null, yesterday),
            new ElementState("E4252B05", ElementAttribute.Fill, "6", ElementAction.Set, "ana", yesterday),
            new ElementState("GONE", ElementAttribute.Text, "1", ElementAction.Set, "ana", yesterday));

        await feeder.PollAsync([]);

        Assert.Equal("#ffffff", feeder["E4289S05"].Stroke);
        Assert.Equal("#ff0000", feeder["E4252B05"].Fill);
        Assert.Empty(feeder.Kept);
    }

    [Theory]
    [InlineData("NOBODY", ElementAttribute.Text, "1", ElementOutcome.UnknownElement)]
    [InlineData("E4252B05", ElementAttribute.Fill, "6", ElementOutcome.NotAllowed)]
    [InlineData("E42ETT00", ElementAttribute.Text, "1", ElementOutcome.NotAllowed)]
    [InlineData("E42TEC05", ElementAttribute.Fill, "99", ElementOutcome.NotAllowed)]
    [InlineData("E42TEC05", ElementAttribute.Stroke, "rojo", ElementOutcome.NotAllowed)]
    [InlineData("E42TEC05", ElementAttribute.Mark, "x", ElementOutcome.NotAllowed)]
    [InlineData("E42TEC05", (ElementAttribute)9, "1", ElementOutcome.NotAllowed)]
    public async Task What_an_operator_cannot_set_is_refused(
        string tag, ElementAttribute attribute, string value, ElementOutcome outcome)
    {
        await using Feeder feeder = new();
        ElementAnswer answer = await feeder.SetAsync(tag, value, attribute);
        Assert.Equal(outcome, answer.Outcome);
        Assert.Contains(tag, answer.Detail, StringComparison.Ordinal);
        Assert.Empty(feeder.Kept);
    }

    [Fact]
    public async Task A_request_without_a_name_and_an_expired_request_are_refused()
    {
        await using Feeder feeder = new();
        CancellationToken stop = TestContext.Current.CancellationToken;
        ElementRequest request = new(ElementAction.Set, "E42TEC05", ElementAttribute.Text, "FS", "");
        ElementAnswer unnamed = await feeder.Pipeline.RequestAsync(request, DateTimeOffset.MaxValue, stop);
        Assert.Equal(ElementOutcome.NotAllowed, unnamed.Outcome);
        ElementAnswer expired = await feeder.Pipeline.RequestAsync(request with { Who = "ana" }, feeder.Time.GetUtcNow(), stop);
        Assert.Equal(ElementOutcome.Expired, expired.Outcome);
        Assert.Empty(feeder.Kept);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_not_done()
    {
        await using Feeder feeder = new();
        feeder.Journal.Disk = Disk.Full;
        Assert.Equal(ElementOutcome.NotKept, (await feeder.SetAsync("E42TEC05", "FS")).Outcome);
        await feeder.WaitForBoardAsync();
        Assert.Equal("ES", feeder["E42TEC05"].Text);

        feeder.Journal.Disk = Disk.Sound;
        Assert.Equal(ElementOutcome.Done, (await feeder.SetAsync("E42TEC05", "FS")).Outcome);
    }

    [Fact]
    public async Task A_request_that_changes_nothing_makes_no_record()
    {
        await using Feeder feeder = new();
        Assert.Equal(ElementOutcome.Done, (await feeder.SetAsync("E42TEC05", "ES")).Outcome);
        Assert.Equal(ElementOutcome.Done, (await feeder.AcknowledgeAsync("E4251_05")).Outcome);
        Assert.Empty(feeder.Kept);
    }
}
