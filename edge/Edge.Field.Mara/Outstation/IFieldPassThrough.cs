using Edge.Pipeline;

namespace Edge.Field.Mara.Outstation;

/// <summary>How a question ended that the gateway passed through from a control centre to the field.</summary>
public enum PassThroughOutcome : byte
{
    /// <summary>The field answered; the data of its answer are in <see cref="PassThroughAnswer.Data"/>.</summary>
    Answered = 0,

    /// <summary>The configuration of this link does not allow it; nothing was sent.</summary>
    Refused = 1,

    /// <summary>This link cannot do it (there is no such concentrator, or the IED is not in the profile); nothing was sent.</summary>
    NotPossible = 2,

    /// <summary>It was sent, but no whole answer arrived: whether it was executed is not known.</summary>
    TimedOut = 3,

    /// <summary>There is no connection to the field; nothing was sent.</summary>
    LinkDown = 4,
}

/// <summary>The result of a question that the gateway passed through from a control centre to the field.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Data">The unchanged data of the answer's frame; empty unless answered.</param>
/// <param name="Detail">Why it was not answered, as text for the log; null when it was.</param>
public readonly record struct PassThroughAnswer(PassThroughOutcome Outcome, ReadOnlyMemory<byte> Data, string? Detail = null)
{
    /// <summary>The field answered.</summary>
    /// <param name="data">The data of the answer's frame; empty for a command without an answer.</param>
    public static PassThroughAnswer Of(ReadOnlyMemory<byte> data) => new(PassThroughOutcome.Answered, data);

    /// <summary>It was not answered.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="detail">Why, as text for the log.</param>
    public static PassThroughAnswer Failed(PassThroughOutcome outcome, string detail) => new(outcome, default, detail);

    /// <summary>
    /// It was not answered: without a connection nothing was sent, after any other failure it is not known whether it was executed.
    /// </summary>
    /// <param name="failure">How the exchange failed.</param>
    internal static PassThroughAnswer Failed(FieldFailure failure) =>
        Failed(failure.Kind == FieldFailureKind.LinkDown ? PassThroughOutcome.LinkDown : PassThroughOutcome.TimedOut, failure.Detail);
}

/// <summary>The access of an outstation role to the field of its concentrator.</summary>
/// <param name="Questions">For questions and set-times.</param>
/// <param name="Orders">For orders.</param>
public sealed record FieldAccess(IFieldPassThrough Questions, ITakesOrders Orders);

/// <summary>
/// Passes questions of a control centre through the gateway to the field of one concentrator; the driver of its link implements it. Safe
/// for any thread, also while the link polls: the driver asks the question between two polls, in its own sequence. Orders are not
/// questions: they use <see cref="ITakesOrders"/>.
/// </summary>
public interface IFieldPassThrough
{
    /// <summary>Asks the field once, without a repetition. It ends at the latest after the time-out of the link.</summary>
    /// <param name="command">The command of the centre (Mara 1.4 §3), for example 36.</param>
    /// <param name="data">The data of the centre's frame; valid until the answer is there.</param>
    /// <param name="cancellationToken">The stop of the service; a question that was sent cannot be withdrawn.</param>
    ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Sets the clocks of the field. The gateway's own is never set.</summary>
    /// <param name="local">The wall-clock time of the substation at the moment of the call, of unspecified kind.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    /// <returns><see cref="PassThroughOutcome.Answered"/> with no data when it was sent.</returns>
    ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken);
}
