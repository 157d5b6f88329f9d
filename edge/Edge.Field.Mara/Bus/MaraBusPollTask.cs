using Edge.Field.Bus;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// One poll: asks an IED its next sequence and passes on the answer, or that there is none. Used by the thread of the bus.
/// </summary>
/// <remarks>Seven parameters: it has no state, and each result of a poll goes to the type that it concerns.</remarks>
internal sealed class MaraBusPollTask(
    MaraBusExchange exchange, MaraAnswerIntake intake, MaraBusHealth health, MaraBusTurns turns, MaraBusFailures failures,
    MaraBusGathering gathering, TimeProvider clock)
{
    /// <summary>Polls an IED.</summary>
    public void Execute(MaraBusIed ied)
    {
        byte sequence = gathering.StartQuestion(ied, out bool askedBefore);
        long begin = clock.GetTimestamp();
        BusResult result = exchange.Poll(ied, sequence);
        if (!failures.PortWorks(result))
        {
            return;
        }

        long now = clock.GetTimestamp();
        string? missed = null;
        if (exchange.TryRead(result, out MaraFrame frame))
        {
            (missed, bool askAgain) = intake.Process(ied, frame, askedBefore, now, clock.GetUtcNow());
            turns.AskAgain(ied, askAgain);
        }
        else
        {
            missed = exchange.WhyNot(result.Outcome);
        }

        if (missed is not null)
        {
            Miss(ied, result.Outcome, missed, begin, now);
        }

        gathering.OfferIfDue(now);
    }

    private void Miss(MaraBusIed ied, BusOutcome outcome, string why, long begin, long now)
    {
        if (health.Missed(ied, outcome, why, exchange.SpoiledByAnother))
        {
            turns.AskAgain(ied, true);
        }

        if (ied.IsLost && !turns.DelayLost(begin, now))
        {
            failures.ReportNoAnswers(now);
        }
    }
}
