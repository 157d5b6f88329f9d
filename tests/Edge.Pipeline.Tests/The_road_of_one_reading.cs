using System.Diagnostics.Metrics;
using Edge.Domain;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;
using TestKit;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

public sealed class The_road_of_one_reading
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leads_through_the_journal_before_the_field_is_acknowledged()
    {
        await using Plant plant = new();
        plant.Driver.Answer(plant.Scan(1, 100, plant.Event()));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged == 1, "the field is acknowledged", Stop);
        Assert.Equal(["poll", "journal", "acknowledge"], plant.Order.Take(3));
        JournalEntry entry = Assert.Single(plant.Journal.Entries);
        Assert.Equal(
            [("LA152B03", 1d, 1), ("LA1PA_03", 200d, 100)], entry.Samples.ToArray().Select(s => (s.Tag, s.Value, s.Raw.AsWhole)));
        Assert.Single(entry.Events);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task A_driver_that_paces_itself_is_polled_again_without_the_clock(bool pacesItself, int acknowledged)
    {
        await using Plant plant = new(pacesItself);
        for (int i = 0; i < 3; i++)
        {
            plant.Driver.Answer(plant.Scan(1, 100 + i));
        }

        plant.Poll();
        await Eventually.TrueAsync(
            () => plant.Driver.Acknowledged == acknowledged && plant.Driver.Polls >= acknowledged, "it is polled", Stop);
        if (!pacesItself)
        {
            await plant.AdvanceUntilAsync(() => plant.Driver.Acknowledged == 2, TimeSpan.FromSeconds(2), "the period is over");
        }
    }

    [Fact]
    public async Task A_driver_that_paces_itself_is_polled_immediately_after_a_failure()
    {
        await using Plant plant = new(pacesItself: true);
        int failures = 0;
        plant.Driver.Always = () => ++failures < 5
            ? new PollResult(new FieldFailure(FieldFailureKind.TimedOut, "nobody"))
            : new PollResult(plant.Scan(1, 7));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged > 0, "it answered", Stop);
        Assert.InRange(plant.Driver.Polls, 5, int.MaxValue);
    }

    [Fact]
    public async Task A_statistic_of_a_device_is_kept_as_a_series_and_its_latest_is_a_gauge()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100) with { Statistics = new DeviceStatistic[] { new(new("7"), "clockSkewMs", 23.4375) } });
        await plant.SubmitAsync(plant.Scan(1, 100) with { Statistics = new DeviceStatistic[] { new(new("7"), "clockSkewMs", -7.8125) } });
        Assert.Equal([23.4375, -7.8125], plant.Journal.Entries.SelectMany(e => e.Statistics.ToArray()).Select(f => f.Value));

        List<(double Value, string Tags)> seen = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "edge.device.statistic")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
            seen.Add((value, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}")))));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Contains((-7.8125, "device=7 name=clockSkewMs"), seen);
    }

    [Fact]
    public async Task Shows_the_value_in_engineering_units_and_the_element_in_its_colour()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        await Eventually.TrueAsync(() => plant.Refresh().Points[Plant.Power].Read, "the board has it", Stop);
        PointState read = new(true, PointValue.Whole(100), 200, QualityState.Good, plant.Time.GetUtcNow());
        Assert.Equal(read, plant.Points[Plant.Power]);
        Assert.Equal("#d7a15b", plant.Elements[0].Fill);
        Assert.Equal(("200.00", 200d, 2), (plant.Elements[1].Text, plant.Elements[1].Number, plant.Elements[1].Decimals));

        await plant.SubmitAsync(plant.Scan(0, 100));
        await Eventually.TrueAsync(() => plant.Refresh().Elements[0].Fill == "#0000ff", "the open breaker is blue", Stop);
        Assert.Equal(QualityState.Good, plant.Elements[0].Quality);
    }

    [Fact]
    public async Task Puts_only_what_changed_into_the_journal()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        await plant.SubmitAsync(plant.Scan(1, 100));
        await plant.SubmitAsync(plant.Scan(1, 101));
        Assert.Equal(2, plant.Journal.Entries.Count);
        Assert.Equal("LA1PA_03", Assert.Single(plant.Journal.Entries[1].Samples.ToArray()).Tag);
    }

    [Fact]
    public async Task Writes_the_checkpoint_of_the_driver_even_when_nothing_changed()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        await plant.SubmitAsync(plant.Scan(1, 100) with { Checkpoint = new byte[] { 7 } });
        Assert.Equal(2, plant.Journal.Entries.Count);
        Assert.Equal("comaster", plant.Journal.Entries[1].Checkpoint!.Value.Device);
        Assert.Equal([7], plant.Journal.Entries[1].Checkpoint!.Value.Bytes.ToArray());
    }

    [Fact]
    public async Task Writes_statistics_of_the_devices_only_with_the_scan_that_brought_them()
    {
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        DeviceStatistic skew = new(new("4"), "clockSkewMs", -125);

        await plant.SubmitAsync(plant.Scan(1, 100) with { Statistics = new[] { skew } });
        await plant.SubmitAsync(plant.Scan(1, 100));

        Assert.Equal(2, plant.Journal.Entries.Count);
        JournalEntry entry = plant.Journal.Entries[1];
        Assert.True(entry.Samples.IsEmpty);
        Assert.Equal([skew], entry.Statistics.ToArray());
    }

    [Fact]
    public async Task Waits_while_the_journal_is_full_and_the_field_keeps_its_events()
    {
        await using Plant plant = new();
        plant.Journal.Disk = Disk.Full;
        plant.Driver.Answer(plant.Scan(1, 100, plant.Event()));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Journal.Attempts == 1, "it was tried", Stop);
        await plant.AdvanceUntilAsync(() => plant.Journal.Attempts >= 4, TimeSpan.FromSeconds(10), "it is tried again");
        Assert.Equal((1, 0), (plant.Driver.Polls, plant.Driver.Acknowledged));
        Assert.Single(plant.Logged.At(LogLevel.Error));

        // The device is not polled, so its values must not stay fresh.
        await plant.AdvanceUntilAsync(
            () => plant.Refresh().Points[Plant.Power].Quality == new QualityState(Quality.Stale, QualityReason.LinkDown),
            TimeSpan.FromSeconds(5), "stale");
        Assert.Equal(LinkReason.JournalFailed, plant.Pipeline.Board.Links[0].Reason);
        Assert.Contains("no space left", plant.Pipeline.Board.Links[0].Detail, StringComparison.Ordinal);

        plant.Journal.Disk = Disk.Sound;
        await plant.AdvanceUntilAsync(() => plant.Driver.Acknowledged == 1, TimeSpan.FromSeconds(3), "it is acknowledged at last");
        Assert.Single(plant.Journal.Entries, e => e.Events.Length == 1);
    }

    [Fact]
    public async Task Is_written_once_though_another_entry_wrote_it_first()
    {
        await using Plant plant = new();
        plant.Journal.Disk = Disk.Full;
        Scan scan = plant.Scan(1, 100, plant.Event());
        Assert.False(await plant.Pipeline.SubmitAsync(scan, Stop));
        plant.Journal.Disk = Disk.Sound;
        Assert.Equal(ElementOutcome.Done, (await plant.Pipeline.SetElementAsync("NAME", ElementAttribute.Text, "53", "ana", Stop)).Outcome);
        Assert.True(await plant.Pipeline.SubmitAsync(scan with { Events = scan.Events.Copy() }, Stop));
        Assert.Single(plant.Journal.Entries, e => e.Events.Length == 1);
        Assert.Equal(
            [(1, 0), (0, 1), (0, 0)],
            plant.Journal.Entries.Select(e => (e.Events.Length, e.Elements.Length)));
    }

    [Fact]
    public async Task What_elements_show_goes_into_the_journal_where_it_changed()
    {
        await using Plant plant = new();
        Assert.True(await plant.Pipeline.SubmitAsync(plant.Scan(1, 100), Stop));
        Assert.Equal(
            [("LA152B03", null, "#d7a15b", Quality.Good), ("LA1PA_03", "200.00", null, Quality.Good)],
            plant.Journal.Entries[^1].Shown.ToArray().OrderBy(shown => shown.Element, StringComparer.Ordinal)
                .Where(shown => shown.Element != "NAME").Select(shown => (shown.Element, shown.Text, shown.Fill, shown.Quality.Level)));
        Assert.True(await plant.Pipeline.SubmitAsync(plant.Scan(1, 101), Stop));
        Assert.Equal("202.00", Assert.Single(plant.Journal.Entries[^1].Shown.ToArray()).Text);

        // Nothing new; then a failed journal, whose change is written later and once.
        int entries = plant.Journal.Entries.Count;
        Assert.True(await plant.Pipeline.SubmitAsync(plant.Scan(1, 101), Stop));
        Assert.Equal(entries, plant.Journal.Entries.Count);
        plant.Journal.Disk = Disk.Full;
        Scan held = plant.Scan(0, 101);
        Assert.False(await plant.Pipeline.SubmitAsync(held, Stop));
        plant.Journal.Disk = Disk.Sound;
        Assert.True(await plant.Pipeline.SubmitAsync(held, Stop));
        Assert.Equal("#0000ff", Assert.Single(plant.Journal.Entries[^1].Shown.ToArray()).Fill);

        // An operator: with the time at which it was done, and not with the next scan.
        _ = await plant.Pipeline.SetElementAsync("NAME", ElementAttribute.Text, "53", "ana", Stop);
        Assert.Equal(("NAME", "53"), plant.Journal.Entries[^1].Shown.Span[0] is var shown ? (shown.Element, shown.Text) : default);

        // A device that is silent: its elements are stale.
        plant.Time.Advance(TimeSpan.FromSeconds(4));
        await Eventually.TrueAsync(() => plant.Journal.Entries[^1].Shown.Length == 2, "both are stale", Stop);
        Assert.All(plant.Journal.Entries[^1].Shown.ToArray(), stale => Assert.Equal(Quality.Stale, stale.Quality.Level));
    }

    [Fact]
    public async Task Continues_immediately_while_the_device_has_more()
    {
        await using Plant plant = new();
        plant.Driver.Answer(plant.Scan(1, 1) with { MoreWaiting = true });
        plant.Driver.Answer(plant.Scan(1, 2) with { MoreWaiting = true });
        plant.Driver.Answer(plant.Scan(1, 3));
        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged == 3, "three answers without a tick of the clock", Stop);
        Assert.Equal(3, plant.Driver.Polls);
        plant.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => plant.Driver.Polls == 4, "the next one at the next period", Stop);
    }

    [Fact]
    public async Task Waits_for_the_period_after_a_hundred_answers_in_a_row()
    {
        await using Plant plant = new();
        for (int i = 0; i < 150; i++)
        {
            plant.Driver.Answer(plant.Scan(1, i) with { MoreWaiting = true });
        }

        plant.Poll();
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged == 100, "a hundred answers without a tick of the clock", Stop);
        Assert.Equal(100, plant.Driver.Polls);
        plant.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => plant.Driver.Acknowledged >= 150, "the others at the next period", Stop);
    }

    [Fact]
    public async Task Of_several_devices_leads_into_the_same_loop()
    {
        await using Plant plant = new();
        Task[] both = [.. Enumerable.Range(0, 40).Select(i => Task.Run(() => plant.SubmitAsync(plant.Scan(1, i)), Stop))];
        await Task.WhenAll(both);
        Assert.True(plant.Pipeline.Iterations >= 40);
    }
}
