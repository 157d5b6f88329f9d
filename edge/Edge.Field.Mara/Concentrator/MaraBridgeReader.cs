using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>Asks an IED for its RAM while its concentrator is a bridge to the bus (3F, Mara 1.4 §3).</summary>
internal sealed class MaraBridgeReader
{
    // Sequences that a concentrator never uses, so that its next question has a new sequence for the IED.
    private const byte FirstSequence = 0x41;
    private const byte SecondSequence = 0x42;

    // A page of RAM. One question (06) reads within one page.
    private const int PageLength = 256;

    private byte _sequence = FirstSequence;

    /// <summary>Reads page by page. No question is repeated.</summary>
    /// <param name="connection">The connection to the concentrator.</param>
    /// <param name="request">What to read.</param>
    /// <param name="limit">How long the next answer may take; null: as long as any.</param>
    /// <param name="cancellationToken">The stop.</param>
    public async ValueTask<PassThroughAnswer> ReadAsync(
        MaraConnection connection, MaraReadIedRam request, Func<TimeSpan>? limit, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[request.Count];
        for (int have = 0; have < bytes.Length;)
        {
            int at = (request.Start + have) & 0xFFFF;
            int count = Math.Min(Math.Min(bytes.Length - have, PageLength - (at % PageLength)), MaraReadRamPaged.MaximumCount);
            MaraReadRamPaged question = new((byte)(at / PageLength), (byte)(at % PageLength), (byte)count);
            _sequence = _sequence == FirstSequence ? SecondSequence : FirstSequence;
            MaraExchange exchange = await connection.AskAsync(
                request.Ied.Value, _sequence, MaraCommand.ReadRamPaged, MaraData.ToArray(question), cancellationToken, limit?.Invoke())
                .ConfigureAwait(false);
            if (exchange.Failure is { } failure)
            {
                return Failed($"IED {request.Ied} does not answer over the bridge: {failure.Detail}");
            }

            if (!MaraReadRamPagedAnswer.TryParse(exchange.Data.Span, out MaraReadRamPagedAnswer answer) || answer.Bytes.Length != count
                || answer.Page != question.Page || answer.Start != question.Start)
            {
                return Failed($"IED {request.Ied} answered with another part of its RAM than the requested one.");
            }

            answer.Bytes.CopyTo(bytes.AsSpan(have));
            have += count;
        }

        return PassThroughAnswer.Of(bytes);
    }

    private static PassThroughAnswer Failed(string detail) => PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, detail);
}
