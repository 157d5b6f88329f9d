namespace Edge.Field.Mara.Outstation;

/// <summary>What became of a question that a control centre put to the field through the gateway.</summary>
public enum PassThroughOutcome : byte
{
    /// <summary>The field answered; what it said is in <see cref="PassThroughAnswer.Data"/>.</summary>
    Answered = 0,

    /// <summary>The configuration of this link does not allow it; nothing was sent.</summary>
    Refused = 1,

    /// <summary>This link has no way to do it (the RAM of a concentrator that is not there, an IED that the profile does not know); nothing was sent.</summary>
    NotPossible = 2,

    /// <summary>It was sent, and no whole answer came: whether it was done is not known.</summary>
    TimedOut = 3,

    /// <summary>There is no connection to the field; nothing was sent.</summary>
    LinkDown = 4,
}

/// <summary>What became of a question that a control centre put to the field through the gateway.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Data">The data of the answer's frame, as it stood on the wire; empty unless answered.</param>
/// <param name="Detail">Why it was not answered, for a person; null when it was.</param>
public readonly record struct PassThroughAnswer(PassThroughOutcome Outcome, ReadOnlyMemory<byte> Data, string? Detail = null)
{
    /// <summary>The field answered.</summary>
    /// <param name="data">The data of the answer's frame; empty for what nobody answers.</param>
    public static PassThroughAnswer Of(ReadOnlyMemory<byte> data) => new(PassThroughOutcome.Answered, data);

    /// <summary>It was not answered.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="detail">Why, for a person.</param>
    public static PassThroughAnswer Failed(PassThroughOutcome outcome, string detail) => new(outcome, default, detail);
}

/// <summary>
/// The way from a control centre through the gateway to the field of one concentrator; the driver of its link implements it. Any thread may
/// call, also while the link polls: the driver puts the question between two of its own, in its own sequence, and disturbs none of them.
/// </summary>
public interface IFieldPassThrough
{
    /// <summary>Asks the field, once: nothing is repeated, because the question may be an order. It ends by itself after the link's own time-out.</summary>
    /// <param name="command">The command, as the centre gave it (Mara 1.4 §3), for example 36 or 13.</param>
    /// <param name="data">The data of the centre's frame; valid until the answer is there.</param>
    /// <param name="cancellationToken">The stop of the service; what was sent by then is not taken back.</param>
    ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Sets the clocks of the field. The gateway's own is never touched.</summary>
    /// <param name="local">The wall-clock time of the substation at the moment of the call, of unspecified kind.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <returns><see cref="PassThroughOutcome.Answered"/> with no data when it has gone out.</returns>
    ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken);
}
