using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Faults;

/// <summary>A rare type is found by an index, and a query that takes too long is cancelled.</summary>
[Trait("Fault", "10")]
public sealed class Fault_10_A_query_has_an_end : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_runs_too_long_is_interrupted()
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        using SqliteCommand endless = connection.CreateCommand();
        endless.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
        using (new QueryClock(connection, TimeSpan.FromMilliseconds(50)))
        {
            SqliteException ended = Assert.Throws<SqliteException>(() => endless.ExecuteScalar());
            Assert.Equal(SQLitePCL.raw.SQLITE_INTERRUPT, ended.SqliteErrorCode);
        }

        // Without the clock the connection serves again, also what takes many steps.
        using SqliteCommand next = connection.CreateCommand();
        next.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n";
        Assert.Equal(100_000L, next.ExecuteScalar());
    }

    [Fact]
    public void A_slow_query_of_the_historian_fails_and_the_next_is_served()
    {
        using (SqliteEventStore whole = SqliteEventStore.Open(_directory.At("historian.db")))
        {
            whole.Store([.. Enumerable.Range(1, 5000).Select(seq => Records.Event(seq, seq))]);
            Assert.Single(whole.QueryEvents(new RecordQuery { To = Records.Start.AddSeconds(1.5) }).Records);
        }

        // No time at all, and filters that no index knows together: the clock has run out before the thousandth row.
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"), longestQuery: TimeSpan.FromMilliseconds(-1));
        RecordQuery slow = new()
        {
            Order = EventOrder.Arrival,
            Site = "los-alamos",
            Tag = "LA152B03",
            Type = EventType.Digital,
            From = Records.Start,
            To = Records.Start.AddDays(1),
            Limit = RecordQuery.MaximumLimit,
        };
        HistorianException ended = Assert.Throws<HistorianException>(() => store.QueryEvents(slow));
        Assert.Contains("was cancelled", ended.Message, StringComparison.Ordinal);
        Assert.Single(store.QueryEvents(new RecordQuery { Limit = 1 }).Records);
    }

    [Theory]
    [InlineData("type = 'loss'", "event_type_time")]
    [InlineData("site = 'a' AND type = 'loss'", "event_site_type_time")]
    public void A_rare_type_is_found_by_an_index_and_not_sorted(string where, string index)
    {
        SqliteEventStore.Open(_directory.At("historian.db")).Dispose();
        using SqliteConnection connection = new($"Data Source={_directory.At("historian.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constant.
        command.CommandText = $"EXPLAIN QUERY PLAN SELECT payload FROM event WHERE {where} "
            + "ORDER BY time DESC, seq DESC, site DESC, epoch DESC LIMIT 100";
#pragma warning restore CA2100
        List<string> plan = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains(index, plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
    }
}
