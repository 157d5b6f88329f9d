using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>What the answer of the field makes of an order (Mara 1.4 §3, 13).</summary>
public sealed class MaraOrdersTests
{
    private static readonly MaraControl s_asked = new(2, 5, true);

    [Theory]
    [InlineData(OrderOutcome.Done, 2, 5, 1)]
    [InlineData(OrderOutcome.Refused, 2, 0xFF, 1)]
    [InlineData(OrderOutcome.Refused, 2, 0xFF, 0)]
    [InlineData(OrderOutcome.Unknown, 2, 5, 0)]
    [InlineData(OrderOutcome.Unknown, 2, 6, 1)]
    [InlineData(OrderOutcome.Unknown, 2, 5)]
    public void Only_an_answer_that_is_equal_to_the_order_confirms_it(OrderOutcome outcome, params int[] data)
    {
        OrderAnswer answer = MaraOrders.Of(s_asked, PassThroughAnswer.Of((byte[])[.. data.Select(b => (byte)b)]));
        Assert.Equal(outcome, answer.Outcome);
        Assert.Equal(outcome == OrderOutcome.Done, answer.Detail is null);
    }

    [Theory]
    [InlineData(PassThroughOutcome.Refused, OrderOutcome.Refused)]
    [InlineData(PassThroughOutcome.NotPossible, OrderOutcome.NotPossible)]
    [InlineData(PassThroughOutcome.LinkDown, OrderOutcome.LinkDown)]
    [InlineData(PassThroughOutcome.TimedOut, OrderOutcome.Unknown)]
    public void Without_an_answer_the_outcome_says_whether_it_was_sent(PassThroughOutcome ended, OrderOutcome outcome) =>
        Assert.Equal(new OrderAnswer(outcome, "why"), MaraOrders.Of(s_asked, PassThroughAnswer.Failed(ended, "why")));
}
