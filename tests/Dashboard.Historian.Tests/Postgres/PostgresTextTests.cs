using System.Text;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Tests.Journal;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>PostgreSQL has no NUL in a text: what has one is kept all the same, and holds up nothing.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresTextTests(PostgresFixture server) : IDisposable
{
    private const string Odd = "a\0b\ud800c";
    private const string Kept = "a\u2400b\ufffdc";

    private readonly PostgresUnderTest _store = new(server);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void An_event_comes_back_as_it_was_and_is_found()
    {
        EventRecord sent = Records.Event(1, 0, tag: "a\0b");
        sent = sent with { Event = sent.Event with { Text = "\0" } };
        Assert.Equal([Stored.New], _store.Events.Store([sent]));
        Assert.Equal([Stored.Known], _store.Events.Store([sent]));
        Assert.Equal(sent, Assert.Single(_store.Events.QueryEvents(new RecordQuery { Tag = "a\0b" }).Records));
        Assert.Empty(_store.Events.QueryEvents(new RecordQuery { Tag = "\0", Site = "\0" }).Records);
    }

    [Fact]
    public void A_batch_with_such_names_and_texts_is_stored()
    {
        long arrival = 0;
        QualityWords quality = new(Odd, Odd, Odd);
        JournalStored stored = _store.Journals.Store(
            Batches.Of(0, 3, entry: seq => seq switch
            {
                1 => new JournalEntry(1, Batches.TimeOf(1)) { Samples = [new SampleValue(Odd, 1, Odd, quality)] },
                2 => new JournalEntry(2, Batches.TimeOf(2)) { Elements = [new ElementValue(Odd, Odd, Odd, Odd, quality)] },
                _ => new JournalEntry(3, Batches.TimeOf(3)) { Error = Odd },
            }),
            () => ++arrival, Records.Start);
        Assert.Equal((3, 1), (stored.Watermark, stored.SetAside));
        Assert.Equal(
            1, _store.Number($"SELECT count(*) FROM sample JOIN series ON id = series WHERE raw_text = '{Kept}' AND name = '{Kept}'"));
        Assert.Equal(
            1, _store.Number($"SELECT count(*) FROM element_change WHERE text = '{Kept}' AND fill = '{Kept}' AND stroke = '{Kept}'"));
        Assert.Equal(1, _store.Number($"SELECT count(*) FROM quality WHERE flags = '{Kept}'"));
        Assert.Equal(1, _store.Number($"SELECT count(*) FROM journal_aside WHERE error = '{Kept}'"));

        // Also after a start, when the names are read from the tables.
        _store.Reopen();
        _ = _store.Journals.Store(
            Batches.Of(3, 4, entry: seq => Batches.Sample(seq, Odd, quality: quality)), () => ++arrival, Records.Start);
        Assert.Equal((2, 1), (_store.Count("series"), _store.Count("quality")));
    }

    [Fact]
    public void Any_text_becomes_one_that_can_be_stored() => Assert.All(
        new[] { "", "á", Odd, "\udc00", "\ud83d\ude00", "\ud83d\ude00\0" },
        text =>
        {
            string kept = PostgresSession.Storable(text);
            Assert.DoesNotContain('\0', kept);
            Assert.Equal(kept, new UTF8Encoding(false, true).GetString(new UTF8Encoding(false, true).GetBytes(kept)));
            Assert.Equal(kept.Length, text.Length);
        });
}
