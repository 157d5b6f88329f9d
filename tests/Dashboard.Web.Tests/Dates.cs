using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests;

internal static class Dates
{
    /// <summary>
    /// Only the date changes. A clock that advances would do all that a dashboard does each second once for each second of days.
    /// </summary>
    internal static void Later(this FakeTimeProvider time, TimeSpan span) => time.AdjustTime(time.GetUtcNow() + span);
}
