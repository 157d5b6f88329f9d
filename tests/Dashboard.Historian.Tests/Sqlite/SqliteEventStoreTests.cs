using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Sqlite;

public sealed class SqliteEventStoreTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_identity_is_stored_once_in_a_batch_in_two_and_after_a_restart()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db")))
        {
            Assert.Equal(
                [Stored.New, Stored.Known, Stored.New], store.Store([Records.Event(1, 0), Records.Event(1, 0), Records.Event(2, 1)]));
            Assert.Equal([Stored.Known], store.Store([Records.Event(2, 1)]));
        }

        using SqliteEventStore again = SqliteEventStore.Open(_directory.At("historian.db"));
        Assert.Equal([Stored.Known, Stored.New], again.Store([Records.Event(1, 0), Records.Event(3, 2)]));
        Assert.Equal([3L, 2L, 1L], again.QueryEvents(new RecordQuery()).Records.Select(record => record.Seq));
    }

    [Fact]
    public void The_same_number_in_another_epoch_or_of_another_site_is_another_record()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        Assert.Equal(
            [Stored.New, Stored.New, Stored.New],
            store.Store([Records.Event(1, 0), Records.Event(1, 0, epoch: "e2"), Records.Event(1, 0, site: "otra")]));
        Assert.Equal(3, store.QueryEvents(new RecordQuery()).Records.Length);
    }

    [Fact]
    public void The_first_one_stored_stays_as_it_was()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        store.Store([Records.Event(1, 0, tag: "LA152B03")]);
        store.Store([Records.Event(1, 0, tag: "LA152B04")]);
        Assert.Equal("LA152B03", Assert.Single(store.QueryEvents(new RecordQuery()).Records, record => !record.IsBeside).Event.Tag);
    }

    [Fact]
    public void A_record_comes_back_as_it_was_sent()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EventRecord sent = Records.Event(7, 0.1234567);
        store.Store([sent]);
        Assert.Equal(sent, Assert.Single(store.QueryEvents(new RecordQuery()).Records));
        EnergyRecord energy = Records.Energy(8, 15);
        store.Store([energy]);
        Assert.Equal(energy, Assert.Single(store.QueryEnergies(new RecordQuery()).Records));
    }

    [Fact]
    public void Pages_follow_newest_first_without_gap_though_records_arrive_meanwhile()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));

        // Two events of each second, and one late event that is older than all: the order is that of the times, not of the arrival.
        store.Store([.. Enumerable.Range(1, 10).Select(seq => Records.Event(seq, seq / 2)), Records.Event(11, -60)]);
        RecordPage<EventRecord> first = store.QueryEvents(new RecordQuery { Limit = 4 });
        Assert.Equal([10L, 9, 8, 7], first.Records.Select(record => record.Seq));
        store.Store([Records.Event(12, 100)]);

        RecordPage<EventRecord> second = store.QueryEvents(new RecordQuery { Limit = 4, Before = Round(first.Next) });
        Assert.Equal([6L, 5, 4, 3], second.Records.Select(record => record.Seq));
        RecordPage<EventRecord> third = store.QueryEvents(new RecordQuery { Limit = 4, Before = Round(second.Next) });
        Assert.Equal([2L, 1, 11], third.Records.Select(record => record.Seq));
        Assert.Null(third.Next);
    }

    [Fact]
    public void A_page_that_is_exactly_full_has_no_next_one()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        store.Store([Records.Event(1, 0), Records.Event(2, 1)]);
        Assert.Null(store.QueryEvents(new RecordQuery { Limit = 2 }).Next);
        Assert.NotNull(store.QueryEvents(new RecordQuery { Limit = 1 }).Next);
    }

    [Fact]
    public void Filters_by_site_tag_type_and_time()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        store.Store(
        [
            Records.Event(1, 0), Records.Event(2, 10, tag: "LA152B04"), Records.Event(3, 20, tag: null, type: EventType.Comms),
            Records.Event(1, 30, site: "otra"),
        ]);
        Assert.Equal([3L, 2, 1], Seqs(new RecordQuery { Site = "los-alamos" }));
        Assert.Equal([2L], Seqs(new RecordQuery { Tag = "LA152B04" }));
        Assert.Equal([3L], Seqs(new RecordQuery { Type = EventType.Comms }));
        Assert.Equal([2L, 1], Seqs(new RecordQuery { Site = "los-alamos", From = Records.Start, To = Records.Start.AddSeconds(20) }));

        IEnumerable<long> Seqs(RecordQuery query) => store.QueryEvents(query).Records.Select(record => record.Seq);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_with_what_to_do()
    {
        SqliteEventStore.Open(_directory.At("historian.db")).Dispose();
        using (SqliteConnection connection = new($"Data Source={_directory.At("historian.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        HistorianException exception = Assert.Throws<HistorianException>(() => SqliteEventStore.Open(_directory.At("historian.db")));
        Assert.Contains("schema 99", exception.Message, StringComparison.Ordinal);
        Assert.Contains("another data directory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(_directory.At("historian.db"), new string('x', 4096));
        Assert.Throws<HistorianException>(() => SqliteEventStore.Open(_directory.At("historian.db")));
        Assert.Equal(new string('x', 4096), File.ReadAllText(_directory.At("historian.db")));
    }

    [Fact]
    public void The_disk_has_the_record_before_the_call_returns()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        using SqliteConnection other = new($"Data Source={_directory.At("historian.db")};Mode=ReadOnly;Pooling=False");
        other.Open();
        store.Store([Records.Event(1, 0)]);
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "SELECT count(*) FROM event";
        Assert.Equal(1L, command.ExecuteScalar());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!")]
    [InlineData("MTIzIDQ1Ng")]
    [InlineData("LTEgMSBhIGI")]
    public void A_cursor_that_is_not_ours_is_refused(string text) => Assert.False(EventCursor.TryParse(text, out _));

    private static EventCursor Round(EventCursor? cursor)
    {
        Assert.True(EventCursor.TryParse(cursor!.Value.ToString(), out EventCursor parsed));
        return parsed;
    }
}
