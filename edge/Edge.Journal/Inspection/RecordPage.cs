using Edge.Pipeline;

namespace Edge.Journal.Inspection;

/// <summary>A record as it stands in the file.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Kind">Its kind; one of no name where a newer program or damage wrote it.</param>
/// <param name="Time">When the gateway got it, UTC; null where the time is none.</param>
/// <param name="Record">The record, decoded; null where it was not asked for.</param>
public readonly record struct JournalRow(long Seq, JournalRecordKind Kind, DateTimeOffset? Time, JournalRecord? Record);

/// <summary>A part of a table that cannot be read. Some of the numbers may be records of the other table, or have been dropped.</summary>
/// <param name="IsSamples">Whether it is of the table of samples and statistics; else of that of all other kinds.</param>
/// <param name="FirstSeq">Its first number.</param>
/// <param name="LastSeq">Its last number.</param>
/// <param name="Detail">What SQLite says.</param>
public readonly record struct UnreadableSpan(bool IsSamples, long FirstSeq, long LastSeq, string Detail);

/// <summary>Some records in a row, as they stood at one moment.</summary>
public sealed record RecordPage
{
    /// <summary>Everything up to this seq has been read.</summary>
    public required long UpTo { get; init; }

    /// <summary>The records, in order of seq.</summary>
    public required IReadOnlyList<JournalRow> Rows { get; init; }

    /// <summary>What could not be read.</summary>
    public required IReadOnlyList<UnreadableSpan> Unreadable { get; init; }

    /// <summary>What had been dropped by intent.</summary>
    internal DropFloors Floors { get; init; }
}
