using Edge.Field.Bus;
using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Sends one question of a control centre, once, and answers it. The answer of an IED carries no events, but uses a sequence, so it is
/// journaled like every answer (ADR 0005). Used by the thread of the bus.
/// </summary>
/// <remarks>Seven parameters: like a poll it has no state, and each result goes to the type that it concerns.</remarks>
internal sealed class MaraBusPassThroughTask(
    MaraBusExchange exchange, MaraAnswerIntake intake, MaraBusTurns turns, MaraBusClock time, MaraBusFailures failures,
    MaraBusGathering gathering, TimeProvider clock)
{
    /// <summary>Sends the question.</summary>
    public void Execute(PassThroughQuestion question) =>
        question.Answer.TrySetResult(question.Ied is { } ied ? Ask(question, ied) : SetTime(question));

    private PassThroughAnswer SetTime(PassThroughQuestion question)
    {
        BusResult sent = time.SendTime(question.Local, question.Asked);
        return failures.PortWorks(sent) ? PassThroughAnswer.Of(default) : PortFailed(sent);
    }

    private PassThroughAnswer Ask(PassThroughQuestion question, MaraBusIed ied)
    {
        byte sequence = gathering.StartQuestion(ied, out _);
        BusResult result = exchange.Ask(ied, sequence, question.Command, question.Data);
        if (!failures.PortWorks(result))
        {
            return PortFailed(result);
        }

        if (!exchange.TryRead(result, out MaraFrame frame))
        {
            return PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, $"{ied.Name}: {exchange.WhyNot(result.Outcome)}.");
        }

        IntakeResult taken = intake.ProcessWithoutEvents(ied, sequence, clock.GetTimestamp(), clock.GetUtcNow());
        turns.AskAgain(ied, taken.AskAgain);
        return question.Translate(frame.Data.ToArray());
    }

    private static PassThroughAnswer PortFailed(in BusResult result) =>
        PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, result.Detail ?? "The port failed.");
}
