using Dashboard.Historian.Journal;
using Dashboard.Historian.Tests.Journal;
using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The journals in a file.</summary>
public sealed class SqliteJournalStoreTests() : JournalStoreTests(new SqliteUnderTest())
{
    [Fact]
    public void Old_rows_go_a_few_at_a_time()
    {
        using SqliteUnderTest store = new();
        long arrival = 1000;
        Store(Batches.Of(0, 100));
        Store(Batches.Of(100, 101, entry: seq => new JournalEntry(seq, Batches.TimeOf(seq)) { Error = "x" }));
        DateTimeOffset before = Records.Start.AddSeconds(51);
        Assert.Equal(20, store.Journals.DropOld(before, 20));
        Assert.Equal(80, store.Count("sample"));
        while (store.Journals.DropOld(before, 20) > 0)
        {
        }

        Assert.Equal(50, store.Count("sample"));
        Assert.Equal(Batches.TimeOf(51), store.Number("SELECT min(time) FROM sample"));
        Assert.Equal(0, store.Count("journal_aside"));

        void Store(JournalBatch batch) => store.Journals.Store(batch, () => ++arrival, Records.Start);
    }
}
