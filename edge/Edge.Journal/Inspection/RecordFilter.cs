using System.Collections.Immutable;
using Edge.Pipeline;

namespace Edge.Journal.Inspection;

/// <summary>Which records are read, and how much of each.</summary>
public sealed record RecordFilter
{
    /// <summary>The kinds; empty: every kind, also one that this program does not know.</summary>
    public ImmutableArray<JournalRecordKind> Kinds { get; init; } = [];

    /// <summary>The first time at which the gateway got it; null: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time before which the gateway got it; null: to the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether records are decoded. If not, only those of a loss are.</summary>
    public bool Bodies { get; init; } = true;

    /// <summary>Whether it asks for records of the table of samples.</summary>
    internal bool Samples => Kinds.IsEmpty || Kinds.Any(RecordTables.IsSample);

    /// <summary>Whether it asks for records of the table of events.</summary>
    internal bool Events => Kinds.IsEmpty || Kinds.Any(kind => !RecordTables.IsSample(kind));

    /// <summary>A bit for each kind; −1: every kind.</summary>
    internal long Mask => Kinds.IsEmpty ? -1 : Kinds.Aggregate(0L, (mask, kind) => mask | 1L << (byte)kind);
}
