using System.Collections.Immutable;
using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>Which of two events is the newer one.</summary>
public enum EventOrder
{
    /// <summary>The one that happened later, by the clock of its device.</summary>
    Time,

    /// <summary>The one that arrived later at the historian. A clock that is wrong has no effect.</summary>
    Arrival,
}

/// <summary>The filters of a query. A filter that is null matches all records.</summary>
public sealed record RecordQuery
{
    /// <summary>The largest page.</summary>
    public const int MaximumLimit = 500;

    /// <summary>Only of this site.</summary>
    public string? Site { get; init; }

    /// <summary>Only of these sites; null: of all.</summary>
    public ImmutableArray<string>? Sites { get; init; }

    /// <summary>Only of this point.</summary>
    public string? Tag { get; init; }

    /// <summary>Only of this type; energies have none, so for them it must be absent.</summary>
    public EventType? Type { get; init; }

    /// <summary>Not before this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Which comes first; <see cref="Before"/> must be of the same order.</summary>
    public EventOrder Order { get; init; }

    /// <summary>Only records after this place: the <see cref="RecordPage{T}.Next"/> of the previous page.</summary>
    public EventCursor? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of records, newest first.</summary>
/// <typeparam name="T">The kind of record.</typeparam>
/// <param name="Records">The records.</param>
/// <param name="Next">Where the next page begins, or null when there is none.</param>
public sealed record RecordPage<T>(ImmutableArray<T> Records, EventCursor? Next);
