using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>What an operator asks of an element.</summary>
[JsonConverter(typeof(CamelCaseEnum<ElementActionName>))]
public enum ElementActionName
{
    /// <summary>Set an attribute that no formula sets: a disconnector without contacts, the state of a field.</summary>
    Set,

    /// <summary>Acknowledge the mark of a protection or a breaker.</summary>
    Acknowledge,

    /// <summary>Take back what was set: the attribute has again what the workbook says.</summary>
    Release,
}

/// <summary>An attribute of an element.</summary>
[JsonConverter(typeof(CamelCaseEnum<ElementAttributeName>))]
public enum ElementAttributeName
{
    /// <summary>The words, or the state that formulas read as a number.</summary>
    Text,

    /// <summary>The fill, an index of the palette.</summary>
    Fill,

    /// <summary>The line, an index of the palette.</summary>
    Stroke,

    /// <summary>The number that formulas filter by.</summary>
    Mark,
}

/// <summary>
/// Topic <c>command/element</c>: a request of MQTT 5, with response topic, correlation data and an expiry of at most 60 s. Never retained.
/// </summary>
public sealed record ElementCommand
{
    /// <summary>What is asked.</summary>
    public required ElementActionName Action { get; init; }

    /// <summary>The element.</summary>
    public required string Tag { get; init; }

    /// <summary>Set and release: which attribute; the text where it is absent.</summary>
    public ElementAttributeName? Attribute { get; init; }

    /// <summary>Set: the value as a cell of the workbook has it: <c>1</c>, <c>ES</c>; absent for nothing.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// Acknowledge an alarm: <c>received</c> of the last event of it that was seen. The tag is that of its point: the marks that it has set
    /// are acknowledged together, its breaker's too, but none that a later event has set. Absent: the mark of the element itself.
    /// Set and release: <c>time</c> of the entry of <c>byHand</c> that was seen, else that of the element. It is refused where somebody has
    /// changed the attribute since. Absent: it counts as it is.
    /// </summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>Who asks, 1 to 64 characters. It is recorded: the broker must see to it that only the dashboard may ask.</summary>
    public required string Who { get; init; }
}

/// <summary>What became of a request.</summary>
[JsonConverter(typeof(CamelCaseEnum<CommandOutcome>))]
public enum CommandOutcome
{
    /// <summary>It is done, and kept through restarts.</summary>
    Done,

    /// <summary>There is no such element.</summary>
    UnknownElement,

    /// <summary>A formula sets this attribute, it cannot hold this value, or somebody has changed it since it was seen.</summary>
    NotAllowed,

    /// <summary>The element bears no mark.</summary>
    NothingToAcknowledge,

    /// <summary>The journal cannot be written: nothing was changed.</summary>
    NotKept,

    /// <summary>It came too late, was retained, or was not bounded in time.</summary>
    Expired,

    /// <summary>It is no request.</summary>
    Malformed,

    /// <summary>A later event than the one that was seen has set the mark: it stays.</summary>
    RaisedAgain,
}

/// <summary>The answer to a request, on its response topic with its correlation data.</summary>
public sealed record CommandReply
{
    /// <summary>What became of it.</summary>
    public required CommandOutcome Outcome { get; init; }

    /// <summary>
    /// Why not, where the outcome does not say it all: one of <see cref="CommandReasonCode"/> or a word of a newer gateway.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>What exactly is in the way, for a person; absent when it is done.</summary>
    public string? Detail { get; init; }
}
