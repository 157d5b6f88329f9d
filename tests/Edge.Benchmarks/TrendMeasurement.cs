using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Series;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;
using TestKit;
using TestKit.Databases;

namespace Edge.Benchmarks;

/// <summary>
/// Measures how long the columns of a trend take: eight tags over five years, a value a second in the last days, before them the steps that
/// are kept (minutes of the last hundred days, the others whole). The values are rolled up by the product.
/// </summary>
internal static class TrendMeasurement
{
    private const string Site = "los-alamos";
    private const int Years = 5;
    private const int Repeats = 15;
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private static readonly string[] s_tags = [.. Enumerable.Range(0, SampleQuery.MaximumTags).Select(i => $"LA1VV_{i:00}")];
    private static readonly DateTimeOffset s_end = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly long s_last = (s_end - DateTimeOffset.UnixEpoch).Ticks / 10;

    public static async Task<int> RunAsync(string[] args)
    {
        int days = 30;
        if (args is not [] and not ["--days", _]
            || (args.Length == 2 && !(int.TryParse(args[1], CultureInfo.InvariantCulture, out days) && days is >= 1 and <= 90)))
        {
            Console.Error.WriteLine("usage: trends [--days N]   N days with a value a second, 1 to 90, 30 by default");
            return 2;
        }

        using (TemporaryFolder folder = new())
        {
            string file = folder.At("trends.db");
            Measure(
                "SQLite", days, () => SqliteEventStore.Open(file), () => new SqliteConnection($"Data Source={file};Pooling=False"),
                (from, to, step) => $"(WITH RECURSIVE t(time) AS (SELECT {from} UNION ALL SELECT time + {step} FROM t "
                    + $"WHERE time + {step} < {to}) SELECT time FROM t)");
        }

        if (PostgresServer.Programs is null)
        {
            Console.Error.WriteLine(PostgresServer.Missing);
            return 1;
        }

        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true, CancellationToken.None);
        await server.CreateDatabaseAsync("trends", "template0", CancellationToken.None);
        string database = server.ConnectionTo("trends");
        Measure(
            "PostgreSQL", days, () => new SqlEventStore(PostgresDatabase.Open(database)), () => new NpgsqlConnection(database),
            (from, to, step) => $"(SELECT generate_series({from}, {to - 1}, {step}) AS time)");
        return 0;
    }

    private static void Measure(
        string what, int days, Func<SqlEventStore> open, Func<DbConnection> connect, Func<long, long, long, string> times)
    {
        using (SqlEventStore events = open())
        {
            Fill(events, connect, times, days);
            SqlRollUpStore rollUps = new(events);
            Stopwatch clock = Stopwatch.StartNew();
            while (rollUps.RollSome(DateTimeOffset.UnixEpoch))
            {
                // Until nothing is due.
            }

            Say($"{what,-10} {days * 86_400L * s_tags.Length / clock.Elapsed.TotalSeconds:0} values/s rolled up");
        }

        bool isCold = DropCaches();
        using SqlEventStore again = open();
        SqlSampleStore samples = new(again);
        string caches = isCold ? "nothing cached" : "the system's cache as it is";
        Say($"{what,-10} 5 years, the first after a start, {caches}: {Time(samples, TimeSpan.FromDays(Years * 365.25)):0} ms");
        foreach ((string name, TimeSpan span) in ((string, TimeSpan)[])
        [
            ("5 years", TimeSpan.FromDays(Years * 365.25)), ("1 year", TimeSpan.FromDays(365)), ("30 days", TimeSpan.FromDays(30)),
            ("7 days", TimeSpan.FromDays(7)), ("1 day", TimeSpan.FromDays(1)), ("1 hour", TimeSpan.FromHours(1)),
        ])
        {
            double[] took = [.. Enumerable.Range(0, Repeats).Select(_ => Time(samples, span)).Order()];
            Say($"{what,-10} {name,-8} {took[Repeats / 2],6:0} ms, least {took[0]:0}, most {took[^1]:0}");
        }
    }

    private static double Time(SqlSampleStore samples, TimeSpan span)
    {
        Stopwatch clock = Stopwatch.StartNew();
        SampleAnswer answer = samples.Query(
            new SampleQuery { Site = Site, Tags = s_tags, From = s_end - span, To = s_end, Columns = 1600 });
        double took = clock.Elapsed.TotalMilliseconds;
        return answer.Series.All(series => series.Columns.Count is >= 800 and <= 1600 && series.Columns[^2].Mean is not null)
            ? took : throw new InvalidOperationException("A column is missing.");
    }

    private static void Fill(SqlEventStore events, Func<DbConnection> connect, Func<long, long, long, string> times, int days)
    {
        // One value a day, so that series, partitions and the last record are there.
        long arrival = 0;
        long seq = 0;
        _ = new SqlJournalStore(events).Store(
            new JournalBatch
            {
                Site = Site,
                Epoch = "e1",
                AfterSeq = 0,
                LastSeq = days + 1,
                OldestSeq = 1,
                Pack = _ => [],
                Entries =
                [
                    .. Enumerable.Range(0, days + 1).Select(i => new JournalEntry(++seq, s_last - ((days - i) * Day))
                    {
                        Samples = [.. s_tags.Select(tag => new SampleValue(tag, 1, null, null))],
                    }),
                ],
            },
            () => ++arrival, s_end);
        using DbConnection connection = connect();
        connection.Open();
        long begin = s_last - (days * Day) - (s_last % Day);
        Run(connection, "INSERT INTO sample (series, time, seq, journal, value) "
            + $"SELECT s.id, t.time, t.time, 1, (t.time / {Second}) % 997 / 7.0 FROM series s, {times(begin, s_last, Second)} t "
            + "WHERE true ON CONFLICT DO NOTHING");
        foreach (RollUpStep step in RollUpStep.All)
        {
            long from = step.Index == 0 ? begin - (100 * Day) : begin - (Years * 366 * Day);
            Run(connection,
                $"INSERT INTO {step.Table} (series, time, minimum, maximum, mean, first, last, good, stale, bad, count, ending) "
                + $"SELECT s.id, t.time, 0, (t.time / {Second}) % 997 / 7.0, 1, 1, 1, {step.Length}, 0, 0, {step.Length / Second}, 0 "
                + $"FROM series s, {times(step.Floor(from), begin, step.Length)} t WHERE true ON CONFLICT DO NOTHING");
        }

        Run(connection, "DELETE FROM rollup_due");
        Run(connection, $"INSERT INTO rollup_due (site, step, time_from, time_to, busy) VALUES ('{Site}', 0, {begin}, {s_last + Day}, 0)");
        if (connection is NpgsqlConnection)
        {
            Run(connection, "VACUUM ANALYZE");
        }
    }

    private static void Run(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 600;
        _ = command.ExecuteNonQuery();
    }

    private static bool DropCaches()
    {
        try
        {
            File.WriteAllText("/proc/sys/vm/drop_caches", "3");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
