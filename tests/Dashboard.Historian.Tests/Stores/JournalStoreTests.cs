using Dashboard.Alarms;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Tests.Journal;
using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Batches of journals in the database of the historian: each record once, and the watermark with them.</summary>
/// <param name="database">The database of the test.</param>
public abstract class JournalStoreTests(StoreUnderTest database) : StoreTests(database)
{
    private long _arrival = 1000;

    private (long From, long To) GapOfTime =>
        (Database.Number("SELECT time_from FROM journal_gap"), Database.Number("SELECT time_to FROM journal_gap"));

    [Fact]
    public void Batches_stored_together_are_as_stored_one_after_the_other()
    {
        // A gap between the second and the third, which is asked for, and a second site beside.
        JournalBatch[] batches =
        [
            Batches.Of(0, 10), Batches.Of(10, 20, entry: seq => Batches.Event(seq)), Batches.Of(25, 30), Batches.Of(20, 30),
            Batches.Of(0, 5) with { Site = "other" },
        ];
        long arrival = 0;
        IReadOnlyList<JournalStored> stored = Database.Journals.StoreTogether(batches, () => ++arrival, Records.Start);
        Assert.Equal([10, 20, 20, 30, 5], stored.Select(one => one.Watermark));
        Assert.Equal(BatchPlace.Missing, stored[2].Place);
        Assert.Equal(10, stored.Sum(one => one.Records.Count(kept => kept.Became == Stored.New)));
        Assert.Equal(
            [("los-alamos", 30L), ("other", 5L)], Database.Journals.Watermarks().Select(mark => (mark.Site, mark.Seq)).Order());
        Assert.Equal((25, 10, 2), (Database.Count("sample"), Database.Count("event"), Database.Count("rollup_due")));
    }

    [Theory]
    [InlineData(RecordClock.Right, "sample")]
    [InlineData(RecordClock.NotSet, "sample_not_set")]
    public void A_number_that_is_none_holds_up_no_record(RecordClock clock, string table)
    {
        SampleValue none = new("AI1", double.NaN, double.NaN, null);
        Assert.Equal(
            (BatchPlace.Next, 3L), Store(Batches.Of(0, 3, entry: seq => Batches.Sample(seq) with { Samples = [none], Clock = clock })));
        Assert.Equal(3, Database.Number($"SELECT count(*) FROM {table} WHERE value IS NULL"));
    }

    [Fact]
    public void Each_record_is_stored_once_with_the_watermark()
    {
        Assert.Equal([], Database.Journals.Watermarks());
        Assert.Equal((BatchPlace.Next, 10L), Store(Batches.Of(0, 10)));
        Assert.Equal((BatchPlace.Known, 10L), Store(Batches.Of(0, 10)));
        Assert.Equal((BatchPlace.Next, 15L), Store(Batches.Of(5, 15)));
        Assert.Equal(15, Database.Count("sample"));
        Assert.Equal([new Watermark(Batches.Site, "e1", 15)], Database.Journals.Watermarks());

        Database.Reopen();
        Assert.Equal((BatchPlace.Known, 15L), Store(Batches.Of(5, 15)));
        Assert.Equal((BatchPlace.Next, 16L), Store(Batches.Of(15, 16)));
        Assert.Equal(16, Database.Count("sample"));
        Assert.Equal(1, Database.Count("series"));
    }

    [Fact]
    public void Of_a_batch_beyond_the_watermark_nothing_is_stored()
    {
        Store(Batches.Of(0, 10));
        Assert.Equal((BatchPlace.Missing, 10L), Store(Batches.Of(12, 20)));
        Assert.Equal(10, Database.Count("sample"));
        Assert.Equal((BatchPlace.Next, 20L), Store(Batches.Of(10, 20)));
        Assert.Equal(20, Database.Count("sample"));
        Assert.Equal(0, Database.Count("journal_gap"));
    }

