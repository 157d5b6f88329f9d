namespace Dashboard.Historian.Journal;

/// <summary>Records of a gateway's journal as they came, with what the batch says about the records before it.</summary>
public sealed record JournalBatch
{
    /// <summary>Whose it is.</summary>
    public required string Site { get; init; }

    /// <summary>The epoch of the run that wrote its records.</summary>
    public required string Epoch { get; init; }

    /// <summary>The seq with which the epoch begins; 0 where the gateway does not say it.</summary>
    public long FirstSeq { get; init; }

    /// <summary>The epoch of the records before it in this journal; empty where it is not known.</summary>
    public string FormerEpoch { get; init; } = "";

    /// <summary>All records up to this seq were sent before, or are not in the journal any more.</summary>
    public required long AfterSeq { get; init; }

    /// <summary>The last record.</summary>
    public required long LastSeq { get; init; }

    /// <summary>The oldest record that the journal still has; 0 when it is not known.</summary>
    public required long OldestSeq { get; init; }

    /// <summary>The records. Their seqs rise and lie within the batch.</summary>
    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>Makes the bytes of those records that have these seqs, with the names that they use, as they came.</summary>
    public required Func<IReadOnlyList<long>, byte[]> Pack { get; init; }
}

/// <summary>A record of the journal. One without any content is of a kind that this software does not know.</summary>
/// <param name="Seq">Its seq.</param>
/// <param name="Time">When the gateway wrote it: microseconds since 1970, UTC.</param>
public sealed record JournalEntry(long Seq, long Time)
{
    /// <summary>How far <see cref="Time"/> can be trusted.</summary>
    public RecordClock Clock { get; init; }

    /// <summary>An event or an energy.</summary>
    public HistorianRecord? Record { get; init; }

    /// <summary>Values of tags.</summary>
    public IReadOnlyList<SampleValue>? Samples { get; init; }

    /// <summary>What is measured of devices.</summary>
    public IReadOnlyList<StatisticValue>? Statistics { get; init; }

    /// <summary>What elements of the drawings show since then.</summary>
    public IReadOnlyList<ElementValue>? Elements { get; init; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Error { get; init; }

    /// <summary>Whether its kind is unknown.</summary>
    public bool IsUnknown => Error is null && Record is null && Samples is null && Statistics is null && Elements is null;
}

/// <summary>What is said about a value; not there for a good one.</summary>
/// <param name="Quality">Empty for good, else <c>stale</c>, <c>bad</c> or a word of a newer gateway.</param>
/// <param name="Reason">Why it is not good, or empty.</param>
/// <param name="Flags">What the device says of it, separated by spaces, or empty.</param>
public sealed record QualityWords(string Quality, string Reason, string Flags);

/// <summary>The value of a tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Value">In engineering units; null when it was never read.</param>
/// <param name="Raw">As the device sent it: null, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>.</param>
/// <param name="Quality">Null for a good value.</param>
public readonly record struct SampleValue(string Tag, double? Value, object? Raw, QualityWords? Quality);

/// <summary>A statistic of a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Key">What is measured.</param>
/// <param name="Value">The value.</param>
public readonly record struct StatisticValue(string Device, string Key, double Value);

/// <summary>What an element shows.</summary>
/// <param name="Name">The element.</param>
/// <param name="Text">Its text, or null.</param>
/// <param name="Fill">Its colour, or null.</param>
/// <param name="Stroke">The colour of its line, or null.</param>
/// <param name="Quality">Null for good.</param>
public readonly record struct ElementValue(string Name, string? Text, string? Fill, string? Stroke, QualityWords? Quality);
