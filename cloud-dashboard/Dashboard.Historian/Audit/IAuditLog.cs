using System.Collections.Immutable;

namespace Dashboard.Historian.Audit;

/// <summary>The record of what users did. Lines are only ever added; what changes alarms adds its lines in the same transaction.</summary>
public interface IAuditLog
{
    /// <summary>Adds a line. When it returns, it is on the disk.</summary>
    /// <exception cref="HistorianException">It could not be written.</exception>
    void Append(AuditAct act);

    /// <summary>Lines, the newest first.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    AuditPage Query(AuditQuery query);

    /// <summary>Checks every line against the one before it, and the last one against what is noted of it.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    AuditVerdict Verify();
}

/// <summary>The filters of a query. A filter that is null matches all lines.</summary>
public sealed record AuditQuery
{
    /// <summary>The largest page.</summary>
    public const int MaximumLimit = 500;

    /// <summary>Only of this user.</summary>
    public string? Who { get; init; }

    /// <summary>Only this, a word of <see cref="AuditWord"/>.</summary>
    public string? What { get; init; }

    /// <summary>Only to this user, station or alarm.</summary>
    public string? Target { get; init; }

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only lines with a lower number: the <see cref="AuditPage.Next"/> of the previous page.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of lines.</summary>
/// <param name="Entries">The lines, the newest first.</param>
/// <param name="Next">Where the next page begins, or null when there is none.</param>
public sealed record AuditPage(ImmutableArray<AuditEntry> Entries, long? Next);

/// <summary>What was found in the record.</summary>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Last">The number of the last one; 0 without any.</param>
/// <param name="Hash">The hash of the last one: to be noted elsewhere, so that a later check can be held against it.</param>
/// <param name="Faults">What is wrong, at most <see cref="MostFaults"/>; empty: nothing.</param>
public sealed record AuditVerdict(long Lines, long Last, ReadOnlyMemory<byte> Hash, ImmutableArray<AuditFault> Faults)
{
    /// <summary>How many faults are listed.</summary>
    public const int MostFaults = 100;
}

/// <summary>What is wrong with a line.</summary>
/// <param name="Id">Its number, or the first missing one.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct AuditFault(long Id, AuditFaultKind Kind);

/// <summary>What can be wrong with a line.</summary>
public enum AuditFaultKind
{
    /// <summary>It is not what it was when it was written, or the one before it is not.</summary>
    Changed,

    /// <summary>It is missing, and perhaps some behind it.</summary>
    Missing,

    /// <summary>It was not there when the last line was noted.</summary>
    Added,
}
