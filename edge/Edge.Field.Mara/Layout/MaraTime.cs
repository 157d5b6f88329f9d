using Edge.Domain;
using Edge.Field.Time;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>The times of Mara events by the clock of the substation (Mara 1.4 §3, §5).</summary>
internal static class MaraTime
{
    /// <summary>
    /// Converts the time of an event: <see cref="StationClock.PeriodEndToUtc"/> for energies, <see cref="StationClock.ToUtc"/> for all
    /// others.
    /// </summary>
    /// <param name="clock">The clock of the substation.</param>
    /// <param name="wire">The event as it stood on the wire.</param>
    /// <param name="received">The time of arrival, UTC; used instead of an impossible time.</param>
    public static (DateTimeOffset Time, TimeMarks Marks) TimeOf(this StationClock clock, in MaraEvent wire, DateTimeOffset received)
    {
        DateTime? stamped = wire.Timestamp.TryGetLocalTime(out DateTime local) ? local : null;
        return wire.Type == MaraEventType.Energy
            ? clock.PeriodEndToUtc(stamped, wire.EndAfterStamp, received) : clock.ToUtc(stamped, received);
    }
}