    [Fact]
    public void What_is_gone_is_an_event_of_the_site_once()
    {
        Store(Batches.Of(0, 10));
        JournalStored first = Full(Batches.Of(30, 40, oldest: 21));
        Assert.Equal((BatchPlace.Missing, 20L), (first.Place, first.Watermark));
        Assert.Equal(new SeqRange(11, 20), first.Gone);
        Assert.Null(Full(Batches.Of(30, 40, oldest: 21)).Gone);
        Assert.Equal((BatchPlace.Next, 40L), Store(Batches.Of(20, 40, oldest: 21)));

        EventRecord gap = Assert.Single(Events());
        Assert.Equal((EventType.Loss, 11L, 20L, 10L), (gap.Event.Type, gap.Event.FirstSeq, gap.Event.LastSeq, gap.Event.Dropped));
        Assert.Equal((CentreRecord.Epoch, Batches.Site, LossReasonCode.NotInJournal), (gap.Epoch, gap.Site, gap.Event.LossReason));
        Assert.Equal((Batches.TimeOf(10), Batches.TimeOf(21)), GapOfTime);
    }

    [Fact]
    public void A_run_goes_on_where_the_former_one_ends()
    {
        Store(Batches.Of(0, 10));
        JournalBatch second = Run("e2", 13, "e1", Batches.Of(12, 20, epoch: "e2"));
        Assert.Equal((BatchPlace.Missing, 10L), Store(second));
        Assert.Equal((BatchPlace.Next, 12L), Store(Batches.Of(10, 12)));
        Assert.Equal((BatchPlace.Next, 20L), Store(second));
        Assert.Equal((BatchPlace.Known, 20L), Store(second));
        Assert.Equal(20, Database.Count("sample"));
        Assert.Equal([new Watermark(Batches.Site, "e2", 20)], Database.Journals.Watermarks());
        Assert.Empty(Events());

        // Nobody looked between them: the last value of the one does not hold until the other begins.
        Assert.Equal((1L, (Batches.TimeOf(12), Batches.TimeOf(13))), (Database.Count("journal_gap"), GapOfTime));
    }

    [Fact]
    public void What_is_gone_between_two_runs_is_a_gap_of_time_and_an_event()
    {
        Store(Batches.Of(0, 10));
        Assert.Equal((BatchPlace.Next, 30L), Store(Run("e2", 13, "e1", Batches.Of(20, 30, oldest: 21, epoch: "e2"))));
        EventRecord gap = Assert.Single(Events());
        Assert.Equal((11L, 20L), (gap.Event.FirstSeq, gap.Event.LastSeq));
        Assert.Equal((Batches.TimeOf(10), Batches.TimeOf(21)), GapOfTime);
    }

    [Fact]
    public void A_journal_that_was_taken_back_loses_nothing_and_is_told_once()
    {
        Store(Batches.Of(0, 14, epoch: "a.1", entry: seq => Batches.Event(seq, "a.1")));
        JournalBatch other = Run("a.2", 11, "a.1", Batches.Of(10, 20, epoch: "a.2", entry: seq => Batches.Event(seq, "a.2")));
        JournalStored stored = Full(other);
        Assert.Equal((BatchPlace.Next, 20L, new SeqRange(11, 14)), (stored.Place, stored.Watermark, stored.Left!.Value));
        Assert.Null(Full(other).Left);

        // The one before goes on besides.
        Assert.Equal((BatchPlace.Next, 16L), Store(Batches.Of(14, 16, epoch: "a.1", entry: seq => Batches.Event(seq, "a.1"))));
        List<EventRecord> events = Events();
        Assert.Equal(16 + 10, events.Count(record => record.Epoch != CentreRecord.Epoch));
        EventRecord told = Assert.Single(events, record => record.Epoch == CentreRecord.Epoch);
        Assert.Equal((EventType.Gateway, CentreFinding.JournalTakenBack), (told.Event.Type, told.Event.Finding));
        Assert.Equal((11L, 14L), (told.Event.FirstSeq, told.Event.LastSeq));
    }

    [Fact]
    public void Only_epochs_of_another_base_can_have_a_record_again()
    {
        Store(Batches.Of(0, 1, epoch: "a.1", entry: seq => Batches.Event(seq, "a.1")));
        Assert.Equal([Stored.New], Database.Events.Store([Records.Event(1, 1, epoch: "a.2")]));
        Assert.Equal([Stored.Known], Database.Events.Store([Records.Event(1, 1, epoch: "b.1")]));
    }

