using Edge.Domain;
using Edge.Pipeline.Energy;
using TestKit.Field;

namespace Edge.Pipeline.Tests.Energy;

/// <summary>Mara 1.4 §5: a period a quarter of an hour, the last of the day with code 1, the total of the 24 hours with code 3.</summary>
public sealed class The_energy_book
{
    private static readonly TimeZoneInfo s_argentina = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");

    // 00:00 in Argentina, all the year at −3.
    private static readonly DateTimeOffset s_midnight = new(2026, 12, 31, 3, 0, 0, TimeSpan.Zero);

    private readonly EnergyBook _book = new(new EnergyBookOptions { Zone = s_argentina });
    private readonly List<FieldEvent> _found = [];

    [Fact]
    public void Says_nothing_of_a_day_whose_96_periods_add_up_over_New_Year()
    {
        foreach (FieldEvent entry in Day(s_midnight).Concat(Day(s_midnight.AddDays(1))))
        {
            Add(entry);
        }

        Assert.Empty(_found);
    }

    [Fact]
    public void Reports_a_missing_period_once_when_the_next_one_comes()
    {
        Add(Period(1));
        Add(Period(3));
        Add(Period(4));
        FieldEvent missing = Assert.Single(_found);
        Assert.Equal(
            (new DeviceId("3-7"), (EventContent)new FieldFinding(GatewayFinding.EnergyMissing, Count: 1, Channel: 2)),
            (missing.Device, missing.Content));

        // It is at the same place, but it is not what the device recorded there.
        Assert.Equal(new NativeRecord(new MaraNative(3, 7) { Channel = 2 }), missing.Native);
        Assert.Equal((At(2), 1, "P7"), (missing.Time, missing.Count, missing.Tag));
    }

    [Fact]
    public void Reports_several_in_a_row_as_one_with_their_number()
    {
        Add(Period(1));
        Add(Period(9));
        FieldEvent missing = Assert.Single(_found);
        Assert.Equal((At(2), 7), (missing.Time, missing.Count));
    }

    [Fact]
    public void Reports_an_overdue_period_after_the_grace_and_its_rest_at_the_end()
    {
        Add(Period(1));
        Check(At(2).AddMinutes(9));
        Assert.Empty(_found);
        Check(At(2).AddMinutes(11));
        Assert.Equal((At(2), 1), (Assert.Single(_found).Time, _found[0].Count));
        Check(At(6));
        Assert.Single(_found);
        Add(Period(7));
        Assert.Equal((At(3), 4), (_found[1].Time, _found[1].Count));
        Assert.Equal(2, _found.Count);
    }

    [Fact]
    public void Does_not_report_periods_that_a_disconnected_device_may_have()
    {
        Add(Period(1));
        Check(At(20), up: null);
        Check(At(20).AddMinutes(1), up: At(20));
        Assert.Empty(_found);
        Check(At(20).AddMinutes(11), up: At(20));
        Assert.Equal(At(2), Assert.Single(_found).Time);
    }

    [Fact]
    public void Adds_a_period_that_comes_late_to_the_sum()
    {
        FieldEvent[] day = [.. Day(s_midnight)];
        (day[40], day[41]) = (day[41], day[40]);
        foreach (FieldEvent entry in day)
        {
            Add(entry);
        }

        Assert.Equal((GatewayFinding.EnergyMissing, At(41)), (Assert.Single(_found).Finding, _found[0].Time));
    }

    [Fact]
    public void Accepts_the_record_before_the_last_period_too()
    {
        FieldEvent[] day = [.. Day(s_midnight)];
        (day[^2], day[^1]) = (day[^1], day[^2]);
        foreach (FieldEvent entry in day)
        {
            Add(entry);
        }

        Assert.Empty(_found);
    }

    [Fact]
    public void Counts_a_record_that_comes_twice_once()
    {
        foreach (FieldEvent entry in Day(s_midnight))
        {
            Add(entry);
            Add(entry);
        }

        Assert.Empty(_found);
    }

    [Fact]
    public void Adds_both_parts_of_a_period_when_the_clock_went_back_across_its_end()
    {
        // 10:01 is set to 09:59: the period that ends at 10:00 comes twice, the second time with what pulsed since.
        FieldEvent[] day = [.. Day(s_midnight)];
        FieldEvent[] twice = [.. day[..40], Counted(day[39], 5), .. day[40..^1], Counted(day[^1], 4656 + 5)];
        foreach (FieldEvent entry in twice)
        {
            Add(entry);
        }

        Assert.Empty(_found);
    }

    [Fact]
    public void Reports_a_record_that_is_not_the_sum_once_a_day_with_both_numbers()
    {
        FieldEvent[] day = [.. Day(s_midnight)];
        int sum = 4656;
        foreach (FieldEvent entry in day[..^1].Append(Counted(day[^1], 32 * sum)).Append(Counted(day[^1], 33 * sum)))
        {
            Add(entry);
        }

        FieldEvent differs = Assert.Single(_found);
        Assert.Equal(
            (GatewayFinding.EnergyDiffers, s_midnight.AddDays(1), 32 * sum, 2),
            (differs.Finding, differs.Time, differs.Count, differs.Channel));
        Assert.Equal($"24 h: {32 * sum}, 96/96 × 15 min: {sum}", differs.Text);
    }

    [Fact]
    public void Does_not_report_the_difference_that_missing_periods_explain()
    {
        FieldEvent[] day = [.. Day(s_midnight)];
        foreach (FieldEvent entry in day[..10].Concat(day[11..]))
        {
            Add(entry);
        }

        Assert.Equal(GatewayFinding.EnergyMissing, Assert.Single(_found).Finding);
    }

