using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Several links that replace one concentrator, as one pass-through: the first link that can execute a request does, and a set-time goes to
/// all links.
/// </summary>
internal sealed class PassThroughGroup : IFieldPassThrough, ITakesOrders
{
    private readonly ImmutableArray<FieldLink> _links;

    private PassThroughGroup(ImmutableArray<FieldLink> links) => _links = links;

    /// <summary>The access to the field over one link, over several as one, or null where there is none.</summary>
    public static FieldAccess? Of(ImmutableArray<FieldLink> links)
    {
        if (links.Length <= 1)
        {
            return links.IsEmpty ? null : new FieldAccess(links[0], links[0]);
        }

        PassThroughGroup group = new(links);
        return new FieldAccess(group, group);
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        PassThroughAnswer answer = default;
        foreach (FieldLink link in _links)
        {
            PassThroughAnswer next = await link.AskAsync(command, data, cancellationToken).ConfigureAwait(false);

            // A request with one of these two outcomes was not sent. A refusal is kept, because it tells more than "not possible".
            if (next.Outcome is not (PassThroughOutcome.Refused or PassThroughOutcome.NotPossible))
            {
                return next;
            }

            answer = answer.Outcome == PassThroughOutcome.Refused ? answer : next;
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken)
    {
        OrderAnswer? answer = null;
        foreach (FieldLink link in _links)
        {
            OrderAnswer next = await link.OrderAsync(order, cancellationToken).ConfigureAwait(false);
            if (next.Outcome is not (OrderOutcome.Refused or OrderOutcome.NotPossible))
            {
                return next;
            }

            answer = answer is { Outcome: OrderOutcome.Refused } ? answer : next;
        }

        return answer!.Value;
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        // The time is valid at the call: it is sent over all links before the first answer is awaited.
        Task<PassThroughAnswer>[] sent = [.. _links.Select(link => link.SetTimeAsync(local, cancellationToken).AsTask())];
        PassThroughAnswer[] answers = await Task.WhenAll(sent).ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer.Outcome != PassThroughOutcome.Answered, answers[0]);
    }
}
