using System.Collections.Immutable;

namespace Edge.Pipeline.Live;

/// <summary>Why a link to the field is down.</summary>
public enum LinkReason : byte
{
    /// <summary>No answer since the start.</summary>
    NotYetAnswered = 0,

    /// <summary>No answer arrived in time.</summary>
    TimedOut = 1,

    /// <summary>The answer was no valid frame.</summary>
    BadFrame = 2,

    /// <summary>The device refused the request.</summary>
    Refused = 3,

    /// <summary>There is no connection, or it was lost.</summary>
    LinkDown = 4,

    /// <summary>No poll was completed within the maximum age of the values.</summary>
    NoAnswer = 5,

    /// <summary>The device is not polled, because the journal cannot be written.</summary>
    JournalFailed = 6,
}

/// <summary>The state of one link to the field.</summary>
/// <param name="Device">Its name in the configuration.</param>
/// <param name="Up">Whether it answers.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="LastAnswer">When it last answered, UTC; null when it never did.</param>
/// <param name="Reason">Why it is down; null when up.</param>
/// <param name="Detail">What happened, for people; null when up.</param>
/// <param name="Silent">The devices behind it that do not answer, by their id in the catalogue, sorted.</param>
public sealed record LinkHealth(
    string Device, bool Up, DateTimeOffset Since, DateTimeOffset? LastAnswer, LinkReason? Reason, string? Detail,
    ImmutableArray<string> Silent);
