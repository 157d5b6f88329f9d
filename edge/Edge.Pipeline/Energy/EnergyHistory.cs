using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>Finds the energies of the last hours in a journal, so that the book survives a restart without storing anything of its own.</summary>
public static class EnergyHistory
{
    /// <summary>How far back is read: a whole day, its longest form included, and an hour.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(26);

    /// <summary>The most records that are looked at: about twice what four readings a second make in <see cref="Span"/>.</summary>
    public const int MostRecords = 750_000;

    private const int Page = 512;

    /// <summary>
    /// Reads energies, what was found out about them, and which links were lost and back, oldest first. The records before
    /// <paramref name="since"/> are skipped by halving.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="since">The earliest arrival that is wanted, UTC.</param>
    /// <exception cref="IOException">The journal cannot be read; thrown while the result is walked through.</exception>
    public static IEnumerable<FieldEvent> Read(IJournal journal, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return Walk(journal, since);
    }

    private static IEnumerable<FieldEvent> Walk(IJournal journal, DateTimeOffset since)
    {
        JournalStatus status = journal.Status;
        long last = status.LastSeq;
        for (long after = Begin(journal, Math.Max(Math.Max(1, status.OldestSeq), last - MostRecords) - 1, last, since); after < last;)
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

    // The last seq before the time: all after it are wanted.
    private static long Begin(IJournal journal, long before, long last, DateTimeOffset since)
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
