using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>Why an attribute of an element has a value that no formula gives.</summary>
public enum ElementAction : byte
{
    /// <summary>An alarm rule: a protection went active, a breaker was closed.</summary>
    Rule = 0,

    /// <summary>An operator set it by hand.</summary>
    Set = 1,

    /// <summary>An operator acknowledged it.</summary>
    Acknowledge = 2,
}

/// <summary>
/// An attribute of an element that the gateway keeps because nothing else knows it: what an operator set by hand, and the marks of the
/// alarm rules. The newest of an attribute lives through restarts; what an operator did is a record of the journal besides.
/// </summary>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">The attribute; no formula sets it.</param>
/// <param name="Value">The value as a cell of the workbook has it (a text that reads as a number is one), or null for nothing.</param>
/// <param name="Action">Why.</param>
/// <param name="Who">Who did it; null for a rule.</param>
/// <param name="Time">When, UTC, by the gateway's clock.</param>
public readonly record struct ElementState(
    string Tag, ElementAttribute Attribute, string? Value, ElementAction Action, string? Who, DateTimeOffset Time);

/// <summary>What an operator asks for.</summary>
/// <param name="Action">Set or acknowledge.</param>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">What to set; <see cref="ElementAttribute.Text"/> to acknowledge.</param>
/// <param name="Value">What to set it to, as a cell of the workbook; null for nothing. Without meaning for an acknowledgement.</param>
/// <param name="Who">Who asks, 1 to 64 characters.</param>
public sealed record ElementRequest(ElementAction Action, string Tag, ElementAttribute Attribute, string? Value, string Who);

/// <summary>What became of a request.</summary>
public enum ElementOutcome : byte
{
    /// <summary>It is done and kept.</summary>
    Done = 0,

    /// <summary>There is no such element.</summary>
    UnknownElement = 1,

    /// <summary>A formula sets this attribute, or it cannot hold this value.</summary>
    NotAllowed = 2,

    /// <summary>The element has no mark that could be acknowledged: it belongs to no protection and no breaker.</summary>
    NothingToAcknowledge = 3,

    /// <summary>The journal cannot be written: nothing was changed.</summary>
    NotKept = 4,

    /// <summary>It came too late, or was not to be obeyed.</summary>
    Expired = 5,
}

/// <summary>Why a request was not done, where its outcome is not enough.</summary>
public enum ElementRefusal : byte
{
    /// <summary>A formula sets this attribute.</summary>
    SetByFormula = 0,

    /// <summary>The attribute cannot have this value.</summary>
    ValueDoesNotFit = 1,

    /// <summary>It names no action, or no operator.</summary>
    Incomplete = 2,

    /// <summary>The journal cannot be written.</summary>
    JournalFailed = 3,

    /// <summary>It waited longer than it was valid.</summary>
    TooLate = 4,
}

/// <summary>The answer to a request.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Refusal">Why not; null where the outcome is enough.</param>
/// <param name="Detail">What is in the way, for a person; null when it is done.</param>
public readonly record struct ElementAnswer(ElementOutcome Outcome, ElementRefusal? Refusal, string? Detail);
