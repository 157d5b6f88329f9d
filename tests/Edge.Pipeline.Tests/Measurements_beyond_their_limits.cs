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
        Assert.Equal([("suppressed", 0, null), ("suppressed", 1, null), ("below", 1, 8), ("below", 0, 20)], await FoundAsync(plant, 4));

        await plant.AdvanceUntilAsync(() => Events(plant).Count == 5, PointAlarms.Linger * 2, "the rule ends");

        Assert.Equal("LA152B03=0", Events(plant)[^1].Content.Finding?.Text);
        Assert.Equal(("suppressed", 0, null), (await FoundAsync(plant, 5))[^1]);
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

        Assert.Equal(
            [("below suppressed", 0, null), ("below suppressed", 1, null), ("below", 1, 8), ("below", 0, 12), ("above", 1, 38)],
            await FoundAsync(plant, 5));

        // The workbook now says it of both: one rule ends and another begins.
        await StopAsync(plant);
        Plant next = Start(s_suppressed, plant, plant.Pipeline);
        await next.SubmitAsync(next.Scan(0, 19));

        Assert.Equal([("below suppressed", 0, null), ("suppressed", 1, null)], (await FoundAsync(next, 7))[5..]);
    }

    [Fact]
    public async Task After_a_restart_what_the_workbook_lacks_ends_once()
    {
        Plant before = Start(s_suppressed);
        await before.SubmitAsync(before.Scan(0, 4));
        await FoundAsync(before, 2);
        await StopAsync(before);
        Profile other = s_suppressed with { Analogs = [s_suppressed.Analogs[0] with { Minimum = null }] };

        Plant next = Start(other, before);
        await next.AdvanceUntilAsync(() => Events(next).Count == 4, TimeSpan.FromSeconds(5), "both end before anything is read");
        await next.SubmitAsync(next.Scan(0, 4));
        Assert.Equal(
            [("suppressed", 1, null), ("below", 1, 8), ("below", 0, null), ("suppressed", 0, null), ("above suppressed", 1, null)],
            await FoundAsync(next, 5));
        Assert.All(
            Events(next)[2..4], end => Assert.Equal(("LA1PA_03", "1", "P"), (end.Tag, end.Device.ToString(), end.Description)));
        await StopAsync(next);

        Plant again = Start(Plant.Profile, before);
        await again.SubmitAsync(again.Scan(0, 4));

        Assert.Equal([("above suppressed", 0, null)], (await FoundAsync(again, 6))[5..]);
    }

    [Fact]
    public async Task What_ended_waits_while_the_journal_is_full()
    {
        Plant before = Start(s_suppressed);
        await before.SubmitAsync(before.Scan(0, 10));
        await FoundAsync(before, 1);
        await StopAsync(before);
        before.Journal.Disk = Disk.Full;

        Plant next = Start(s_limited, before);
        Assert.False(await next.Pipeline.SubmitAsync(next.Scan(0, 10), TestContext.Current.CancellationToken));
        Assert.Single(Events(next));
        next.Journal.Disk = Disk.Sound;
        await next.AdvanceUntilAsync(() => Events(next).Count == 2, TimeSpan.FromSeconds(5), "the end is written");
        await next.SubmitAsync(next.Scan(0, 11));

        Assert.Equal([("suppressed", 1, null), ("suppressed", 0, null)], await FoundAsync(next, 2));
    }

    [Fact]
    public async Task In_a_new_journal_a_rule_reports_its_state_once()
    {
        Plant plant = Start(s_suppressed);
        await plant.SubmitAsync(plant.Scan(0, 19) with
        {
            Readings = new Reading[]
            {
                new(Plant.Breaker, PointValue.Binary(false), new(Quality.Bad, QualityReason.NoAnswer)),
                new(Plant.Power, PointValue.Whole(19), QualityState.Good),
            },
        });
        Assert.Equal([("above", 1, 38)], await FoundAsync(plant, 1));
        await StopAsync(plant);

        Plant next = Start(s_suppressed, plant);
        await ReadAsync(next, 19, 18);
        await FoundAsync(next, 2);
        await StopAsync(next);
        Plant again = Start(s_suppressed, plant);
        await ReadAsync(again, 19, 10);

        Assert.Equal([("above", 1, 38), ("suppressed", 0, null), ("above", 0, 20)], await FoundAsync(again, 3));
    }

    [Fact]
    public void What_is_remembered_fits_into_a_checkpoint()
    {
        PointAlarm[] found =
        [
            .. Enumerable.Range(0, 20).Select(i => new PointAlarm(GatewayFinding.AlarmSuppressed, $"LA1VV_{i}", new("1"))),
            .. Enumerable.Range(0, 200).Select(i => new PointAlarm(GatewayFinding.AboveMaximum, $"LA1VV_{i}", new("2"))),
        ];
        PointAlarmMemory some = PointAlarmMemory.Read(null).Next(found, [(GatewayFinding.BelowMinimumSuppressed, "LA1VV_0")]);
        PointAlarmMemory read = PointAlarmMemory.Read(some.Bytes);

        Assert.InRange(some.Bytes.Length, 2000, DeviceCheckpoint.MaximumLength);
        Assert.InRange(read.Named.Length, 21, 219);
        Assert.Equal(found[..read.Named.Length], read.Named);
        Assert.All(found, one => Assert.True(read.Has(one.Kind, one.Tag)));
        Assert.False(read.Has(GatewayFinding.BelowMinimum, "LA1VV_0"));
        Assert.False(read.HasReported(GatewayFinding.BelowMinimumSuppressed, "LA1VV_0"));
        Assert.True(read.HasReported(GatewayFinding.BelowMinimumSuppressed, "LA1VV_1"));

        PointAlarmMemory full = read.Next([.. found, .. found, .. found], []);
        Assert.InRange(full.Bytes.Length, 2000, DeviceCheckpoint.MaximumLength);
        Assert.True(full.Has(GatewayFinding.AlarmSuppressed, "LA1VV_0"));
        Assert.False(read.Next([], []).Bytes.AsSpan().SequenceEqual(read.Next([], []).Next([], []).Bytes));
    }

    [Fact]
    public void A_checkpoint_of_version_1_is_read_and_half_of_one_is_none()
    {
        // The suppressed alarm of LA1PA_03, as the program of before wrote it.
        PointAlarmMemory former = PointAlarmMemory.Read(new byte[] { 1, 7, 0, 0, 0, 0xA8, 0x1F, 0x73, 0xD5 });
        Assert.True(former.Has(GatewayFinding.AlarmSuppressed, "LA1PA_03"));
        Assert.True(former.HasReported(GatewayFinding.BelowMinimumSuppressed, "LA1PA_03"));
        Assert.Empty(former.Named);

        byte[] next = former.Next([new PointAlarm(GatewayFinding.AboveMaximum, "T", new("1"))], []).Bytes;
        Assert.Equal([2, 8, 0, 0, 0, 1, 0, 10, 1, (byte)'1', 1, (byte)'T'], next);
        Assert.All(Enumerable.Range(0, next.Length), length => Assert.True(PointAlarmMemory.Read(next.AsMemory(0, length)).IsNew));
        Assert.True(PointAlarmMemory.Read(new byte[] { 3, 8, 0, 0, 0, 0, 0 }).IsNew);
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
                    GatewayFinding.AboveMaximumSuppressed => "above suppressed",
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