    [Fact]
    public void Records_that_are_missing_within_a_batch_leave_a_gap_of_time()
    {
        JournalBatch batch = Batches.Of(0, 10);
        Store(batch with { Entries = [.. batch.Entries.Where(entry => entry.Seq is < 4 or > 6)] });
        Assert.Equal((Batches.TimeOf(3), Batches.TimeOf(7)), GapOfTime);
        Assert.Empty(Events());
    }

    [Fact]
    public void An_event_that_came_by_its_topic_is_known()
    {
        // Its topic tells a time to 100 ns, a batch to a microsecond.
        EventRecord topic = Records.Event(2, 2);
        topic = topic with { Event = topic.Event with { Time = topic.Event.Time.AddTicks(7) } };
        Database.Events.Store([topic, Records.Energy(3, 0)]);
        JournalStored stored = Full(Batches.Of(0, 3, entry: seq => seq switch
        {
            3 => new JournalEntry(3, Batches.TimeOf(3)) { Record = Records.Energy(3, 0) },
            _ => Batches.Event(seq),
        }));
        Assert.Equal([Stored.New, Stored.Known, Stored.Known], stored.Records.Select(record => record.Became));
        Assert.Equal(2, Database.Count("event"));
        Assert.Equal(1, Database.Count("energy"));

        // And the other way round.
        Assert.Equal([Stored.Known], Database.Events.Store([Records.Event(1, 1)]));
    }

    [Fact]
    public void An_event_with_other_content_is_kept_beside_also_in_a_known_batch()
    {
        Store(Batches.Of(0, 3, entry: seq => Batches.Event(seq)));
        JournalStored stored = Full(Batches.Of(0, 3, entry: seq => Batches.Event(seq, tag: seq == 2 ? "OTHER" : "LA152B03")));
        Assert.Equal(BatchPlace.Known, stored.Place);
        Assert.Equal([Stored.Known, Stored.Beside, Stored.Known], stored.Records.Select(record => record.Became));
        Assert.Equal(4, Events().Count);
    }

    [Fact]
    public void A_journal_that_goes_on_under_a_new_epoch_doubles_nothing()
    {
        JournalEntry Entry(long seq, string epoch) => seq % 2 == 0 ? Batches.Sample(seq) : Batches.Event(seq, epoch);
        Store(Batches.Of(0, 20, entry: seq => Entry(seq, "e1")));

        // It was taken back to record 12, and has recorded others since.
        JournalBatch again = Batches.Of(0, 30, epoch: "e2", entry: seq => Entry(seq, "e2"));
        JournalEntry[] entries =
        [
            .. again.Entries.Select(entry => entry.Seq <= 12 ? entry
                : entry.Record is null ? Batches.Sample(entry.Seq) with { Time = Batches.TimeOf(entry.Seq + 100) }
                : entry with { Record = Records.Event(entry.Seq, entry.Seq + 100, epoch: "e2") }),
        ];
        Assert.Equal((BatchPlace.Next, 30L), Store(again with { Entries = entries }));
        Assert.Equal(10 + 9, Database.Count("sample"));
        Assert.Equal(10 + 9, Events().Count);
        Assert.Equal([new Watermark(Batches.Site, "e2", 30)], Database.Journals.Watermarks());

        // The topic of events brings them too.
        Assert.Equal([Stored.Known], Database.Events.Store([Records.Event(5, 5, epoch: "e2")]));
    }

    [Fact]
    public void What_cannot_be_read_or_is_unknown_is_kept_as_it_came()
    {
        JournalStored stored = Full(Batches.Of(0, 5, entry: seq => seq switch
        {
            2 or 4 => new JournalEntry(seq, Batches.TimeOf(seq)) { Error = "it has no name" },
            3 => new JournalEntry(seq, Batches.TimeOf(seq)),
            _ => Batches.Sample(seq),
        }));
        Assert.Equal((BatchPlace.Next, 5L), (stored.Place, stored.Watermark));
        Assert.Equal((2, "it has no name", 1), (stored.SetAside, stored.Error, stored.Unknown));
        Assert.Equal(2, Database.Count("sample"));
        Assert.Equal(2, Database.Count("journal_aside"));
        Assert.Equal(
            2, Database.Number($"SELECT records FROM journal_aside WHERE error = 'it has no name' AND raw = {Database.Bytes("0204")}"));
        Assert.Equal(1, Database.Number($"SELECT records FROM journal_aside WHERE error IS NULL AND raw = {Database.Bytes("03")}"));
    }

