using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Several buses in the place of one concentrator, asked as one: the first that can do it does it, a set-time goes to all.
/// </summary>
internal sealed class PassThroughGroup : IFieldPassThrough
{
    private readonly ImmutableArray<IFieldPassThrough> _relays;

    private PassThroughGroup(ImmutableArray<IFieldPassThrough> relays) => _relays = relays;

    /// <summary>The only one itself, several as one, or null.</summary>
    public static IFieldPassThrough? Of(ImmutableArray<IFieldPassThrough> relays) =>
        relays.Length <= 1 ? relays.FirstOrDefault() : new PassThroughGroup(relays);

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        PassThroughAnswer answer = default;
        foreach (IFieldPassThrough relay in _relays)
        {
            PassThroughAnswer next = await relay.AskAsync(command, data, cancellationToken).ConfigureAwait(false);

            // Neither of these two was sent; a refusal says more than that it is none of this bus's.
            if (next.Outcome is not (PassThroughOutcome.Refused or PassThroughOutcome.NotPossible))
            {
                return next;
            }

            answer = answer.Outcome == PassThroughOutcome.Refused ? answer : next;
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        // The time is that of the call: all are told before any is waited for.
        Task<PassThroughAnswer>[] told = [.. _relays.Select(r => r.SetTimeAsync(local, cancellationToken).AsTask())];
        PassThroughAnswer[] answers = await Task.WhenAll(told).ConfigureAwait(false);
        return answers.FirstOrDefault(a => a.Outcome != PassThroughOutcome.Answered, answers[0]);
    }
}
