using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Alarms;
using Edge.Pipeline.Loop;
using TestKit;
using TestKit.Journals;

namespace Edge.Pipeline.Tests;

/// <summary>A measurement beyond a limit of the workbook is found once, also over restarts; a rule suppresses it.</summary>
public sealed class Measurements_beyond_their_limits : IAsyncDisposable
{
    // The scale is 2: 36 is 18 counts.
    private static readonly Profile s_limited = With(point => point with
    {
        Minimum = 10,
        Maximum = 36,
        HighDeadBand = 4,
        LowDeadBand = 4,
        LimitTextId = 7,
        HighAlarm = new AlarmSetting { Priority = 1 },
    });

    private static readonly Profile s_suppressed = s_limited with
    {
        Analogs =
        [
            s_limited.Analogs[0] with
            {
                LowSuppressedBy = new PointCondition("LA152B03", 0),
                HighSuppressedBy = new PointCondition("LA152B03", 0),
            },
        ],
    };

    private readonly List<Plant> _plants = [];

    [Fact]
    public async Task It_is_found_once_and_its_return_is_beyond_the_dead_band()
    {
        Plant plant = Start(s_limited);

        await ReadAsync(plant, 18, 19, 20, 17, 18, 19, 16, 17, 19);

        Assert.Equal([("above", 1, 38), ("above", 0, 32), ("above", 1, 38)], await FoundAsync(plant, 3));
        FieldEvent first = Events(plant)[0];
        Assert.Equal(
            ("LA1PA_03", "1", "P", "ALTO", "kW", 1, TimeMarks.Gateway),
            (first.Tag, first.Device.ToString(), first.Description, first.Content.Finding?.Text, first.Content.Finding?.Unit,
                first.Alarm?.Priority, first.Marks));
    }

    [Fact]
    public async Task Both_limits_are_apart()
    {
        Plant plant = Start(s_limited);

        await ReadAsync(plant, 10, 4, 19, 10);

        Assert.Equal([("below", 1, 8), ("above", 1, 38), ("below", 0, 38), ("above", 0, 20)], await FoundAsync(plant, 4));
    }

    [Fact]
    public async Task A_value_that_is_not_good_says_nothing()
    {
        Plant plant = Start(s_limited);
        await ReadAsync(plant, 10, 19);
        foreach (Quality quality in (Quality[])[Quality.Stale, Quality.Bad])
        {
            await plant.SubmitAsync(plant.Scan(0, 0) with
            {
                Readings = new Reading[] { new(Plant.Power, PointValue.Whole(2), new(quality, QualityReason.NoAnswer)) },
            });
        }

        await ReadAsync(plant, 10);

        Assert.Equal([("above", 1, 38), ("above", 0, 20)], await FoundAsync(plant, 2));
    }

    [Fact]
    public async Task A_restart_finds_nothing_but_what_changed_meanwhile()
    {
        Plant before = Start(s_limited);
        await ReadAsync(before, 19);
        await FoundAsync(before, 1);
        await StopAsync(before);

        Plant same = Start(s_limited, before);
        await ReadAsync(same, 19, 18);
        await StopAsync(same);
        Plant other = Start(s_limited, before);
        await ReadAsync(other, 4);

        Assert.Equal([("above", 1, 38), ("above", 0, 8), ("below", 1, 8)], await FoundAsync(other, 3));
    }

    [Fact]
    public async Task While_the_journal_fails_they_wait()
    {
        Plant plant = Start(s_limited);
        await ReadAsync(plant, 10);
        plant.Journal.Disk = Disk.Full;
        Assert.False(await plant.Pipeline.SubmitAsync(plant.Scan(0, 19), TestContext.Current.CancellationToken));
        Assert.False(await plant.Pipeline.SubmitAsync(plant.Scan(0, 10), TestContext.Current.CancellationToken));
        Assert.Empty(Events(plant));

        plant.Journal.Disk = Disk.Sound;
        await plant.AdvanceUntilAsync(() => Events(plant).Count == 2, TimeSpan.FromSeconds(5), "the findings are written");

        Assert.Equal([("above", 1, 38), ("above", 0, 20)], await FoundAsync(plant, 2));
    }

    [Fact]
    public async Task A_profile_without_the_limit_ends_what_was_found()
    {
        Plant before = Start(s_limited);
        await ReadAsync(before, 19);
        await FoundAsync(before, 1);
        await before.Pipeline.PauseAsync(TestContext.Current.CancellationToken);

        Plant next = Start(With(point => point with { Maximum = null }), before, before.Pipeline);
        await ReadAsync(next, 19);

        Assert.Equal([("above", 1, 38), ("above", 0, null)], await FoundAsync(next, 2));
    }

