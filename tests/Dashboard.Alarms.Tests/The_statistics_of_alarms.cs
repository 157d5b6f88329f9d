namespace Dashboard.Alarms.Tests;

/// <summary>The numbers of IEC 62682, from moments that are written down here.</summary>
public sealed class The_statistics_of_alarms
{
    private static readonly DateTimeOffset Begin = Signals.Start;

    [Fact]
    public void Rates_shares_and_floods_are_counted()
    {
        // 11 in the first ten minutes, 10 in the second, 2 in the third hour.
        List<AlarmMoment> moments =
        [
            .. Enumerable.Range(0, 11).Select(i => Raised($"A{i}", i, priority: 3)),
            .. Enumerable.Range(0, 10).Select(i => Raised($"B{i}", 600 + i, priority: 2)),
            Raised("C", 7300, priority: 1), Raised("D", 7300, priority: 4),
        ];
        AlarmStatistics counted = AlarmStatistics.Of(moments, Begin, Begin.AddHours(3));
        Assert.Equal(23, counted.Raised);
        Assert.Equal([1, 10, 11, 1], counted.ByPriority);
        Assert.Equal([21, 0, 2], counted.PerHour);
        Assert.Equal((18, 1, 11), (counted.Windows, counted.Floods, counted.Peak));
        Assert.Equal(100, AlarmStatistics.Targets.Sum());
    }

    [Fact]
    public void The_worst_come_first_and_ten_of_them()
    {
        AlarmStatistics counted = AlarmStatistics.Of(
            [.. Enumerable.Range(1, 12).SelectMany(n => Enumerable.Range(0, n).Select(i => Raised($"T{n}", i * 100)))],
            Begin, Begin.AddDays(1));
        Assert.Equal(
            ["T12", "T11", "T10", "T9", "T8", "T7", "T6", "T5", "T4", "T3"], counted.Worst.Select(one => one.Source.Name));
        Assert.Equal(12, counted.Worst[0].Raised);
    }

    [Fact]
    public void An_off_delay_spares_what_follows_and_never_the_first()
    {
        AlarmMoment[] moments =
        [
            Raised("A", 0), Returned("A", 2), Raised("A", 2.5), Returned("A", 4), Raised("A", 8), Returned("A", 30), Raised("A", 50),
            Returned("A", 51), Raised("A", 1000), Returned("A", 2000),
        ];
        WorstAlarm worst = Assert.Single(AlarmStatistics.Of(moments, Begin, Begin.AddHours(1)).Worst);
        Assert.Equal(5, worst.Raised);

        // The pauses are 0.5, 4, 20 and 949 s: 1, 5, 15, 60 and 300 s spare one more each time, and never all five.
        Assert.Equal([1, 2, 2, 3, 3], worst.Spared);
        Assert.Equal(3, worst.Fleeting);
        Assert.Equal(2, worst.Chattering);
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        AlarmStatistics counted = AlarmStatistics.Of([], Begin, Begin.AddMinutes(1));
        Assert.Equal((0, 1, 0, 0), (counted.Raised, counted.Windows, counted.Floods, counted.Peak));
        Assert.Empty(counted.Worst);
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmStatistics.Of([], Begin, Begin));
    }

    private static AlarmMoment Raised(string name, double seconds, int priority = 2) =>
        new(new AlarmSource("los-alamos", "input", name), priority, true, Begin.AddSeconds(seconds));

    private static AlarmMoment Returned(string name, double seconds) =>
        new(new AlarmSource("los-alamos", "input", name), 2, false, Begin.AddSeconds(seconds));
}