    [Fact]
    public void Reports_a_record_below_the_sum_though_periods_are_missing()
    {
        FieldEvent[] day = [.. Day(s_midnight)];
        foreach (FieldEvent entry in day[10..^1].Append(Counted(day[^1], 1)))
        {
            Add(entry);
        }

        Assert.Equal(GatewayFinding.EnergyDiffers, Assert.Single(_found).Finding);
    }

    [Fact]
    public void Begins_with_the_first_period_that_it_sees()
    {
        foreach (FieldEvent entry in Day(s_midnight).Skip(50))
        {
            Add(entry);
        }

        Assert.Empty(_found);
    }

    [Fact]
    public void Ignores_a_record_of_another_year_and_a_record_without_a_date()
    {
        Add(Period(1) with { Time = new DateTimeOffset(2012, 1, 1, 4, 0, 0, TimeSpan.Zero) });
        Add(Period(1));
        Add(Period(2) with { Time = s_midnight.AddYears(3), Marks = TimeMarks.Unsynchronised });
        Add(Period(2) with { Marks = TimeMarks.Invalid | TimeMarks.Gateway });
        Add(Period(2) with { Time = new DateTimeOffset(2012, 1, 1, 4, 15, 0, TimeSpan.Zero) });
        Add(Period(2));
        Add(Period(3));
        Assert.Empty(_found);
    }

    [Fact]
    public void Checks_a_backlog_of_days_like_the_present()
    {
        DateTimeOffset later = s_midnight.AddDays(5);
        IEnumerable<FieldEvent> days = Enumerable.Range(0, 3).SelectMany(day => Day(s_midnight.AddDays(day)));
        foreach (FieldEvent entry in days.Where(e => e.Time != At(100)))
        {
            // The first one was not late.
            Add(entry.Time == At(1) ? entry : entry with { Received = later });
        }

        Assert.Equal(At(100), Assert.Single(_found).Time);
    }

    [Fact]
    public void Keeps_channels_and_devices_apart_and_the_concentrator_is_0_and_1()
    {
        FieldEvent own = Period(1) with { Device = ConcentratorLayout.IdOf(3, 0) };
        Add(own);
        Add(Period(3) with { Content = new EnergyCount(EnergyKind.Period, Channel: 1, Count: 103) });
        Add(Period(3) with { Device = ConcentratorLayout.IdOf(3, 8) });
        Add(Period(3) with { Device = ConcentratorLayout.IdOf(4, 7) });
        Assert.Empty(_found);
        Add(Period(3) with { Device = ConcentratorLayout.IdOf(3, 1) });
        Assert.Equal(At(2), Assert.Single(_found).Time);
    }

    [Fact]
    public void Knows_after_a_restart_what_came_and_what_was_reported()
    {
        FieldEvent[] day = [.. Day(s_midnight).Where(e => e.Time != At(20))];
        List<FieldEvent> journal = [];
        foreach (FieldEvent entry in day[..60])
        {
            journal.Add(entry);
            _book.Add("comaster", entry, entry.Received, journal);
        }

        _book.CheckOverdue(At(62).AddMinutes(11), _ => s_midnight, journal);
        Assert.Equal([At(20), At(62)], journal.Where(e => e.Kind == FieldEventKind.Finding).Select(e => e.Time));

        EnergyBook again = new(new EnergyBookOptions { Zone = s_argentina });
        again.Restore(journal, At(64));
        again.CheckOverdue(At(64).AddMinutes(20), _ => s_midnight, _found);
        Assert.Empty(_found);
        foreach (FieldEvent entry in day[63..])
        {
            again.Add("comaster", entry, entry.Received, _found);
        }

        FieldEvent rest = Assert.Single(_found);
        Assert.Equal((At(63), 2), (rest.Time, rest.Count));
    }

    [Fact]
    public void After_a_restart_nothing_is_overdue_before_the_grace_is_over()
    {
        EnergyBook again = new(new EnergyBookOptions { Zone = s_argentina });
        again.Restore([Period(1)], At(9));
        again.CheckOverdue(At(9).AddMinutes(1), _ => null, _found);
        Assert.Empty(_found);
        again.CheckOverdue(At(9).AddMinutes(11), _ => null, _found);
        Assert.Equal(At(2), Assert.Single(_found).Time);
    }

    private static DateTimeOffset At(int period) => s_midnight + (period * TimeSpan.FromMinutes(15));

    private static FieldEvent Period(int number) => Record(At(number), 0, 100 + number);

    private static FieldEvent Record(DateTimeOffset end, int code, int count) => new()
    {
        Device = new("3-7"),
        Content = new EnergyCount(
            code switch { 0 => EnergyKind.Period, 1 => EnergyKind.LastPeriodOfDay, _ => EnergyKind.Day }, Channel: 2, count),
        Tag = "P7",
        Native = new MaraNative(3, 7) { Channel = 2, Code = code, Bytes = new([0x47, 0x12]) },
        Time = end,
        Received = end.AddSeconds(2),
    };

    private static FieldEvent Counted(FieldEvent entry, int count) =>
        entry with { Content = entry.Content.Energy!.Value with { Count = count } };

    // 1 + 2 + … + 96 = 4656.
    private static IEnumerable<FieldEvent> Day(DateTimeOffset start)
    {
        for (int i = 1; i <= 96; i++)
        {
            yield return Record(start + (i * TimeSpan.FromMinutes(15)), i == 96 ? 1 : 0, i);
        }

        yield return Record(start.AddDays(1), 3, 4656);
    }

    private void Add(FieldEvent entry) => _book.Add("comaster", entry, entry.Received, _found);

    private void Check(DateTimeOffset now) => Check(now, s_midnight);

    private void Check(DateTimeOffset now, DateTimeOffset? up) => _book.CheckOverdue(now, _ => up, _found);
}
