using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Historian.Tests.Journal;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>A file of the schema before the journals, with data in it, is taken over.</summary>
public sealed class JournalMigrationTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_of_schema_6_keeps_its_records_and_takes_journals()
    {
        string file = _directory.At("historian.db");
        using (SqliteEventStore before = SqliteEventStore.Open(file))
        {
            before.Store([.. Enumerable.Range(1, 50).Select(i => Records.Event(i, i) with { Arrival = i }), Records.Energy(51, 0)]);
            before.Store([Records.Event(60, 60).Ahead()]);
        }

        using (SqliteConnection connection = new($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = """
                DROP TABLE journal; DROP TABLE series; DROP TABLE quality; DROP TABLE sample; DROP TABLE element_change;
                DROP TABLE journal_gap; DROP TABLE journal_aside; DROP TABLE rollup_1m; DROP TABLE rollup_15m; DROP TABLE rollup_2h;
                DROP TABLE rollup_1d; DROP TABLE rollup_due; DROP TABLE sample_not_set; DROP TABLE element_change_not_set;
                DROP TABLE alarm_due; DROP TABLE alarm_source; DROP TABLE alarm; DROP TABLE alarm_change; DROP TABLE alarm_shelf;
                DROP TABLE audit; DROP TABLE audit_head; DROP TABLE alarm_mark;
                DROP TABLE notify_state; DROP TABLE notify_rule; DROP TABLE notify_group; DROP TABLE notify_template;
                DROP TABLE notify_call; DROP TABLE notify_item; DROP TABLE notify_message; DROP TABLE alarm_rule;
                DROP TABLE alarm_burst; DROP TABLE station_bay;
                PRAGMA user_version = 6;
                """;
            command.ExecuteNonQuery();
        }

        using SqliteEventStore store = SqliteEventStore.Open(file);
        Assert.Equal(51, store.QueryEvents(new RecordQuery { Limit = 100 }).Records.Length);
        SqlJournalStore journals = new(store);
        long arrival = store.LastArrival();
        Assert.Equal([], journals.Watermarks());

        // The journal sends what came by the topics before: all of it is known.
        var stored = journals.Store(Batches.Of(0, 50, entry: seq => Batches.Event(seq)), () => ++arrival, Records.Start);
        Assert.All(stored.Records, record => Assert.Equal(Stored.Known, record.Became));
        Assert.Equal(50, Assert.Single(journals.Watermarks()).Seq);
        Assert.Equal(51, store.QueryEvents(new RecordQuery { Limit = 100 }).Records.Length);
    }
}
