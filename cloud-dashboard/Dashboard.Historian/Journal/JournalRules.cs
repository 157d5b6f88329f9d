namespace Dashboard.Historian.Journal;

/// <summary>Where a batch stands to what is stored.</summary>
public enum BatchPlace
{
    /// <summary>It follows: its records beyond the watermark are new.</summary>
    Next,

    /// <summary>All of it is stored already.</summary>
    Known,

    /// <summary>Records before it are missing, and the journal still has them.</summary>
    Missing,
}

/// <summary>Records from one seq to another.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Last - First + 1;
}

/// <summary>What is to be done with a batch.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="After">The watermark before the batch, beyond what is gone.</param>
/// <param name="Gone">What neither the historian nor the journal has.</param>
public readonly record struct BatchRuling(BatchPlace Place, long After, SeqRange? Gone)
{
    /// <summary>Whether <see cref="After"/> is beyond what was stored before.</summary>
    public bool Moved { get; init; }

    /// <summary>
    /// What the historian has of the former epoch beyond the place where this one goes on: a journal that was taken back to an older copy,
    /// or a second one, does not have it. Told with the first batch of an epoch.
    /// </summary>
    public SeqRange? Left { get; init; }
}

/// <summary>How far a journal is stored, as seen from a batch.</summary>
/// <param name="Own">Of its epoch; null: nothing.</param>
/// <param name="Former">Of the epoch before it; null: nothing, or that is not known.</param>
/// <param name="Others">Of all other epochs of the site the highest; null: nothing.</param>
public readonly record struct JournalPlaces(long? Own, long? Former, long? Others);

/// <summary>The rules of the watermark: the highest seq up to which nothing is missing.</summary>
public static class JournalRules
{
    /// <summary>Decides about a batch.</summary>
    /// <param name="places">How far the journal is stored. The numbers of an epoch go on where those of the one before end.</param>
    /// <param name="batch">The batch.</param>
    public static BatchRuling Of(in JournalPlaces places, JournalBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        long ended = batch.FirstSeq > 0 ? batch.FirstSeq - 1 : long.MaxValue;
        long? known = places.Former is { } former ? Math.Max(places.Own ?? 0, Math.Min(former, ended)) : places.Own;
        SeqRange? left = places.Own is null && places.Former > ended ? new SeqRange(ended + 1, places.Former.Value) : null;
        long after = known ?? 0;
        SeqRange? gone = null;
        long first = batch.Entries.FirstOrDefault(entry => entry.Seq > after)?.Seq ?? batch.LastSeq + 1;
        long beyond = Math.Max(first, batch.AfterSeq + 1);

        // A batch without records says that nothing is left up to its end.
        long lastGone = batch.Entries.Count == 0 && batch.AfterSeq <= after ? batch.LastSeq : Math.Min(batch.OldestSeq, beyond) - 1;
        if (batch.LastSeq > after && lastGone > after)
        {
            // Of a site that is new nothing was ever expected: its journal begins there.
            long firstGone = (known ?? (places.Others is { } others ? Math.Min(others, ended) : lastGone)) + 1;
            gone = firstGone <= lastGone ? new SeqRange(firstGone, lastGone) : null;
            after = lastGone;
        }

        BatchPlace place = batch.AfterSeq > after ? BatchPlace.Missing : batch.LastSeq <= after ? BatchPlace.Known : BatchPlace.Next;
        return new BatchRuling(place, after, gone) { Moved = after > (known ?? 0), Left = left };
    }
}
