using System.Text.Json;
using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Historian.Tests.Faults;

/// <summary>A clock that is a year off, of a device, of a gateway or of the server, hides no event.</summary>
[Trait("Fault", "19")]
public sealed class Fault_19_Newest_is_what_arrived_last : IDisposable
{
    private const double Year = 365 * 86_400.0;

    private readonly TemporaryFolder _directory = new();

    private string File => _directory.At("historian.db");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Events_are_in_the_order_of_their_arrival_page_by_page()
    {
        using SqliteEventStore store = SqliteEventStore.Open(File);
        await WriteAsync(store, Records.Start, Records.Event(1, Year), Records.Event(2, 0), Records.Event(3, -Year));
        List<long> seen = [];
        RecordPage<EventRecord> page = new([], null);
        do
        {
            page = store.QueryEvents(new RecordQuery { Order = EventOrder.Arrival, Before = page.Next, Limit = 1 });
            seen.Add(Assert.Single(page.Records).Seq);
        }
        while (page.Next is not null);

        Assert.Equal([3, 2, 1], seen);
        Assert.Equal([1, 2, 3], store.QueryEvents(new RecordQuery()).Records.Select(record => record.Seq));
    }

    [Fact]
    public async Task Filters_hold_in_the_order_of_arrival()
    {
        using SqliteEventStore store = SqliteEventStore.Open(File);
        await WriteAsync(
            store, Records.Start, Records.Event(1, 9), Records.Event(2, 5, tag: "OTHER"), Records.Event(3, 1),
            Records.Event(4, 0, site: "otra"), Records.Event(5, 0, type: EventType.Comms));
        RecordQuery query = new() { Order = EventOrder.Arrival, Site = "los-alamos", Tag = "LA152B03", Type = EventType.Digital };
        Assert.Equal([3, 1], store.QueryEvents(query).Records.Select(record => record.Seq));
        Assert.Equal([3], store.QueryEvents(query with { To = Records.Start.AddSeconds(5) }).Records.Select(record => record.Seq));
    }

    [Fact]
    public async Task A_server_clock_that_is_set_back_puts_nothing_behind()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(File))
        {
            await WriteAsync(store, Records.Start.AddYears(1), Records.Event(1, 0));
        }

        using SqliteEventStore again = SqliteEventStore.Open(File);
        await WriteAsync(again, Records.Start, Records.Event(2, 0), Records.Event(3, 0));
        EventRecord[] read = [.. again.QueryEvents(new RecordQuery { Order = EventOrder.Arrival }).Records];
        Assert.Equal([3, 2, 1], read.Select(record => record.Seq));
        Assert.Equal([2, 1], read.SkipLast(1).Select(record => record.Arrival - read[^1].Arrival));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_file_keeps_its_rows_behind_what_arrives_from_now_on(int schema)
    {
        WriteOlder(schema, Records.Event(1, Year), Records.Event(2, 0));
        using SqliteEventStore store = SqliteEventStore.Open(File);
        await WriteAsync(store, Records.Start, Records.Event(3, -Year), Records.Event(2, 0));
        EventRecord[] read = [.. store.QueryEvents(new RecordQuery { Order = EventOrder.Arrival }).Records];
        Assert.Equal([3, 1, 2], read.Select(record => record.Seq));
        Assert.Equal([false, true, true], read.Select(record => record.Arrival == 0));
        RecordPage<EventRecord> first = store.QueryEvents(new RecordQuery { Order = EventOrder.Arrival, Limit = 2 });
        RecordQuery rest = new() { Order = EventOrder.Arrival, Before = first.Next };
        Assert.Equal(2, Assert.Single(store.QueryEvents(rest).Records).Seq);
    }

    [Theory]
    [InlineData("", "event_arrival")]
    [InlineData("WHERE site = 'a'", "event_site_arrival")]
    [InlineData("WHERE tag = 'a'", "event_tag_arrival")]
    [InlineData("WHERE type = 'loss'", "event_type_arrival")]
    [InlineData("WHERE site = 'a' AND type = 'loss'", "event_site_type_arrival")]
    public void Each_filter_finds_the_newest_by_an_index(string filter, string index)
    {
        SqliteEventStore.Open(File).Dispose();
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

    private static async Task WriteAsync(SqliteEventStore store, DateTimeOffset now, params EventRecord[] records)
    {
        await using EventWriter writer = new(store, new FakeTimeProvider(now), NullLogger<EventWriter>.Instance);
        foreach (EventRecord record in records)
        {
            await writer.StoreAsync(record, Cancelled);
        }
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
