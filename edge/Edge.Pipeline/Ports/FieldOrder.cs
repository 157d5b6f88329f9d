namespace Edge.Pipeline;

/// <summary>Where an output is, in the terms of one protocol: only the driver that knows it reads it.</summary>
public abstract record OutputAddress;

/// <summary>An order to an output of the field.</summary>
public sealed record FieldOrder
{
    /// <summary>The output.</summary>
    public required OutputAddress Output { get; init; }

    /// <summary>The state that is wanted, as the output counts its states: 0 or 1 for a single one.</summary>
    public required byte State { get; init; }

    /// <summary>Who gives it, for the log: the name of an operator or of a control centre.</summary>
    public required string By { get; init; }

    /// <summary>Until when it may be sent, UTC. An order that is late is dangerous: it is dropped.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>What became of an order.</summary>
public enum OrderOutcome : byte
{
    /// <summary>The field confirmed it.</summary>
    Done = 0,

    /// <summary>The field or the configuration refuses it: the output was not operated.</summary>
    Refused = 1,

    /// <summary>
    /// This link cannot do it: it has no such output, it is busy, or the order expired before its turn came. Nothing was sent.
    /// </summary>
    NotPossible = 2,

    /// <summary>There is no connection to the field. Nothing was sent.</summary>
    LinkDown = 3,

    /// <summary>It was sent and not confirmed: whether the output was operated is not known.</summary>
    Unknown = 4,
}

/// <summary>The answer to an order.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">Why it was not done, for a person; null when it was.</param>
public readonly record struct OrderAnswer(OrderOutcome Outcome, string? Detail = null);
