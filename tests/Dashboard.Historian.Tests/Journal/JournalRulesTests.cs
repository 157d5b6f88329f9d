using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Tests.Journal;

/// <summary>The rules of the watermark, each with the case that it is for.</summary>
public sealed class JournalRulesTests
{
    [Fact]
    public void What_follows_is_next() => Assert.Equal(Next(10), Rule(10, 10, 20));

    [Fact]
    public void What_overlaps_is_next_from_the_watermark_on() => Assert.Equal(Next(15), Rule(15, 10, 20));

    [Fact]
    public void What_is_at_or_below_the_watermark_is_known()
    {
        Assert.Equal(new BatchRuling(BatchPlace.Known, 20, null), Rule(20, 10, 20));
        Assert.Equal(new BatchRuling(BatchPlace.Known, 30, null), Rule(30, 10, 20));

        // The journal has dropped it meanwhile: no matter.
        Assert.Equal(new BatchRuling(BatchPlace.Known, 30, null), Rule(30, 10, 20, oldest: 40));
    }

    [Fact]
    public void What_is_beyond_the_watermark_is_missing_while_the_journal_has_it()
    {
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 5, null), Rule(5, 10, 20));
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 5, null), Rule(5, 10, 20, oldest: 6));

        // Not known what it has: it is asked.
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 5, null), Rule(5, 10, 20, oldest: 0));
    }

    [Fact]
    public void What_the_journal_has_no_more_is_gone_and_the_rest_goes_on() =>
        Assert.Equal(new BatchRuling(BatchPlace.Next, 10, new SeqRange(6, 10)), Rule(5, 10, 20, oldest: 11));

    [Fact]
    public void What_is_gone_in_part_is_missing_in_part() =>
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 7, new SeqRange(6, 7)), Rule(5, 10, 20, oldest: 8));

    [Fact]
    public void A_gateway_that_went_back_and_has_no_more_says_what_is_gone() =>
        Assert.Equal(new BatchRuling(BatchPlace.Next, 14, new SeqRange(11, 14)), Rule(10, 10, 20, oldest: 15));

    [Fact]
    public void What_a_batch_holds_is_not_gone_though_the_journal_dropped_it()
    {
        JournalBatch sent = Batches.Of(10, 20);
        Assert.Equal(Next(10), Rule(10, sent with { OldestSeq = 30 }));
    }

    [Fact]
    public void A_batch_without_records_says_that_they_are_gone()
    {
        JournalBatch empty = Batches.Of(10, 20) with { Entries = [], OldestSeq = 0 };
        Assert.Equal(new BatchRuling(BatchPlace.Known, 20, new SeqRange(11, 20)), Rule(10, empty));
        Assert.Equal(new BatchRuling(BatchPlace.Known, 20, null), Rule(20, empty));
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 5, null), Rule(5, empty));
        Assert.Equal(new BatchRuling(BatchPlace.Known, 20, null), Rule(null, empty with { AfterSeq = 0 }));
    }

    [Fact]
    public void The_journal_of_a_new_site_begins_where_it_begins()
    {
        Assert.Equal(Next(0), Rule(null, 0, 20));
        Assert.Equal(Next(40), Rule(null, 40, 50, oldest: 41));

        // All that its journal still has is asked for.
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 29, null), Rule(null, 40, 50, oldest: 30));
    }

    [Fact]
    public void A_new_epoch_is_read_from_its_oldest_record_on()
    {
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 29, null), Rule(null, 40, 50, oldest: 30, other: 100));
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 29, new SeqRange(21, 29)), Rule(null, 40, 50, oldest: 30, other: 20));
    }

    [Fact]
    public void The_first_batch_of_a_run_follows_the_former_one()
    {
        JournalBatch first = Run(11, after: 10, last: 20);
        Assert.Equal(Next(10), Rule(null, first, former: 10));
        Assert.Equal(new BatchRuling(BatchPlace.Missing, 7, null), Rule(null, first, former: 7));

        // The end of the former run was dropped before it was sent: it is gone, and not expected any more.
        Assert.Equal(new BatchRuling(BatchPlace.Next, 10, new SeqRange(8, 10)), Rule(null, first with { OldestSeq = 11 }, former: 7));
    }

    [Fact]
    public void A_later_batch_of_a_run_sees_what_came_of_the_former_one()
    {
        // The watermark of the run was written before the rest of the former run arrived.
        Assert.Equal(Next(10), Rule(5, Run(11, after: 10, last: 20), former: 10));
    }

    [Fact]
    public void What_is_there_beyond_the_former_run_tells_that_it_was_taken_back()
    {
        JournalBatch first = Run(11, after: 10, last: 20);
        BatchRuling ruling = JournalRules.Of(new JournalPlaces(null, 14, 14), first);
        Assert.Equal((BatchPlace.Next, 10, new SeqRange(11, 14)), (ruling.Place, ruling.After, ruling.Left!.Value));

        // It is told once, and not where the former run ends as it should.
        Assert.Null(JournalRules.Of(new JournalPlaces(15, 14, 14), first).Left);
        Assert.Null(JournalRules.Of(new JournalPlaces(null, 10, 10), first).Left);
    }

    [Fact]
    public void What_another_way_of_the_journal_has_is_not_gone()
    {
        // Nothing is known of the former run; of a copy that went another way everything up to 100.
        JournalBatch batch = Run(11, 15, 20) with { OldestSeq = 16 };
        Assert.Equal(new BatchRuling(BatchPlace.Next, 15, new SeqRange(11, 15)), Rule(null, batch, other: 100));
    }

    [Fact]
    public void The_watermark_moves_only_beyond_what_was_stored()
    {
        Assert.False(JournalRules.Of(new JournalPlaces(5, null, null), Batches.Of(10, 20)).Moved);
        Assert.True(JournalRules.Of(new JournalPlaces(5, null, null), Batches.Of(10, 20, 8)).Moved);
        Assert.False(JournalRules.Of(new JournalPlaces(null, 7, null), Run(11, 10, 20)).Moved);
    }

    private static BatchRuling Next(long after) => new(BatchPlace.Next, after, null);

    private static JournalBatch Run(long first, long after, long last) =>
        Batches.Of(after, last) with { FirstSeq = first, FormerEpoch = "former" };

    private static BatchRuling Rule(long? watermark, long after, long last, long oldest = 1, long? other = null) =>
        Rule(watermark, Batches.Of(after, last, oldest), other);

    private static BatchRuling Rule(long? watermark, JournalBatch batch, long? other = null, long? former = null) =>
        JournalRules.Of(new JournalPlaces(watermark, former, other), batch) with { Moved = false };
}
