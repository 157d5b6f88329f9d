namespace Dashboard.Historian.Sql;

/// <summary>Times as the tables of series have them: microseconds since 1970, UTC.</summary>
internal static class Microseconds
{
    internal static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset ToTime(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
