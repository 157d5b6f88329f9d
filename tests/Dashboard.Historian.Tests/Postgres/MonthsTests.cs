using Dashboard.Historian.Journal;
using Dashboard.Historian.Tests.Journal;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Each month of values has a partition, which is made with its first value and goes as a whole.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class MonthsTests(PostgresFixture server) : IDisposable
{
    private const string Partitions =
        "SELECT count(*) FROM pg_inherits WHERE inhparent IN ('sample'::regclass, 'element_change'::regclass)";

    private readonly PostgresUnderTest _store = new(server);
    private long _arrival = 1000;

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_month_is_made_with_its_first_value_and_dropped_with_its_last_day()
    {
        Store(At(0, 3), Day(2026, 1, 31), Day(2026, 2, 1), Day(2026, 3, 1));
        Assert.Equal((1, 1, 1), (_store.Count("sample_2026_01"), _store.Count("sample_2026_02"), _store.Count("sample_2026_03")));
        Assert.Equal(2 + 3 + 3, _store.Number(Partitions));

        Assert.Equal(0, _store.Journals.DropOld(Day(2026, 1, 31), 10));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => _store.Journals.DropOld(Day(2026, 2, 28), 10) > 0));
        Assert.Equal((2, 2), (_store.Count("sample"), _store.Count("element_change")));

        // What comes late for it is stored, and goes again.
        Store(At(3, 4), Day(2026, 1, 5));
        Assert.Equal(3, _store.Count("sample"));
        Assert.True(_store.Journals.DropOld(Day(2026, 2, 28), 10) > 0);
        Assert.Equal(2, _store.Count("sample"));
    }

    [Fact]
    public void A_month_whose_transaction_failed_is_made_again()
    {
        JournalBatch batch = Batches.Of(0, 2, entry: seq => seq == 1 ? Batches.Sample(1) : new JournalEntry(2, 0) { Error = "x" });
        Assert.Throws<IOException>(() => Store(batch with { Pack = _ => throw new IOException() }));
        Assert.Equal(2, _store.Number(Partitions));
        Store(batch);
        Assert.Equal(1, _store.Count("sample_2026_03"));
    }

    [Fact]
    public void A_clock_that_is_wrong_makes_no_month()
    {
        DateTimeOffset[] wrong = [DateTimeOffset.MinValue, Day(1970, 1, 1), Day(1999, 12, 31), Day(2100, 1, 1), DateTimeOffset.MaxValue];
        Store(At(0, 7), [.. wrong, Day(2000, 1, 1), Day(2099, 12, 31)]);
        Assert.Equal((5, 5), (_store.Count("sample_other"), _store.Count("element_change_other")));
        Assert.Equal((1, 1), (_store.Count("sample_2000_01"), _store.Count("sample_2099_12")));

        // Those of the past go a few at a time.
        while (_store.Journals.DropOld(Day(2026, 1, 1), 2) > 0)
        {
        }

        Assert.Equal((2, 3), (_store.Count("sample_other"), _store.Count("sample")));
    }

    [Fact]
    public void What_was_set_aside_goes_too_and_gaps_stay()
    {
        Store(At(0, 1), Records.Start);
        Store(Batches.Of(1, 10, oldest: 5, entry: seq => new JournalEntry(seq, Batches.TimeOf(seq)) { Error = "x" }));
        Assert.Equal((1, 1), (_store.Count("journal_gap"), _store.Count("journal_aside")));
        Assert.Equal(1, _store.Journals.DropOld(Records.Start.AddDays(1), 10));
        Assert.Equal((1, 0), (_store.Count("journal_gap"), _store.Count("journal_aside")));
    }

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private static JournalBatch At(long after, long last) => Batches.Of(after, last);

    private void Store(JournalBatch batch, params DateTimeOffset[] times) => _ = _store.Journals.Store(
        times.Length == 0 ? batch
            : batch with
            {
                Entries =
                [
                    .. batch.Entries.Zip(times, (entry, time) => entry with
                    {
                        Time = (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
                        Elements = [new ElementValue("E", "1", null, null, null)],
                    }),
                ],
            },
        () => ++_arrival, Records.Start);
}
