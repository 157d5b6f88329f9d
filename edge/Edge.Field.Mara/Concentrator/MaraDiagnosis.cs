using Edge.Field.Links;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Acts as a control centre for a single request: reads the RAM of an IED from a concentrator, or a gateway in its place, and disconnects.
/// Each question has a new sequence, which acknowledges the last answer of a concentrator: do not use it while another centre polls that
/// concentrator.
/// </summary>
public sealed class MaraDiagnosis : IAsyncDisposable
{
    // The bytes of one question: the limit of a concentrator's flat read (Mara 1.4 §3).
    private const int Chunk = 240;
    private const int PageLength = 256;
    private const int ClosingAttempts = 3;

    // The protocol cannot report why there is no answer.
    private const string Silence =
        "A gateway answers only if its northbound entry has \"diagnosis\": true, and only for an IED that answers it; a COMaster that "
        + "does not support the command needs --bridge.";

    private static readonly byte[] s_stop = MaraData.ToArray(new MaraStopScan(Stopped: true));
    private static readonly byte[] s_start = MaraData.ToArray(new MaraStopScan(Stopped: false));

    private readonly MaraTcpOptions _options;
    private readonly MaraConnection _connection;
    private readonly MaraBridgeReader _bridge = new();
    private byte _sequence;

    private MaraDiagnosis(MaraTcpOptions options, MaraConnection connection, byte sequence) =>
        (_options, _connection, _sequence) = (options, connection, sequence);

    /// <summary>Connects.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="answerTimeout">How long each answer may take, above zero.</param>
    /// <param name="clock">The clock of the time-outs.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="TimeoutException">The peer did not answer in time.</exception>
    /// <exception cref="IOException">The peer refused, or cannot be reached.</exception>
    public static async ValueTask<MaraDiagnosis> ConnectAsync(
        TcpPeerOptions peer, TimeSpan answerTimeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var options = new MaraTcpOptions { Device = "diagnosis", Peer = peer, AnswerTimeout = answerTimeout };
        options.Validate();
        var connector = new TcpConnector(peer, clock);
        IByteLink link = await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        byte first = (byte)Random.Shared.Next(MaraSequence.CentreFirst, MaraSequence.CentreLast + 1);
        return new MaraDiagnosis(options, new MaraConnection(link, connector.Peer, options, clock), first);
    }

    /// <summary>Reads RAM of an IED.</summary>
    /// <param name="ied">Its address, 2 to 63.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="count">How many, 1 to 65536; the address wraps behind FFFF.</param>
    /// <param name="bridge">
    /// False: the peer reads it (36). True: the scan of the concentrator is stopped, the IED is asked directly, and the scan is started
    /// again in any case.
    /// </param>
    /// <param name="cancellationToken">The stop.</param>
    public async ValueTask<PassThroughAnswer> ReadIedRamAsync(
        MaraAddress ied, ushort start, int count, bool bridge, CancellationToken cancellationToken)
    {
        if (!bridge)
        {
            return await ReadAsync(ied, start, count, ReadChunkAsync, cancellationToken).ConfigureAwait(false);
        }

        PassThroughAnswer answer = Failed("It was stopped.");
        string? stuck;
        try
        {
            MaraExchange stop = await AskAsync(MaraCommand.StopScan, s_stop, cancellationToken).ConfigureAwait(false);
            answer = stop.Failure is { } refused
                ? Failed($"The scan cannot be stopped (3F): {refused.Detail}")
                : await ReadAsync(
                    ied, start, count, (request, token) => _bridge.ReadAsync(_connection, request, null, token), cancellationToken)
                    .ConfigureAwait(false);
        }
        finally
        {
            stuck = await StartScanAsync().ConfigureAwait(false);
        }

        return stuck is null
            ? answer
            : Failed($"{answer.Detail} The scan may still be stopped, start it again (3F 0): {stuck}".TrimStart());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static PassThroughAnswer Failed(string detail) => PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, detail);

    private static async ValueTask<PassThroughAnswer> ReadAsync(
        MaraAddress ied, ushort start, int count, Func<MaraReadIedRam, CancellationToken, ValueTask<PassThroughAnswer>> read,
        CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            // Within a page: a peer that passes the question on asks the IED page by page (06, Mara 1.4 §3).
            ushort at = (ushort)(start + have);
            int length = Math.Min(Math.Min(count - have, Chunk), PageLength - (at % PageLength));
            PassThroughAnswer answer = await read(new MaraReadIedRam(ied, at, (byte)length), cancellationToken).ConfigureAwait(false);
            if (answer.Outcome != PassThroughOutcome.Answered)
            {
                return answer;
            }

            answer.Data.CopyTo(bytes.AsMemory(have));
            have += length;
        }

        return PassThroughAnswer.Of(bytes);
    }

    private async ValueTask<PassThroughAnswer> ReadChunkAsync(MaraReadIedRam request, CancellationToken cancellationToken)
    {
        MaraExchange exchange = await AskAsync(MaraCommand.ReadIedRam, MaraData.ToArray(request), cancellationToken)
            .ConfigureAwait(false);
        if (exchange.Failure is { } failure)
        {
            return Failed(failure.Kind == FieldFailureKind.TimedOut ? $"{failure.Detail} {Silence}" : failure.Detail);
        }

        return MaraReadIedRamAnswer.TryParse(exchange.Data.Span, request, out MaraReadIedRamAnswer answer)
            ? PassThroughAnswer.Of(answer.Bytes.ToArray())
            : Failed($"{exchange.Data.Length} bytes arrived where {request.Count} were requested.");
    }

    private async ValueTask<string?> StartScanAsync()
    {
        string? why = null;
        for (int attempt = 0; attempt < ClosingAttempts; attempt++)
        {
            MaraExchange exchange = await AskAsync(MaraCommand.StopScan, s_start, CancellationToken.None).ConfigureAwait(false);
            if (exchange.Failure is null)
            {
                return null;
            }

            why = exchange.Failure.Detail;
        }

        return why;
    }

    private async ValueTask<MaraExchange> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        for (bool again = true; ; again = false)
        {
            _sequence = MaraSequence.NextOfCentre(_sequence);
            MaraExchange exchange = await _connection.AskAsync(_options.Concentrator.Value, _sequence, command, data, cancellationToken)
                .ConfigureAwait(false);

            // By chance this was the sequence of its last answer to another centre: it only repeated that answer.
            if (!exchange.OtherCommand || !again)
            {
                return exchange;
            }
        }
    }
}
