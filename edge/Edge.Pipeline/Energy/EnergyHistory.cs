using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>Reads the energies of the last hours from a journal: the <see cref="EnergyBook"/> is filled from it after a restart.</summary>
public static class EnergyHistory
{
    /// <summary>How far back is read: the longest day, of 25 hours, and one hour.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(26);

    /// <summary>The most records that are read: about twice as many as four readings a second write in <see cref="Span"/>.</summary>
    public const int MostRecords = 750_000;

    private const int Page = 512;

    /// <summary>
    /// Reads energies, findings, and links that were lost or restored, oldest first. A binary search skips the records before
    /// <paramref name="since"/>.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="since">The earliest arrival that is read, UTC.</param>
    /// <exception cref="IOException">The journal cannot be read; thrown while the result is enumerated.</exception>
    public static IEnumerable<FieldEvent> Read(IJournal journal, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return Enumerate(journal, since);
    }

    private static IEnumerable<FieldEvent> Enumerate(IJournal journal, DateTimeOffset since)
    {
        JournalStatus status = journal.Status;
        long last = status.LastSeq;
        long first = Math.Max(Math.Max(1, status.OldestSeq), last - MostRecords);
        for (long after = LastSeqBefore(journal, first - 1, last, since); after < last;)
        {
            ImmutableArray<JournalRecord> page = journal.Read(after, Page);
            if (page.IsEmpty)
            {
                yield break;
            }

            foreach (JournalRecord record in page)
            {
                after = record.Seq;
                if (record.Event is { Kind: FieldEventKind.Energy or FieldEventKind.Finding or FieldEventKind.Device } entry)
                {
                    yield return entry;
                }
            }
        }
    }

    private static long LastSeqBefore(IJournal journal, long before, long last, DateTimeOffset since)
    {
        while (before < last)
        {
            long middle = before + ((last - before) / 2);
            ImmutableArray<JournalRecord> one = journal.Read(middle, 1);
            if (one.IsEmpty || one[0].Time >= since)
            {
                last = middle;
            }
            else
            {
                before = one[0].Seq;
            }
        }

        return before;
    }
}
