using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Questions of control centres to the field of a concentrator (ADR 0002). Each is sent once, directly after a journaled answer, with a new
/// SEC: this acknowledges that answer as the next poll would. Its own answer carries no events.
/// </summary>
internal sealed class MaraPassThrough(
    MaraTcpOptions options, MaraTcpLink link, MaraPollSequence sequence, MaraBridge bridge, MaraTurn turn, TimeProvider clock)
    : IFieldPassThrough
{
    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (command is MaraCommand.Poll or MaraCommand.Sync or MaraCommand.SetTime or MaraCommand.StopScan or MaraCommand.Control)
        {
            return PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"Only the gateway itself sends {command:X2}.");
        }

        if (data.Length > MaraFrame.MaximumData)
        {
            return PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"{data.Length} bytes do not fit into a frame.");
        }

        bool silent = false;
        PassThroughAnswer answer = await InTurnAsync(
            async token =>
            {
                MaraExchange exchange = await link.AskAsync(sequence.UseUp(), command, data, token).ConfigureAwait(false);
                silent = exchange.Failure is not null && !exchange.Broken;
                return AnswerOf(exchange);
            },
            cancellationToken).ConfigureAwait(false);
        return silent && options.Bridge && command == MaraCommand.ReadIedRam && MaraReadIedRam.TryParse(data.Span, out MaraReadIedRam ram)
            ? await AskOverBridgeAsync(ram, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    /// <summary>Operates an output by its logical port (13), once; an order whose turn comes too late is not sent.</summary>
    /// <param name="control">The order.</param>
    /// <param name="expires">The last time at which it may be sent, UTC.</param>
    /// <param name="cancellationToken">The stop of the service.</param>
    public ValueTask<PassThroughAnswer> OrderAsync(MaraControl control, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        byte[] data = new byte[MaraControl.Length];
        control.Write(data);
        return InTurnAsync(
            async token => clock.GetUtcNow() > expires
                ? PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, "The order expired before its turn came; nothing was sent.")
                : AnswerOf(await link.AskAsync(sequence.UseUp(), MaraCommand.Control, data, token).ConfigureAwait(false)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        long called = clock.GetTimestamp();
        return await InTurnAsync(
            async token => await link.SetTimeAsync(local + clock.GetElapsedTime(called), token).ConfigureAwait(false) is { } failure
                ? PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, failure.Detail)
                : PassThroughAnswer.Of(default),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<PassThroughAnswer> InTurnAsync(
        Func<CancellationToken, ValueTask<PassThroughAnswer>> ask, CancellationToken cancellationToken)
    {
        if (!await turn.TryEnterAsync(cancellationToken).ConfigureAwait(false))
        {
            return PassThroughAnswer.Failed(
                PassThroughOutcome.NotPossible,
                $"{link.Peer}: its last answer is not in the journal yet; no other question may be sent before.");
        }

        try
        {
            return link.Connection is null
                ? PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, link.LastFailure.Detail)
                : sequence.IsAsked || bridge.IsOpen
                ? PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"{link.Peer} has not answered the last question yet.")
                : await ask(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Leave();
        }
    }

    private static PassThroughAnswer AnswerOf(in MaraExchange exchange) =>
        exchange.Failure is { } failure ? PassThroughAnswer.Failed(failure) : PassThroughAnswer.Of(exchange.Data.ToArray());

    // In a turn of its own. The question before may have waited for a whole time-out; another one without a poll in between, and the values
    // of all IEDs would be stale because one does not answer.
    private async ValueTask<PassThroughAnswer> AskOverBridgeAsync(MaraReadIedRam ram, CancellationToken cancellationToken)
    {
        if (!await bridge.MayOpenAsync(cancellationToken).ConfigureAwait(false))
        {
            return PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, "The gateway stops.");
        }

        return await InTurnAsync(token => bridge.ReadAsync(ram, token), cancellationToken).ConfigureAwait(false);
    }
}
