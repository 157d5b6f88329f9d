using System.Text.Json;
using Dashboard.Historian.Tests.Stores;
using Edge.Contracts;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Tests.Faults;

/// <summary>The order of arrival in a file: also in an older one, and by an index.</summary>
[Trait("Fault", "19")]
public sealed class Fault_19_Newest_is_what_arrived_last() : ArrivalOrderTests(new SqliteUnderTest())
{
    private string File => ((SqliteUnderTest)Database).File;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_file_keeps_its_rows_behind_what_arrives_from_now_on(int schema)
    {
        WriteOlder(schema, Records.Event(1, Year), Records.Event(2, 0));
        await WriteAsync(Records.Start, Records.Event(3, -Year), Records.Event(2, 0));
        EventRecord[] read = [.. Database.Events.QueryEvents(new RecordQuery { Order = EventOrder.Arrival }).Records];
        Assert.Equal([3, 1, 2], read.Select(record => record.Seq));
        Assert.Equal([false, true, true], read.Select(record => record.Arrival == 0));
        RecordPage<EventRecord> first = Database.Events.QueryEvents(new RecordQuery { Order = EventOrder.Arrival, Limit = 2 });
        RecordQuery rest = new() { Order = EventOrder.Arrival, Before = first.Next };
        Assert.Equal(2, Assert.Single(Database.Events.QueryEvents(rest).Records).Seq);
    }

    [Theory]
    [InlineData("", "event_arrival")]
    [InlineData("WHERE site = 'a'", "event_site_arrival")]
    [InlineData("WHERE tag = 'a'", "event_tag_arrival")]
    [InlineData("WHERE type = 'loss'", "event_type_arrival")]
    [InlineData("WHERE site = 'a' AND type = 'loss'", "event_site_type_arrival")]
    public void Each_filter_finds_the_newest_by_an_index(string filter, string index)
    {
        _ = Database.Events;
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = $"EXPLAIN QUERY PLAN SELECT seq FROM event {filter} ORDER BY arrival DESC, time DESC, seq DESC LIMIT 100";
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Contains(index, reader.GetString(3), StringComparison.Ordinal);
        Assert.False(reader.Read());
    }

    /// <summary>A file as an older version made it.</summary>
    private void WriteOlder(int schema, params EventRecord[] records)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Version1;
        command.ExecuteNonQuery();
        if (schema == 2)
        {
            command.CommandText = Version2;
            command.ExecuteNonQuery();
        }

        command.CommandText = "INSERT INTO event (site, epoch, seq, time, type, tag, payload) "
            + "VALUES ($site, $epoch, $seq, $time, 'digital', $tag, $payload)";
        foreach (EventRecord record in records)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$site", record.Site);
            command.Parameters.AddWithValue("$epoch", record.Epoch);
            command.Parameters.AddWithValue("$seq", record.Seq);
            command.Parameters.AddWithValue("$time", record.Event.Time.UtcTicks);
            command.Parameters.AddWithValue("$tag", record.Event.Tag);
            command.Parameters.AddWithValue("$payload", JsonSerializer.Serialize(record.Event, ContractJson.Default.EventMessage));
            command.ExecuteNonQuery();
        }
    }

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    private const string Version1 = """
        CREATE TABLE event (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, type TEXT NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        CREATE INDEX event_time ON event (time, seq, site, epoch);
        CREATE INDEX event_site_time ON event (site, time, seq);
        CREATE INDEX event_tag_time ON event (tag, time, seq);
        CREATE TABLE energy (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        CREATE INDEX energy_time ON energy (time, seq, site, epoch);
        CREATE INDEX energy_site_time ON energy (site, time, seq);
        CREATE INDEX energy_tag_time ON energy (tag, time, seq);
        PRAGMA user_version = 1;
        """;

    private const string Version2 = """
        CREATE INDEX event_type_time ON event (type, time, seq, site, epoch);
        CREATE INDEX event_site_type_time ON event (site, type, time, seq);
        PRAGMA user_version = 2;
        """;
}
