using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Commands;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

public sealed class What_is_set_by_hand_is_shown_and_taken_back
{
    private static readonly DateTimeOffset Yesterday = new(2026, 2, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_set_by_hand_says_who_and_when()
    {
        await using Feeder feeder = new();
        Assert.Null(feeder["E4289S05"].ByHand);

        Assert.Equal(default, await feeder.SetAsync("E4289S05", "0"));
        Assert.Equal(default, await feeder.SetAsync("E4289S05", "6", ElementAttribute.Fill));
        await feeder.WaitForBoardAsync();

        HandSettings hand = feeder["E4289S05"].ByHand!;
        Assert.Equal(["0", "6"], hand.All.Select(one => one.Value));
        Assert.All(hand.All, one => Assert.Equal(("ana", feeder.Time.GetUtcNow()), (one.Who!, one.Time)));
        Assert.Equal("#ff0000", feeder["E4289S05"].Fill);
    }

    [Fact]
    public async Task What_is_taken_back_is_as_the_workbook_says_with_what_follows()
    {
        await using Feeder feeder = new();
        _ = await feeder.SetAsync("E4289S05", "0");
        Assert.Equal(default, await ReleaseAsync(feeder, "E4289S05"));
        await feeder.WaitForBoardAsync();

        Assert.Equal(("1", "#ee82ee", null), (feeder["E4289S05"].Text, feeder["E4289S05"].Stroke, feeder["E4289S05"].ByHand));
        Assert.Equal([ElementAction.Set, ElementAction.Release], feeder.Kept.Select(one => one.Action));
        Assert.Equal("luis", feeder.Kept.Last().Who);
    }

    [Fact]
    public async Task What_nobody_set_is_taken_back_without_a_record()
    {
        await using Feeder feeder = new();
        Assert.Equal(default, await ReleaseAsync(feeder, "E4289S05"));
        Assert.Empty(feeder.Kept);
        Assert.Equal(ElementOutcome.UnknownElement, (await ReleaseAsync(feeder, "NOBODY")).Outcome);
        Assert.Equal(
            ElementRefusal.SetByFormula, (await ReleaseAsync(feeder, "E4252B05", attribute: ElementAttribute.Fill)).Refusal);
    }

    [Fact]
    public async Task After_a_restart_it_says_so_still_and_what_was_taken_back_is_gone()
    {
        await using Feeder feeder = new(
            null,
            new ElementState("E4289S05", ElementAttribute.Text, "0", ElementAction.Set, "ana", Yesterday),
            new ElementState("E42TEC05", ElementAttribute.Text, null, ElementAction.Release, "ana", Yesterday));

        await feeder.PollAsync([]);

        Assert.Equal(Yesterday, feeder["E4289S05"].ByHand!.Text!.Value.Time);
        Assert.Equal(("ES", null), (feeder["E42TEC05"].Text, feeder["E42TEC05"].ByHand));
    }

    [Fact]
    public async Task What_somebody_changed_since_it_was_seen_stays()
    {
        await using Feeder feeder = new();
        DateTimeOffset seen = feeder.Time.GetUtcNow();
        feeder.Time.Advance(TimeSpan.FromSeconds(5));
        _ = await feeder.SetAsync("E42TEC05", "FS");

        ElementAnswer late = await SetSeenAsync(feeder, "XX", seen);
        Assert.Equal((ElementOutcome.NotAllowed, ElementRefusal.ChangedMeanwhile), (late.Outcome, late.Refusal));
        Assert.Equal(ElementRefusal.ChangedMeanwhile, (await ReleaseAsync(feeder, "E42TEC05", seen)).Refusal);
        Assert.Equal("FS", Assert.Single(feeder.Kept).Value);

        Assert.Equal(default, await SetSeenAsync(feeder, "XX", feeder.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_request_that_comes_twice_undoes_nothing_of_later()
    {
        await using Feeder feeder = new();
        DateTimeOffset seen = feeder.Time.GetUtcNow();
        feeder.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(default, await SetSeenAsync(feeder, "FS", seen));
        Assert.Equal(default, await SetSeenAsync(feeder, "FS", seen));
        DateTimeOffset first = feeder.Time.GetUtcNow();
        feeder.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(default, await ReleaseAsync(feeder, "E42TEC05", first));
        Assert.Equal(ElementRefusal.ChangedMeanwhile, (await SetSeenAsync(feeder, "FS", seen)).Refusal);
        Assert.Equal(2, feeder.Kept.Count());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_keeps_nothing_by_hand()
    {
        await using Feeder feeder = new(
            null, new ElementState("E42TEC05", ElementAttribute.Text, "FS", ElementAction.Set, "ana", Yesterday.AddDays(9)));
        Assert.Equal(default, await SetSeenAsync(feeder, "XX", feeder.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_mark_of_an_alarm_that_follows_is_not_by_hand()
    {
        await using Feeder feeder = new();
        await feeder.PollAsync([]);
        _ = await feeder.SetAsync("E4251_05", "1");
        await feeder.WaitForBoardAsync();
        Assert.NotNull(feeder["E4251_05"].ByHand);

        feeder.Time.Advance(TimeSpan.FromSeconds(5));
        await feeder.PollAsync(["E4251_05"], ("E4251_05", 1));

        Assert.Equal(("1", null), (feeder["E4251_05"].Text, feeder["E4251_05"].ByHand));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_takes_nothing_back()
    {
        await using Feeder feeder = new();
        _ = await feeder.SetAsync("E42TEC05", "FS");
        feeder.Journal.Disk = Disk.Full;
        Assert.Equal(ElementOutcome.NotKept, (await ReleaseAsync(feeder, "E42TEC05")).Outcome);
        await feeder.WaitForBoardAsync();
        Assert.Equal("FS", feeder["E42TEC05"].Text);
        Assert.NotNull(feeder["E42TEC05"].ByHand);
    }

    [Fact]
    public void Only_what_no_formula_and_no_alarm_sets_is_offered()
    {
        Profile profile = Feeder.Profile with
        {
            Elements = [.. Feeder.Profile.Elements, new Element("OUT", "", null, null, null, null, null, Disabled: true)],
        };
        Dictionary<string, ElementAttribute[]> offered = profile.Elements.Select(element => element.Tag)
            .Zip(SettableByHand.Of(profile, FormulaEngine.Build(profile)))
            .ToDictionary(one => one.First, one => one.Second.ToArray());

        Assert.Equal([ElementAttribute.Text, ElementAttribute.Fill, ElementAttribute.Stroke], offered["E42TEC05"]);
        Assert.Equal([ElementAttribute.Text, ElementAttribute.Fill], offered["E4289S05"]);
        Assert.Equal([ElementAttribute.Fill, ElementAttribute.Stroke], offered["E42ETT00"]);
        Assert.Equal([ElementAttribute.Stroke], offered["E4252B05"]);
        Assert.Equal([ElementAttribute.Fill, ElementAttribute.Stroke], offered["E4251_05"]);
        Assert.Empty(offered["OUT"]);
    }

    private static Task<ElementAnswer> SetSeenAsync(Feeder feeder, string value, DateTimeOffset seen) => feeder.Pipeline.RequestAsync(
        new ElementRequest(ElementAction.Set, "E42TEC05", ElementAttribute.Text, value, "luis") { Seen = seen },
        DateTimeOffset.MaxValue, Stop);

    private static Task<ElementAnswer> ReleaseAsync(
        Feeder feeder, string tag, DateTimeOffset? seen = null, ElementAttribute attribute = ElementAttribute.Text) =>
        feeder.Pipeline.RequestAsync(
            new ElementRequest(ElementAction.Release, tag, attribute, null, "luis") { Seen = seen }, DateTimeOffset.MaxValue, Stop);
}
