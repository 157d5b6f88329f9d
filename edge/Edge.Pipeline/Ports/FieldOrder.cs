namespace Edge.Pipeline;

/// <summary>The address of an output in one protocol; only the driver of that protocol uses it.</summary>
public abstract record OutputAddress;

/// <summary>An order to an output of the field.</summary>
public sealed record FieldOrder
{
    /// <summary>The output.</summary>
    public required OutputAddress Output { get; init; }

    /// <summary>The state to set, by the numbers of the output: 0 or 1 for a single output.</summary>
    public required byte State { get; init; }

    /// <summary>The origin, for the log: the name of an operator or of a control centre.</summary>
    public required string By { get; init; }

    /// <summary>Until when it may be sent, UTC. An order that is late is dangerous: it is dropped.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>The outcome of an order.</summary>
public enum OrderOutcome : byte
{
    /// <summary>The field confirmed it.</summary>
    Done = 0,

    /// <summary>The field or the configuration refuses it: the output was not operated.</summary>
    Refused = 1,

    /// <summary>
    /// This link cannot execute it: it has no such output, it is busy, or the order expired first. Nothing was sent.
    /// </summary>
    NotPossible = 2,

    /// <summary>There is no connection to the field. Nothing was sent.</summary>
    LinkDown = 3,

    /// <summary>It was sent and not confirmed: whether the output was operated is not known.</summary>
    Unknown = 4,
}

/// <summary>The answer to an order.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Detail">Why it was not executed, for people; null when it was.</param>
public readonly record struct OrderAnswer(OrderOutcome Outcome, string? Detail = null);