    [Fact]
    public void A_site_with_too_many_series_loses_none_of_its_records()
    {
        _ = Database.Events;
        Database.Change($"""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {SeriesIds.MaximumSeries})
            INSERT INTO series (site, kind, name, part) SELECT '{Batches.Site}', 0, 'T' || i, '' FROM n
            """);
        JournalStored stored = Full(Batches.Of(0, 2, entry: seq => Batches.Sample(seq, seq == 1 ? "T7" : "T0")));
        Assert.Equal((2L, 1), (stored.Watermark, stored.SetAside));
        Assert.Equal(1, Database.Count("sample"));
    }

    [Fact]
    public void A_quality_that_no_index_takes_loses_none_of_its_records()
    {
        QualityWords words = new(new string('á', 200), "", new string('é', 1050));
        JournalStored stored = Full(Batches.Of(
            0, 2, entry: seq => Batches.Sample(seq, quality: words with { Flags = seq == 1 ? words.Flags : $"{words.Flags}x" })));
        Assert.Equal((2L, 1), (stored.Watermark, stored.SetAside));
        Assert.Equal("a quality with reason and flags has 2501 bytes, 2500 are allowed", stored.Error);
        Assert.Equal(1, Database.Count("sample"));
    }

    [Fact]
    public void Statistics_elements_and_qualities_are_series_too()
    {
        QualityWords stale = new("stale", "linkDown", "commLost blocked");
        Store(Batches.Of(0, 4, entry: seq => seq switch
        {
            1 => Batches.Sample(seq, quality: stale),
            2 => new JournalEntry(2, Batches.TimeOf(2)) { Statistics = [new StatisticValue("COM1", "timeouts", 7)] },
            3 => new JournalEntry(3, Batches.TimeOf(3)) { Elements = [new ElementValue("E1", "52", "#ff0000", null, stale)] },
            _ => new JournalEntry(4, Batches.TimeOf(4)) { Samples = [new SampleValue("AI1", double.NaN, "off", null)] },
        }));
        Assert.Equal(1, Database.Count("quality"));
        Assert.Equal(1, Database.Number($"SELECT count(*) FROM sample WHERE value IS NULL AND {Database.RawText} = 'off'"));
        Assert.Equal(7, Database.Number("SELECT CAST(value AS INTEGER) FROM sample JOIN series ON id = series WHERE part = 'timeouts'"));
        Assert.Equal(
            1, Database.Number("SELECT count(*) FROM element_change WHERE text = '52' AND fill = '#ff0000' AND quality IS NOT NULL"));
    }

    [Fact]
    public void A_failed_transaction_leaves_nothing_and_the_next_one_stores_it()
    {
        Store(Batches.Of(0, 1));
        JournalBatch good = Batches.Of(1, 3, entry: seq => Batches.Sample(seq, "NEW"));
        JournalBatch breaks = good with
        {
            Entries = [.. good.Entries, new JournalEntry(4, 0) { Error = "x" }],
            LastSeq = 4,
            Pack = _ => throw new IOException(),
        };
        Assert.Throws<IOException>(() => Store(breaks));
        Assert.Equal(1, Database.Count("series"));
        Assert.Equal((BatchPlace.Next, 3L), Store(good));
        Assert.Equal(2, Database.Count("series"));
        Assert.Equal(3, Database.Count("sample"));
    }

    private static JournalBatch Run(string epoch, long first, string former, JournalBatch batch) =>
        batch with { Epoch = epoch, FirstSeq = first, FormerEpoch = former };

    private (BatchPlace Place, long Watermark) Store(JournalBatch batch)
    {
        JournalStored stored = Full(batch);
        return (stored.Place, stored.Watermark);
    }

    private JournalStored Full(JournalBatch batch) => Database.Journals.Store(batch, () => ++_arrival, Records.Start);

    private List<EventRecord> Events() => [.. Database.Events.QueryEvents(new RecordQuery()).Records];
}
