using Edge.Domain;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using TestKit;

namespace Edge.Pipeline.Tests;

public sealed class Quality_is_honest
{
    private static readonly QualityState LinkDown = new(Quality.Stale, QualityReason.LinkDown);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_two_failed_polls_all_is_stale_and_keeps_its_value_and_time()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        DateTimeOffset read = plant.Time.GetUtcNow();
        plant.Driver.Always = () => new PollResult(new FieldFailure(FieldFailureKind.TimedOut, "no answer in 2 s"));
        plant.Poll();
        await Eventually.TrueAsync(() => !plant.Pipeline.Board.Links[0].Up, "the first failure takes the link down", Stop);
        Assert.Equal(QualityState.Good, plant.Refresh().Points[Plant.Power].Quality);

        await plant.AdvanceUntilAsync(() => plant.Refresh().Points[Plant.Power].Quality == LinkDown, TimeSpan.FromSeconds(2), "stale");
        Assert.Equal(new PointState(true, PointValue.Whole(100), 200, LinkDown, read), plant.Points[Plant.Power]);
        Assert.Equal(LinkDown, plant.Points[Plant.Breaker].Quality);
        Assert.Equal(Quality.Stale, plant.Elements[0].Quality.Level);
        Assert.Equal("#d7a15b", plant.Elements[0].Fill);
        Assert.All(plant.Journal.Entries[^1].Samples.ToArray(), s => Assert.Equal(LinkDown, s.Quality));
        Assert.Equal(2, plant.Journal.Entries[^1].Samples.Length);
    }

    [Fact]
    public async Task A_driver_that_hangs_cannot_keep_a_value_fresh()
    {
        await using Plant plant = new();
        plant.Driver.Answer(plant.Scan(1, 100));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged == 1, "one good answer", Stop);
        await plant.AdvanceUntilAsync(() => plant.Refresh().Points[Plant.Power].Quality == LinkDown, TimeSpan.FromSeconds(4), "stale");
        Assert.Equal(2, plant.Driver.Polls);
        Assert.False(plant.Pipeline.Board.Links[0].Up);
        Assert.Equal(LinkReason.NoAnswer, plant.Pipeline.Board.Links[0].Reason);
        Assert.Contains("3 s", plant.Pipeline.Board.Links[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_lost_answer_makes_nothing_stale_and_a_good_one_ends_an_outage()
    {
        await using Plant plant = new();
        FieldFailure lost = new(FieldFailureKind.TimedOut, "no answer in 2 s");
        await plant.SubmitAsync(plant.Scan(1, 100));
        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await plant.SubmitAsync(plant.Scan(1, 100));
        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await plant.SubmitAsync(plant.Scan(1, 100));
        await Eventually.TrueAsync(() => plant.Refresh().Points[Plant.Power].Read, "the board has it", Stop);
        Assert.Equal(QualityState.Good, plant.Points[Plant.Power].Quality);
        Assert.True(plant.Pipeline.Board.Links[0].Up);

        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await Eventually.TrueAsync(() => plant.Refresh().Points[Plant.Power].Quality == LinkDown, "stale", Stop);
        await plant.SubmitAsync(plant.Scan(1, 100));
        await Eventually.TrueAsync(
            () => plant.Refresh().Points[Plant.Power].Quality.IsGood && plant.Elements[0].Quality.IsGood, "good again", Stop);
    }

    [Fact]
    public async Task An_answer_that_is_waited_for_in_vain_makes_nothing_stale()
    {
        // The period of a plant's loop is one second.
        TimeSpan timeout = TimeSpan.FromSeconds(2);
        await using Plant plant = new(maximumAge: DeviceSource.AgeOf(TimeSpan.FromSeconds(1), timeout));
        plant.Driver.Answer(plant.Scan(1, 100));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged == 1, "one good answer", Stop);

        // The first poll ends with its time-out; the second has its answer just before.
        TimeSpan longest = timeout - PipelineLoop.CheckInterval;
        int polls = plant.Driver.Polls;
        plant.Driver.Takes = stop => Task.Delay(plant.Driver.Polls == polls + 1 ? timeout : longest, plant.Time, stop);
        plant.Driver.Always = () => plant.Driver.Polls == polls + 1
            ? new PollResult(new FieldFailure(FieldFailureKind.TimedOut, "no answer in 2 s")) : new PollResult(plant.Scan(1, 101));
        await plant.AdvanceUntilAsync(
            () =>
            {
                Assert.True(plant.Refresh().Points[Plant.Power].Quality.IsGood, "no value was stale");
                return plant.Driver.Acknowledged == 2;
            },
            TimeSpan.FromSeconds(8), "the second answer");
    }

    [Fact]
    public async Task Before_the_first_reading_all_is_bad_and_a_lost_link_changes_nothing()
    {
        await using Plant plant = new();
        FieldFailure lost = new(FieldFailureKind.LinkDown, "refused");
        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await plant.Pipeline.ReportFailureAsync("comaster", lost, Stop);
        await Eventually.TrueAsync(
            () => plant.Pipeline.Board.Links[0] is { Reason: LinkReason.LinkDown, Detail: "refused" }, "the link has its reason", Stop);
        Assert.Equal(QualityState.NotYetRead, plant.Refresh().Points[Plant.Power].Quality);
        Assert.Equal(Quality.Bad, plant.Elements[0].Quality.Level);
    }

    [Fact]
    public async Task A_silent_IED_is_in_the_health_of_the_link_of_its_concentrator()
    {
        await using Plant plant = new();
        FieldDeviceHealth[] silent = [new("4", false, "silent"), new("3", false, null)];
        await plant.SubmitAsync(plant.Scan(1, 1) with { Devices = [.. silent] });
        Assert.Equal(["3", "4"], plant.Pipeline.Board.Links[0].Silent);
        await plant.SubmitAsync(plant.Scan(1, 1) with { Devices = [new FieldDeviceHealth("4", true, null)] });
        Assert.Equal(["3"], plant.Pipeline.Board.Links[0].Silent);
    }

    [Fact]
    public async Task A_colour_that_the_palette_lacks_makes_the_element_bad()
    {
        await using Plant plant = new();
        ElementDisplay name = plant.Refresh().Elements[2];
        Assert.Equal(new QualityState(Quality.Bad, QualityReason.FormulaError), name.Quality);
        Assert.Contains("99", name.Detail, StringComparison.Ordinal);
        Assert.Null(name.Stroke);
        Assert.Equal("52", name.Text);
        Assert.Null(name.Number);
    }
}
