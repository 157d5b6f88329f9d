using Edge.Pipeline;

namespace Edge.Field.Mara.Outstation;

/// <summary>How a question ended that the gateway passed through from a control centre to the field.</summary>
public enum PassThroughOutcome : byte
{
    /// <summary>The field answered; the data of its answer are in <see cref="PassThroughAnswer.Data"/>.</summary>
    Answered = 0,

    /// <summary>The configuration of this link does not allow it; nothing was sent.</summary>
    Refused = 1,

    /// <summary>This link cannot do it (there is no such concentrator, or the profile does not know the IED); nothing was sent.</summary>
    NotPossible = 2,

    /// <summary>It was sent, and no whole answer came: whether it was done is not known.</summary>
    TimedOut = 3,

    /// <summary>There is no connection to the field; nothing was sent.</summary>
    LinkDown = 4,
}

/// <summary>The result of a question that the gateway passed through from a control centre to the field.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Data">The data of the answer's frame, as it stood on the wire; empty unless answered.</param>
/// <param name="Detail">Why it was not answered, for a person; null when it was.</param>
public readonly record struct PassThroughAnswer(PassThroughOutcome Outcome, ReadOnlyMemory<byte> Data, string? Detail = null)
{
    /// <summary>The field answered.</summary>
    /// <param name="data">The data of the answer's frame; empty for a command without an answer.</param>
    public static PassThroughAnswer Of(ReadOnlyMemory<byte> data) => new(PassThroughOutcome.Answered, data);

    /// <summary>It was not answered.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="detail">Why, for a person.</param>
    public static PassThroughAnswer Failed(PassThroughOutcome outcome, string detail) => new(outcome, default, detail);

    /// <summary>
    /// It was not answered: without a connection nothing was sent, after any other failure it is not known whether it was done.
    /// </summary>
    /// <param name="failure">How the exchange failed.</param>
    internal static PassThroughAnswer Failed(FieldFailure failure) =>
        Failed(failure.Kind == FieldFailureKind.LinkDown ? PassThroughOutcome.LinkDown : PassThroughOutcome.TimedOut, failure.Detail);
}

/// <summary>What an outstation role may ask of the field of its concentrator.</summary>
/// <param name="Questions">Questions and set-times pass through it.</param>
/// <param name="Orders">Orders are given to it.</param>
public sealed record FieldAccess(IFieldPassThrough Questions, ITakesOrders Orders);

/// <summary>
/// The way from a control centre through the gateway to the field of one concentrator; the driver of its link implements it. Any thread may
/// call, also while the link polls: the driver asks the question between two polls, in its own sequence. An order is no question: it is
/// given as <see cref="ITakesOrders"/> says.
/// </summary>
public interface IFieldPassThrough
{
    /// <summary>
    /// Asks the field, once: nothing is repeated. It ends by itself after the time-out of the link.
    /// </summary>
    /// <param name="command">The command, as the centre gave it (Mara 1.4 §3), for example 36.</param>
    /// <param name="data">The data of the centre's frame; valid until the answer is there.</param>
    /// <param name="cancellationToken">The stop of the service; what was sent by then is not taken back.</param>
    ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Sets the clocks of the field. The gateway's own is never touched.</summary>
    /// <param name="local">The wall-clock time of the substation at the moment of the call, of unspecified kind.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <returns><see cref="PassThroughOutcome.Answered"/> with no data when it has gone out.</returns>
    ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken);
}
