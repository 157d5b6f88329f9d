namespace Dashboard.Historian.Series;

/// <summary>
/// A length of time into which values are rolled up. The steps rise, and each divides the next one. Times are microseconds since 1970, UTC.
/// </summary>
/// <param name="Index">Its place: 0 is the finest.</param>
/// <param name="Table">The table of its rows.</param>
/// <param name="Length">How long a row is.</param>
/// <param name="Portion">How much time is rolled up at once.</param>
public sealed record RollUpStep(int Index, string Table, long Length, long Portion)
{
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>
    /// A minute, a quarter of an hour, two hours and a day. Those of two hours are there so that no query reads more than 60 rows a column.
    /// </summary>
    public static IReadOnlyList<RollUpStep> All { get; } =
    [
        new(0, "rollup_1m", Minute, 2 * Hour), new(1, "rollup_15m", 15 * Minute, Day), new(2, "rollup_2h", 2 * Hour, 8 * Day),
        new(3, "rollup_1d", Day, 100 * Day),
    ];

    /// <summary>The beginning of the row that holds a time.</summary>
    public long Floor(long time)
    {
        long rest = time % Length;
        return time - (rest < 0 ? rest + Length : rest);
    }

    /// <summary>The end of the row that holds the microsecond before a time.</summary>
    public long Ceiling(long time) => Floor(time) is var floor && floor == time ? time : floor + Length;
}

/// <summary>
/// What a tag was in a step of time. There is a row only where a value arrived in it; before and behind it the value of before holds.
/// </summary>
/// <param name="Time">The beginning.</param>
/// <param name="Length">The length.</param>
/// <param name="Minimum">The lowest good value, that which held at the beginning included; null: none was good.</param>
/// <param name="Maximum">The highest.</param>
/// <param name="Mean">The mean of the good ones, weighted by time.</param>
/// <param name="First">The first one.</param>
/// <param name="Last">The last one.</param>
/// <param name="Good">How long it was good, in microseconds.</param>
/// <param name="Stale">How long it was stale.</param>
/// <param name="Bad">How long it was bad.</param>
/// <param name="Count">How many values arrived, whatever their quality.</param>
/// <param name="End">How good it is at the end; where it is good, <paramref name="Last"/> holds on.</param>
public readonly record struct RollUp(
    long Time, long Length, double? Minimum, double? Maximum, double? Mean, double? First, double? Last, long Good, long Stale, long Bad,
    int Count, PointState End);
