using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>What set an attribute of an element that no formula computes.</summary>
public enum ElementAction : byte
{
    /// <summary>An alarm rule: a protection went active, a breaker was closed.</summary>
    Rule = 0,

    /// <summary>An operator set it by hand.</summary>
    Set = 1,

    /// <summary>An operator acknowledged it.</summary>
    Acknowledge = 2,

    /// <summary>An operator took back what was set: the workbook says it again.</summary>
    Release = 3,
}

/// <summary>
/// A value of an attribute that no formula computes and the journal therefore stores: set by an operator, or a mark of the alarm rules. The
/// newest of each attribute is restored at the next start. The action of an operator also becomes a record of the journal.
/// </summary>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">The attribute; no formula sets it.</param>
/// <param name="Value">The value as a cell of the workbook has it (a text that reads as a number is one), or null for nothing.</param>
/// <param name="Action">What set it.</param>
/// <param name="Who">The operator; null for a rule.</param>
/// <param name="Time">When, UTC, by the gateway's clock.</param>
public readonly record struct ElementState(
    string Tag, ElementAttribute Attribute, string? Value, ElementAction Action, string? Who, DateTimeOffset Time);

/// <summary>A request of an operator.</summary>
/// <param name="Action">Set, release or acknowledge.</param>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">What to set or release; <see cref="ElementAttribute.Text"/> to acknowledge.</param>
/// <param name="Value">What to set it to, as a cell of the workbook; null for nothing. Without meaning for the other actions.</param>
/// <param name="Who">The operator, 1 to 64 characters.</param>
public sealed record ElementRequest(ElementAction Action, string Tag, ElementAttribute Attribute, string? Value, string Who)
{
    /// <summary>
    /// To acknowledge an alarm: when the gateway received the last event of it that was seen. The marks that the point of the tag has set
    /// are acknowledged together, but none that a later event has set. Null: the mark of the element, whenever it was set. To set or to
    /// release: the time of what was seen; what somebody has changed since stays. Null: whatever is there.
    /// </summary>
    public DateTimeOffset? Seen { get; init; }
}

/// <summary>The outcome of a request.</summary>
public enum ElementOutcome : byte
{
    /// <summary>It was executed and stored.</summary>
    Done = 0,

    /// <summary>There is no such element.</summary>
    UnknownElement = 1,

    /// <summary>A formula sets this attribute, it cannot hold this value, it changed since, or there are too many requests.</summary>
    NotAllowed = 2,

    /// <summary>The element can have no mark: it belongs to no protection and no breaker.</summary>
    NothingToAcknowledge = 3,

    /// <summary>The journal cannot be written: nothing was changed.</summary>
    NotKept = 4,

    /// <summary>It expired, or the gateway may not execute it.</summary>
    Expired = 5,

    /// <summary>A later event than the one that was seen has set the mark: it stays.</summary>
    RaisedAgain = 6,
}

/// <summary>Why a request was not executed, where the outcome alone does not tell.</summary>
public enum ElementRefusal : byte
{
    /// <summary>A formula sets this attribute.</summary>
    SetByFormula = 0,

    /// <summary>The attribute cannot have this value.</summary>
    ValueDoesNotFit = 1,

    /// <summary>The request has no valid action, or no operator.</summary>
    Incomplete = 2,

    /// <summary>The journal cannot be written.</summary>
    JournalFailed = 3,

    /// <summary>It expired before it was executed.</summary>
    TooLate = 4,

    /// <summary>More requests came than the gateway executes.</summary>
    TooManyRequests = 5,

    /// <summary>Somebody has changed the attribute since it was seen.</summary>
    ChangedMeanwhile = 6,
}

/// <summary>The answer to a request.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Refusal">Why it was not executed; null where the outcome alone tells.</param>
/// <param name="Detail">Why it was not executed, for people; null when it was.</param>
public readonly record struct ElementAnswer(ElementOutcome Outcome, ElementRefusal? Refusal, string? Detail);
