using System.Collections.Immutable;
using Edge.Field.Mara.Outstation;

namespace Edge.Gateway.Hosting;

/// <summary>Several pairs in the place of one concentrator, asked as one: the first that can do it does it, a set-time goes to all.</summary>
internal sealed class RelayGroup : IFieldRelay
{
    private readonly ImmutableArray<IFieldRelay> _relays;

    private RelayGroup(ImmutableArray<IFieldRelay> relays) => _relays = relays;

    /// <summary>The only one itself, several as one, or null.</summary>
    public static IFieldRelay? Of(ImmutableArray<IFieldRelay> relays) =>
        relays.Length <= 1 ? relays.FirstOrDefault() : new RelayGroup(relays);

    /// <inheritdoc/>
    public async ValueTask<RelayAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        RelayAnswer answer = default;
        foreach (IFieldRelay relay in _relays)
        {
            RelayAnswer next = await relay.AskAsync(command, data, cancellationToken).ConfigureAwait(false);

            // Neither of these two was sent; a refusal says more than that it is none of this pair's.
            if (next.Outcome is not (RelayOutcome.Refused or RelayOutcome.NotPossible))
            {
                return next;
            }

            answer = answer.Outcome == RelayOutcome.Refused ? answer : next;
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<RelayAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        // The time is that of the call: all are told before any is waited for.
        Task<RelayAnswer>[] told = [.. _relays.Select(r => r.SetTimeAsync(local, cancellationToken).AsTask())];
        RelayAnswer[] answers = await Task.WhenAll(told).ConfigureAwait(false);
        return answers.FirstOrDefault(a => a.Outcome != RelayOutcome.Answered, answers[0]);
    }
}
