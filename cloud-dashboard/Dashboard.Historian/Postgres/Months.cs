using System.Globalization;
using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Postgres;

/// <summary>
/// The partitions of the series: one for each month, made with its first row and dropped as a whole. A time before 2000 or after 2099 is a
/// clock that is wrong; it is in a partition of its own, so there are at most 1 200 others, whatever a gateway sends.
/// </summary>
internal sealed class Months
{
    private const int FirstYear = 2000;
    private const int EndYear = 2100;

    // A number for the lock of those who make a partition.
    private const string Making = "1";

    private static readonly string[] s_tables = ["sample", "element_change"];

    private readonly HashSet<(string Table, DateTime Month)> _there = [];

    /// <summary>They may not be there: a transaction failed, or they were dropped.</summary>
    internal void Forget() => _there.Clear();

    /// <summary>Makes those that are missing.</summary>
    internal void Make(SqlSession session, string table, IEnumerable<long> times)
    {
        bool isAlone = false;
        foreach (DateTime month in times.Select(MonthOf).OfType<DateTime>().Distinct().Where(month => !_there.Contains((table, month))))
        {
            if (!isAlone)
            {
                _ = session.Execute(PostgresSchema.LockUntilEnd(Making));
                isAlone = true;
            }

            _ = session.Execute(
                $"CREATE TABLE IF NOT EXISTS {Name(table, month)} PARTITION OF {table} "
                + $"FOR VALUES FROM ({Microseconds(month)}) TO ({Microseconds(month.AddMonths(1))})");
            _ = _there.Add((table, month));
        }
    }

    /// <summary>Drops a month that is old as a whole, or some of the rows that are in no month.</summary>
    internal int DropOld(SqlSession session, DateTimeOffset before, int most)
    {
        long limit = Microseconds(before.UtcDateTime);
        foreach (string table in s_tables)
        {
            foreach (string name in Partitions(session, table))
            {
                if (MonthOfName(table, name) is { } month && Microseconds(month.AddMonths(1)) <= limit)
                {
                    return Drop(session, name);
                }
            }
        }

        int dropped = 0;
        foreach (string table in s_tables)
        {
            dropped += session.Execute(
                $"DELETE FROM {table}_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table}_other WHERE time < @limit LIMIT @most))",
                ("@limit", limit), ("@most", most - dropped));
        }

        return dropped + OldNotes.Drop(session, limit, most - dropped);
    }

    private int Drop(SqlSession session, string name)
    {
        long? rows = session.Number("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(@name)", ("@name", name));
        _ = session.Execute(PostgresSchema.LockUntilEnd(Making));
        _ = session.Execute($"DROP TABLE IF EXISTS {name}");
        Forget();
        return (int)Math.Clamp(rows ?? 1, 1, int.MaxValue);
    }

    private static List<string> Partitions(SqlSession session, string table) => session.Rows(
        reader => reader.GetString(0),
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(@table) ORDER BY 1", ("@table", table));

    private static string Name(string table, DateTime month) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}_{month:yyyy_MM}");

    private static DateTime? MonthOfName(string table, string name) => DateTime.TryParseExact(
        name.AsSpan(Math.Min(table.Length + 1, name.Length)), "yyyy_MM", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime month) ? month : null;

    private static DateTime? MonthOf(long time)
    {
        if (time < Microseconds(new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc))
            || time >= Microseconds(new DateTime(EndYear, 1, 1, 0, 0, 0, DateTimeKind.Utc)))
        {
            return null;
        }

        DateTime at = DateTime.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond);
        return new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    private static long Microseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
