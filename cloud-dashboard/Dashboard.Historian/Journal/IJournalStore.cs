namespace Dashboard.Historian.Journal;

/// <summary>How far a journal is in the historian.</summary>
/// <param name="Site">Whose journal.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Seq">All records up to this one are stored, or are recorded as lost.</param>
public readonly record struct Watermark(string Site, string Epoch, long Seq);

/// <summary>An event or energy of a batch, and whether it was new.</summary>
/// <param name="Record">The record as it is kept.</param>
/// <param name="Became">Whether it was new.</param>
public readonly record struct KeptRecord(HistorianRecord Record, Stored Became);

/// <summary>What became of a batch.</summary>
public sealed record JournalStored
{
    /// <summary>Whether it follows what is stored.</summary>
    public required BatchPlace Place { get; init; }

    /// <summary>How far the journal is stored now.</summary>
    public required long Watermark { get; init; }

    /// <summary>Whether <see cref="Watermark"/> is written: false when nothing of this journal is stored yet.</summary>
    public required bool HasWatermark { get; init; }

    /// <summary>Its events and energies, and the event of a gap.</summary>
    public IReadOnlyList<KeptRecord> Records { get; init; } = [];

    /// <summary>The records that neither the historian nor the journal has, where that was found now.</summary>
    public SeqRange? Gone { get; init; }

    /// <summary>What is stored and this journal does not have any more, where that was found now.</summary>
    public SeqRange? Left { get; init; }

    /// <summary>Records that could not be read, kept as they came.</summary>
    public int SetAside { get; init; }

    /// <summary>Why the first of them could not.</summary>
    public string? Error { get; init; }

    /// <summary>Records of unknown kinds, kept as they came.</summary>
    public int Unknown { get; init; }
}

/// <summary>Stores the journals of gateways: each record once, and with the records how far each journal is stored.</summary>
public interface IJournalStore
{
    /// <summary>How far the journal of each site is stored: of the epoch that was stored last.</summary>
    /// <exception cref="HistorianException">It could not be read.</exception>
    IReadOnlyList<Watermark> Watermarks();

    /// <summary>Stores a batch in one transaction, unless records before it are missing. When it returns, it is on the disk.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="arrival">Gives the next place in the order of arrival.</param>
    /// <param name="now">The time of the centre.</param>
    /// <exception cref="HistorianException">Nothing of it is stored; the message says why.</exception>
    JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now);

    /// <summary>Stores several batches in one transaction, one after the other. When it returns, they are on the disk.</summary>
    /// <param name="batches">The batches; those of one site in the order in which they came.</param>
    /// <param name="arrival">Gives the next place in the order of arrival.</param>
    /// <param name="now">The time of the centre.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="HistorianException">Nothing of any of them is stored; the message says why.</exception>
    IReadOnlyList<JournalStored> StoreTogether(IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now);

    /// <summary>Deletes old values, statistics, changes of elements and records that were set aside; a limited number at a time.</summary>
    /// <param name="before">Everything before this time is old.</param>
    /// <param name="most">About how many rows at most.</param>
    /// <returns>How many were deleted; 0 when there is nothing old.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    int DropOld(DateTimeOffset before, int most);
}
