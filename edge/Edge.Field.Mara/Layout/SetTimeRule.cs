using Edge.Field.Time;

namespace Edge.Field.Mara.Layout;

/// <summary>Decides when the clocks of devices may be set, for every way of setting them.</summary>
public static class SetTimeRule
{
    // An earlier year means that the gateway's clock was not set since it lost power.
    private const int FirstBelievableYear = 2025;
    private const int LastWireYear = 2099;

    /// <summary>Whether the gateway's own clock is plausible and fits into a Mara frame: the years 2025 to 2099.</summary>
    /// <param name="wall">The wall clock of the substation.</param>
    public static bool IsBelievable(DateTimeOffset wall) => wall.Year is >= FirstBelievableYear and <= LastWireYear;

    /// <summary>
    /// Whether daylight saving began or ended just now, so that the time must not be set yet. A clock that is slow within its limit has not
    /// reached the change: it still has to close the quarter of an hour that ends there, and would skip it if its time was set.
    /// </summary>
    /// <param name="station">The clock of the substation.</param>
    /// <param name="now">Now.</param>
    /// <param name="setAt">The moment at which the device gets the time, now or a little later.</param>
    /// <param name="slow">By how much a clock may be slow, not below zero.</param>
    public static bool IsChanging(StationClock station, DateTimeOffset now, DateTimeOffset setAt, TimeSpan slow)
    {
        ArgumentNullException.ThrowIfNull(station);
        return station.ToWall(setAt).Offset != station.ToWall(now - slow).Offset;
    }
}