    [Fact]
    public async Task A_rule_suppresses_before_the_measurement_falls_and_lingers()
    {
        Plant plant = Start(s_suppressed);
        await plant.SubmitAsync(plant.Scan(1, 10));
        await plant.SubmitAsync(plant.Scan(0, 4));
        await plant.SubmitAsync(plant.Scan(1, 4));
        await plant.AdvanceUntilAsync(() => true, TimeSpan.FromSeconds(1), "a moment");
        await plant.SubmitAsync(plant.Scan(1, 10));
        Assert.Equal([("suppressed", 1, null), ("below", 1, 8), ("below", 0, 20)], await FoundAsync(plant, 3));

        await plant.AdvanceUntilAsync(() => Events(plant).Count == 4, PointAlarms.Linger * 2, "the rule ends");

        Assert.Equal("LA152B03=0", Events(plant)[^1].Content.Finding?.Text);
        Assert.Equal(("suppressed", 0, null), (await FoundAsync(plant, 4))[^1]);
    }

    [Fact]
    public async Task A_rule_of_one_limit_leaves_the_other()
    {
        AnalogPoint both = s_suppressed.Analogs[0];
        Plant plant = Start(s_suppressed with { Analogs = [both with { HighSuppressedBy = null, LowDeadBand = 2 }] });
        await plant.SubmitAsync(plant.Scan(1, 10));
        await plant.SubmitAsync(plant.Scan(0, 4));
        await plant.SubmitAsync(plant.Scan(0, 6));
        await plant.SubmitAsync(plant.Scan(0, 19));

        Assert.Equal([("below suppressed", 1, null), ("below", 1, 8), ("below", 0, 12), ("above", 1, 38)], await FoundAsync(plant, 4));

        // The workbook now says it of both: one rule ends and another begins.
        await StopAsync(plant);
        Plant next = Start(s_suppressed, plant, plant.Pipeline);
        await next.SubmitAsync(next.Scan(0, 19));

        Assert.Equal([("below suppressed", 0, null), ("suppressed", 1, null)], (await FoundAsync(next, 6))[4..]);
    }

    [Fact]
    public void What_is_remembered_fits_into_a_checkpoint()
    {
        PointAlarmMemory full = PointAlarmMemory.Read(null)
            .Next(Enumerable.Range(0, 2000).Select(i => (GatewayFinding.AboveMaximum, $"LA1VV_{i}")));

        Assert.InRange(full.Bytes.Length, 2000, DeviceCheckpoint.MaximumLength);
        PointAlarmMemory read = PointAlarmMemory.Read(full.Bytes);
        Assert.True(read.Has(GatewayFinding.AboveMaximum, "LA1VV_0"));
        Assert.False(read.Has(GatewayFinding.BelowMinimum, "LA1VV_0"));
        Assert.False(read.Next([]).Bytes.AsSpan().SequenceEqual(PointAlarmMemory.Read(null).Bytes));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Plant plant in _plants)
        {
            await plant.DisposeAsync();
        }
    }

    private static Profile With(Func<AnalogPoint, AnalogPoint> change) => Plant.Profile with
    {
        Analogs = [change(Plant.Profile.Analogs[0])],
        StateTexts = [new StateText(7, 1, "ALTO"), new StateText(7, 0, "BAJO")],
    };

    private Plant Start(Profile profile, Plant? after = null, PipelineLoop? predecessor = null)
    {
        Plant plant = new(profile: profile, after: after, predecessor: predecessor);
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
        }
    }

    // A finding is written behind the scan that it is of.
    private static async Task<ImmutableArray<(string Kind, int? Count, double? Value)>> FoundAsync(Plant plant, int count)
    {
        await Eventually.TrueAsync(() => Events(plant).Count >= count, "the findings are written", TestContext.Current.CancellationToken);
        return
        [
            .. Events(plant).Select(found => found.Content.Finding!.Value).Select(finding => (
                finding.Kind switch
                {
                    GatewayFinding.AboveMaximum => "above",
                    GatewayFinding.BelowMinimum => "below",
                    GatewayFinding.BelowMinimumSuppressed => "below suppressed",
                    _ => "suppressed",
                },
                finding.Count, finding.Value)),
        ];
    }

    private static List<FieldEvent> Events(Plant plant) =>
    [
        .. plant.Journal.Read(0, 10_000).Select(record => record.Event).OfType<FieldEvent>().Where(happened => happened.Content.Finding
            is { Kind: >= GatewayFinding.AboveMaximum }),
    ];
}
