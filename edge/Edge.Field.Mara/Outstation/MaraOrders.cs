using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>An output behind a concentrator, as addressed by a control centre (Mara 1.4 §3, 13).</summary>
/// <param name="Comaster">The id of the concentrator in the profile; 0 where there is only one.</param>
/// <param name="Port">The logical port.</param>
/// <param name="Bit">The bit in it, 0 to 254.</param>
public sealed record MaraOutputAddress(int Comaster, byte Port, byte Bit) : OutputAddress;

/// <summary>The orders of the drivers of a concentrator and of a bus: by the logical port of command 13.</summary>
internal static class MaraOrders
{
    /// <summary>Reads an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="comaster">The id of the concentrator of the link.</param>
    /// <param name="control">The data of command 13.</param>
    /// <returns>False if it is for another link, or has a state that no output has. Then nothing may be sent.</returns>
    public static bool TryRead(FieldOrder order, int comaster, out MaraControl control)
    {
        control = default;
        return order.Output is MaraOutputAddress output && output.Comaster == comaster
            && MaraControl.TryParse([output.Port, output.Bit, order.State], out control);
    }

    /// <summary>The answer to an order that this link cannot give.</summary>
    public static OrderAnswer NoSuchOutput(FieldOrder order) =>
        new(OrderOutcome.NotPossible, $"This link has no output {order.Output} with a state {order.State}.");

    /// <summary>The result of an order.</summary>
    /// <param name="asked">The order.</param>
    /// <param name="answer">How the question to the field ended.</param>
    public static OrderAnswer Of(MaraControl asked, PassThroughAnswer answer) => answer.Outcome switch
    {
        PassThroughOutcome.Answered when MaraControlAnswer.TryParse(answer.Data.Span, out MaraControlAnswer result) =>
            result.Refused ? new OrderAnswer(OrderOutcome.Refused, "The field refuses the order.")
            : result.Confirms(asked) ? new OrderAnswer(OrderOutcome.Done)
            : new OrderAnswer(OrderOutcome.Unknown, "The field confirmed another order."),
        PassThroughOutcome.Answered => new OrderAnswer(OrderOutcome.Unknown, "The answer of the field is not valid."),
        PassThroughOutcome.Refused => new OrderAnswer(OrderOutcome.Refused, answer.Detail),
        PassThroughOutcome.TimedOut => new OrderAnswer(OrderOutcome.Unknown, answer.Detail),
        PassThroughOutcome.LinkDown => new OrderAnswer(OrderOutcome.LinkDown, answer.Detail),
        _ => new OrderAnswer(OrderOutcome.NotPossible, answer.Detail),
    };
}
