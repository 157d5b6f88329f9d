using Edge.Domain;
using Edge.Pipeline.Loop;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

/// <summary>A rise or a fall by more than the workbook says is found once, with the scan that it is of.</summary>
public sealed class Steps_of_a_measurement : IAsyncDisposable
{
    // The scale is 2: a rise by 10 is 5 counts.
    private static readonly Profile s_stepped = Plant.Profile with
    {
        Analogs = [Plant.Profile.Analogs[0] with { DeltaHigh = 10, DeltaLow = 4, DeltaTextId = 6, ActionsHigh = 5 }],
        StateTexts = [new StateText(6, 1, "DELTA MAX"), new StateText(6, 0, "DELTA MIN")],
    };

    private readonly List<Plant> _plants = [];

    [Fact]
    public async Task A_rise_or_a_fall_by_more_than_its_delta_is_an_event()
    {
        Plant plant = Start();

        // 20, 30 (no more than 10), 42, 38 (no more than 4), 32.
        await ReadAsync(plant, 10, 15, 21, 19, 16);

        Assert.Equal([("up", 42, null), ("down", 32, null)], Steps(plant));
        FieldEvent up = Events(plant)[0];
        Assert.Equal(
            ("LA1PA_03", "1", "P", "DELTA MAX", "kW", 5u, TimeMarks.Gateway, plant.Time.GetUtcNow().AddSeconds(-6)),
            (up.Tag, up.Device.ToString(), up.Description, up.Content.Finding?.Text, up.Content.Finding?.Unit, up.Alarm?.Actions, up.Marks,
                up.Time));
        Assert.Null(Events(plant)[1].Alarm);
    }

    [Fact]
    public async Task It_is_written_with_its_scan_once_also_over_a_restart()
    {
        Plant before = Start();
        await ReadAsync(before, 10);
        before.Journal.Disk = Disk.Full;
        Scan scan = before.Scan(1, 50);
        Assert.False(await before.Pipeline.SubmitAsync(scan, TestContext.Current.CancellationToken));
        before.Journal.Disk = Disk.Sound;
        Assert.True(await before.Pipeline.SubmitAsync(scan, TestContext.Current.CancellationToken));
        Assert.Equal([("up", 100, null)], Steps(before));
        JournalEntry entry = Assert.Single(before.Journal.Entries, one => !one.Events.IsEmpty);
        Assert.NotEqual(0, entry.Samples.Length);

        // The driver asks again after a restart: its first value is compared with none.
        await StopAsync(before);
        Plant after = Start(before);
        await ReadAsync(after, 50, 10);
        Assert.Equal([("up", 100, null), ("down", 20, null)], Steps(after));
    }

    [Fact]
    public async Task A_value_that_was_not_good_is_compared_with_none()
    {
        Plant plant = Start();
        await ReadAsync(plant, 10);
        await plant.SubmitAsync(plant.Scan(0, 0) with
        {
            Readings = new Reading[] { new(Plant.Power, PointValue.Whole(50), new(Quality.Bad, QualityReason.NoAnswer)) },
        });
        await ReadAsync(plant, 50);
        Assert.Empty(Steps(plant));
    }

    [Fact]
    public async Task A_device_that_was_silent_is_compared_with_none()
    {
        Plant plant = Start();
        await ReadAsync(plant, 10);
        FieldFailure failure = new(FieldFailureKind.TimedOut, "no answer");
        await plant.Pipeline.ReportFailureAsync("comaster", failure, TestContext.Current.CancellationToken);
        await plant.Pipeline.ReportFailureAsync("comaster", failure, TestContext.Current.CancellationToken);
        await ReadAsync(plant, 50);
        Assert.Empty(Steps(plant));
        await ReadAsync(plant, 10);
        Assert.Equal([("down", 20, null)], Steps(plant));
    }

    [Fact]
    public async Task Another_profile_goes_on_with_the_last_value()
    {
        Plant before = Start();
        await ReadAsync(before, 10);
        await before.Pipeline.PauseAsync(TestContext.Current.CancellationToken);
        Plant next = Start(before, before.Pipeline);
        await ReadAsync(next, 50);
        Assert.Equal([("up", 100, null)], Steps(next));
    }

    [Fact]
    public async Task A_delta_below_the_noise_does_not_fill_the_journal()
    {
        Plant plant = Start();
        await plant.SubmitAsync(plant.Scan(1, 10));
        for (int i = 0; i < 10; i++)
        {
            plant.Time.Advance(TimeSpan.FromMilliseconds(100));
            await plant.SubmitAsync(plant.Scan(1, i % 2 == 0 ? 50 : 10));
        }

        Assert.Equal([("up", 100, null)], Steps(plant));
        plant.Time.Advance(StepWatch.Pause);
        await ReadAsync(plant, 50);
        Assert.Equal([("up", 100, null), ("up", 100, 9)], Steps(plant));
    }

    [Fact]
    public async Task A_change_of_exactly_the_delta_is_none_whatever_its_digits()
    {
        Plant plant = Start(profile: s_stepped with { Analogs = [s_stepped.Analogs[0] with { Scale = 0.1, DeltaHigh = 0.2 }] });
        await ReadAsync(plant, 9, 11, 14);
        Assert.Equal([("up", 1.4, null)], Steps(plant).Select(one => (one.Kind, Math.Round(one.Value!.Value, 6), one.Count)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Plant plant in _plants)
        {
            await plant.DisposeAsync();
        }
    }

    private Plant Start(Plant? after = null, PipelineLoop? predecessor = null, Profile? profile = null)
    {
        Plant plant = new(profile: profile ?? s_stepped, after: after, predecessor: predecessor);
        _plants.Add(plant);
        return plant;
    }

    private async Task StopAsync(Plant plant)
    {
        _ = _plants.Remove(plant);
        await plant.DisposeAsync();
    }

    private static async Task ReadAsync(Plant plant, params int[] counts)
    {
        foreach (int count in counts)
        {
            await plant.SubmitAsync(plant.Scan(1, count));
            plant.Time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private static (string Kind, double? Value, int? Count)[] Steps(Plant plant) =>
    [
        .. Events(plant).Select(one => one.Content.Finding!.Value).Select(finding =>
            (finding.Kind == GatewayFinding.SteppedUp ? "up" : "down", finding.Value, finding.Count)),
    ];

    private static List<FieldEvent> Events(Plant plant) =>
        [.. plant.Journal.Entries.SelectMany(entry => entry.Events.ToArray())
            .Where(one => one.Content.Finding is { Kind: GatewayFinding.SteppedUp or GatewayFinding.SteppedDown })];
}
