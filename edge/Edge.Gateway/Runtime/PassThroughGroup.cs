using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Several links in the place of one concentrator, asked as one: the first that can do it does it, a set-time goes to all.
/// </summary>
internal sealed class PassThroughGroup : IFieldPassThrough, ITakesOrders
{
    private readonly ImmutableArray<FieldLink> _links;

    private PassThroughGroup(ImmutableArray<FieldLink> links) => _links = links;

    /// <summary>The way over one link, over several as one, or null where there is none.</summary>
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

            // Neither of these two was sent; a refusal says more than that it is none of this link's.
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
        // The time is that of the call: all are told before any is waited for.
        Task<PassThroughAnswer>[] told = [.. _links.Select(link => link.SetTimeAsync(local, cancellationToken).AsTask())];
        PassThroughAnswer[] answers = await Task.WhenAll(told).ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer.Outcome != PassThroughOutcome.Answered, answers[0]);
    }
}
