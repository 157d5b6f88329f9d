using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Tests.Journal;

/// <summary>Batches of the journal of one site: a record a second, from <see cref="Records.Start"/> on.</summary>
internal static class Batches
{
    internal const string Site = "los-alamos";

    internal static JournalBatch Of(long after, long last, long oldest = 1, string epoch = "e1", Func<long, JournalEntry>? entry = null)
    {
        long first = Math.Max(after + 1, oldest);
        IEnumerable<int> offsets = Enumerable.Range(0, (int)Math.Max(0, last - first + 1));
        JournalEntry[] entries = [.. offsets.Select(i => (entry ?? (seq => Sample(seq)))(first + i))];
        return new JournalBatch
        {
            Site = Site,
            Epoch = epoch,
            AfterSeq = after,
            LastSeq = last,
            OldestSeq = oldest,
            Entries = entries,
            Pack = seqs => [.. seqs.Select(seq => (byte)seq)],
        };
    }

    internal static long TimeOf(double seconds) => (Records.Start.AddSeconds(seconds) - DateTimeOffset.UnixEpoch).Ticks / 10;

    internal static JournalEntry Sample(long seq, string tag = "AI1", double? value = null, QualityWords? quality = null) =>
        new(seq, TimeOf(seq)) { Samples = [new SampleValue(tag, value ?? seq, 100L + seq, quality)] };

    internal static JournalEntry Event(long seq, string epoch = "e1", string? tag = "LA152B03") =>
        new(seq, TimeOf(seq)) { Record = Records.Event(seq, seq, epoch: epoch, tag: tag) };
}
