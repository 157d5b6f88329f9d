using System.Text;
using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Events and energies in the database of the historian: each identity once, and pages of them.</summary>
/// <param name="database">The database of the test.</param>
public abstract class EventStoreTests(StoreUnderTest database) : StoreTests(database)
{
    [Fact]
    public void An_identity_is_stored_once_in_a_batch_in_two_and_after_a_restart()
    {
        Assert.Equal(
            [Stored.New, Stored.Known, Stored.New], Database.Events.Store([Records.Event(1, 0), Records.Event(1, 0), Records.Event(2, 1)]));
        Assert.Equal([Stored.Known], Database.Events.Store([Records.Event(2, 1)]));

        Database.Reopen();
        Assert.Equal([Stored.Known, Stored.New], Database.Events.Store([Records.Event(1, 0), Records.Event(3, 2)]));
        Assert.Equal([3L, 2L, 1L], Database.Events.QueryEvents(new RecordQuery()).Records.Select(record => record.Seq));
    }

    [Fact]
    public void The_same_number_in_another_epoch_or_of_another_site_is_another_record()
    {
        Assert.Equal(
            [Stored.New, Stored.New, Stored.New],
            Database.Events.Store([Records.Event(1, 0), Records.Event(1, 0, epoch: "e2"), Records.Event(1, 0, site: "otra")]));
        Assert.Equal(3, Database.Events.QueryEvents(new RecordQuery()).Records.Length);
    }

    [Fact]
    public void The_first_one_stored_stays_as_it_was()
    {
        Database.Events.Store([Records.Event(1, 0, tag: "LA152B03")]);
        Database.Events.Store([Records.Event(1, 0, tag: "LA152B04")]);
        EventRecord first = Assert.Single(Database.Events.QueryEvents(new RecordQuery()).Records, record => !record.IsBeside);
        Assert.Equal("LA152B03", first.Event.Tag);
    }

    [Fact]
    public void A_record_comes_back_as_it_was_sent()
    {
        EventRecord sent = Records.Event(7, 0.1234567);
        Database.Events.Store([sent]);
        Assert.Equal(sent, Assert.Single(Database.Events.QueryEvents(new RecordQuery()).Records));
        EnergyRecord energy = Records.Energy(8, 15);
        Database.Events.Store([energy]);
        Assert.Equal(energy, Assert.Single(Database.Events.QueryEnergies(new RecordQuery()).Records));
    }

    [Fact]
    public void Pages_follow_newest_first_without_gap_though_records_arrive_meanwhile()
    {
        // Two events of each second, and one late event that is older than all: the order is that of the times, not of the arrival.
        Database.Events.Store([.. Enumerable.Range(1, 10).Select(seq => Records.Event(seq, seq / 2)), Records.Event(11, -60)]);
        RecordPage<EventRecord> first = Database.Events.QueryEvents(new RecordQuery { Limit = 4 });
        Assert.Equal([10L, 9, 8, 7], first.Records.Select(record => record.Seq));
        Database.Events.Store([Records.Event(12, 100)]);

        RecordPage<EventRecord> second = Database.Events.QueryEvents(new RecordQuery { Limit = 4, Before = Round(first.Next) });
        Assert.Equal([6L, 5, 4, 3], second.Records.Select(record => record.Seq));
        RecordPage<EventRecord> third = Database.Events.QueryEvents(new RecordQuery { Limit = 4, Before = Round(second.Next) });
        Assert.Equal([2L, 1, 11], third.Records.Select(record => record.Seq));
        Assert.Null(third.Next);
    }

    [Fact]
    public void A_page_that_is_exactly_full_has_no_next_one()
    {
        Database.Events.Store([Records.Event(1, 0), Records.Event(2, 1)]);
        Assert.Null(Database.Events.QueryEvents(new RecordQuery { Limit = 2 }).Next);
        Assert.NotNull(Database.Events.QueryEvents(new RecordQuery { Limit = 1 }).Next);
    }

    [Fact]
    public void Filters_by_site_tag_type_and_time()
    {
        Database.Events.Store(
        [
            Records.Event(1, 0), Records.Event(2, 10, tag: "LA152B04"), Records.Event(3, 20, tag: null, type: EventType.Comms),
            Records.Event(1, 30, site: "otra"),
        ]);
        Assert.Equal([3L, 2, 1], Seqs(new RecordQuery { Site = "los-alamos" }));
        Assert.Equal([3L, 2, 1], Seqs(new RecordQuery { Sites = ["los-alamos", "nowhere"] }));
        Assert.Empty(Seqs(new RecordQuery { Sites = [] }));
        Assert.Equal([2L], Seqs(new RecordQuery { Tag = "LA152B04" }));
        Assert.Equal([3L], Seqs(new RecordQuery { Type = EventType.Comms }));
        Assert.Equal([2L, 1], Seqs(new RecordQuery { Site = "los-alamos", From = Records.Start, To = Records.Start.AddSeconds(20) }));

        IEnumerable<long> Seqs(RecordQuery query) => Database.Events.QueryEvents(query).Records.Select(record => record.Seq);
    }

    [Fact]
    public void Others_see_the_record_before_the_call_returns()
    {
        Database.Events.Store([Records.Event(1, 0)]);
        Assert.Equal(1, Database.Count("event"));
    }

    [Fact]
    public void A_tag_and_a_word_of_any_length_are_kept_and_found()
    {
        // Random letters: a database may pack what repeats itself.
        Random random = new(1);
        string tag = string.Concat(Enumerable.Range(0, 2000).Select(_ => (char)random.Next(0x4e00, 0x9fff)));
        EventRecord sent = Records.Event(1, 0, tag: tag);
        string newer = Encoding.UTF8.GetString(sent.Payload.Span)
            .Replace("\"digital\"", $"\"{tag}\"", StringComparison.Ordinal).Replace("\"seq\":1", "\"seq\":2", StringComparison.Ordinal);
        EventRecord worded = NewerWords.Event(sent.Site, Encoding.UTF8.GetBytes(newer), 0);
        Assert.Equal([Stored.New, Stored.New], Database.Events.Store([sent, worded]));
        Assert.Equal([2, 1], Database.Events.QueryEvents(new RecordQuery { Tag = tag }).Records.Select(record => record.Seq));
        Assert.Empty(Database.Events.QueryEvents(new RecordQuery { Tag = tag[1..] }).Records);
    }

    private static EventCursor Round(EventCursor? cursor)
    {
        Assert.True(EventCursor.TryParse(cursor!.Value.ToString(), out EventCursor parsed));
        return parsed;
    }
}
