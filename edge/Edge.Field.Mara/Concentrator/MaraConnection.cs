using System.Globalization;
using Edge.Field.Links;
using Edge.Field.Taps;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>The result of one question.</summary>
/// <param name="Data">The data of the answer, valid until the next question; empty on a failure.</param>
/// <param name="Failure">Why there is no answer, or null.</param>
/// <param name="Broken">Whether the connection cannot be used any more.</param>
/// <param name="OtherCommand">
/// Whether an answer with the sequence of the question but another command came: the device repeated its last answer.
/// </param>
internal readonly record struct MaraExchange(ReadOnlyMemory<byte> Data, FieldFailure? Failure, bool Broken, bool OtherCommand = false);

/// <summary>
/// One connection to a COMaster: sends a question and finds the answer in the received bytes, among noise, late answers and echoes. Bounded
/// in memory, and in the bytes that it reads for one question.
/// </summary>
internal sealed class MaraConnection : IAsyncDisposable
{
    // An answer has at most 253 bytes. A peer that sends this many bytes without one does not use Mara.
    private const int MostBytesForOneAnswer = 64 * 1024;

    private readonly IByteLink _link;
    private readonly MaraTcpOptions _options;
    private readonly string _peer;
    private readonly TimeProvider _clock;
    private readonly byte[] _input = new byte[1024];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumData];
    private readonly byte[] _output = new byte[MaraFrame.MaximumLength];
    private int _held;
    private int _received;
    private int _otherFrames;
    private int _rejected;
    private byte _asked;
    private byte _sequence;
    private byte _command;
    private bool _otherCommand;

    public MaraConnection(IByteLink link, string peer, MaraTcpOptions options, TimeProvider clock)
    {
        _link = link;
        _peer = peer;
        _options = options;
        _clock = clock;
    }

    /// <summary>Asks an address: the concentrator, or an IED while the concentrator is a bridge.</summary>
    /// <param name="address">The address.</param>
    /// <param name="sequence">The SEC.</param>
    /// <param name="command">The command.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <param name="limit">How long the answer may take; null: the time-out of the options.</param>
    public async ValueTask<MaraExchange> AskAsync(
        byte address, byte sequence, byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        (_asked, _sequence, _command, _otherCommand) = (address, sequence, command, false);
        TimeSpan time = limit ?? _options.AnswerTimeout;
        using var timeout = new CancellationTokenSource(time, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        bool sent = false;
        try
        {
            await DrainAsync(either.Token).ConfigureAwait(false);
            int length = MaraFrame.Write(_output, address, _options.Centre.Value, sequence, command, data.Span);
            _options.Tap?.Sent(_output.AsSpan(0, length));
            await _link.WriteAsync(_output.AsMemory(0, length), either.Token).ConfigureAwait(false);
            sent = true;
            while (_received < MostBytesForOneAnswer)
            {
                int count = await _link.ReadAsync(_input.AsMemory(_held), either.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return Broken(FieldFailureKind.LinkDown, $"{_peer} closed the connection.");
                }

                _options.Tap?.Arrived(_input.AsSpan(_held, count));
                _held += count;
                _received += count;
                if (TryFindAnswer(out int answer))
                {
                    return new MaraExchange(_answer.AsMemory(0, answer), null, false);
                }
            }

            return Broken(FieldFailureKind.BadFrame, $"{_peer} sends bytes, but no Mara frame: is it a COMaster?");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return sent ? NoAnswer(time) : Broken(FieldFailureKind.LinkDown, $"{_peer} takes no more bytes.");
        }
        catch (IOException exception)
        {
            return Broken(FieldFailureKind.LinkDown, $"The connection to {_peer} broke: {exception.Message}");
        }
    }

    /// <summary>Sets the time of the substation; there is no answer.</summary>
    /// <returns>Why it failed, or null.</returns>
    public async ValueTask<FieldFailure?> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            int length = MaraRequest.WriteSetTime(_output, _options.Centre, MaraSetTime.FromLocalTime(local));
            _options.Tap?.Sent(_output.AsSpan(0, length));
            await _link.WriteAsync(_output.AsMemory(0, length), either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FieldFailure(FieldFailureKind.LinkDown, $"{_peer} takes no more bytes.");
        }
        catch (IOException exception)
        {
            return new FieldFailure(FieldFailureKind.LinkDown, $"The connection to {_peer} broke: {exception.Message}");
        }
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private MaraExchange Broken(FieldFailureKind kind, string detail)
    {
        _options.Tap?.Ended(kind == FieldFailureKind.BadFrame ? TapOutcome.Noise : TapOutcome.Failed, _input.AsSpan(0, _held));
        return new MaraExchange(default, new FieldFailure(kind, detail), true);
    }

    // Bytes from before the question cannot be its answer.
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        (_held, _received, _otherFrames, _rejected) = (0, 0, 0, 0);
        while (_link.Available > 0 && _received < MostBytesForOneAnswer)
        {
            int count = await _link.ReadAsync(_input, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            _options.Tap?.Arrived(_input.AsSpan(0, count));
            _received += count;
        }

        _received = 0;
    }

    private MaraExchange NoAnswer(TimeSpan waited)
    {
        string time = string.Create(CultureInfo.InvariantCulture, $"{waited.TotalSeconds:0.###} s");
        FieldFailure failure = _received == 0
            ? new(FieldFailureKind.TimedOut, $"{_peer} did not answer within {time}.")
            : _otherFrames > 0 && _rejected == 0
                ? new(FieldFailureKind.BadFrame, $"{_peer} sent frames within {time}, but none that answers the question.")
                : new(FieldFailureKind.BadFrame, $"{_peer} sent bytes within {time}, but no whole frame with a correct block check.");
        _options.Tap?.Ended(_received == 0 ? TapOutcome.Silent : TapOutcome.Noise, _input.AsSpan(0, _held));
        return new MaraExchange(default, failure, false, _otherCommand);
    }

    private bool TryFindAnswer(out int length)
    {
        bool found = TakeFirst(out length, out int consumed);

        // The apparent start of a longer frame may be noise before the answer: search behind it, but keep it.
        found = found || TakeBehind(_input.AsSpan(consumed, _held - consumed), out length);
        _held -= consumed;
        _input.AsSpan(consumed, _held).CopyTo(_input);
        return found;
    }

    private bool TakeFirst(out int length, out int consumed)
    {
        consumed = 0;
        length = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _input.AsSpan(consumed, _held - consumed);
            MaraScanStatus status = MaraFrameScanner.TryRead(rest, out MaraFrame frame, out int used, out int rejected);
            consumed += used;
            _rejected += rejected;
            if (status != MaraScanStatus.Frame)
            {
                return false;
            }

            if (TryTake(frame, out length))
            {
                return true;
            }

            _otherFrames++;
        }
    }

    private bool TakeBehind(ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        while (MaraFrameScanner.TryReadFinal(rest, out MaraFrame frame, out int used, out _) == MaraScanStatus.Frame)
        {
            if (TryTake(frame, out length))
            {
                return true;
            }

            rest = rest[used..];
        }

        return false;
    }

    // An answer repeats the sequence and the command, with the addresses swapped (Mara 1.4 §2).
    private bool TryTake(in MaraFrame frame, out int length)
    {
        bool ours = frame.Source == _asked && frame.Destination == _options.Centre.Value && frame.Sequence == _sequence;
        bool answers = ours && frame.Command == _command;
        _otherCommand |= ours && !answers;
        length = answers ? frame.Data.Length : 0;
        if (answers)
        {
            frame.Data.CopyTo(_answer);
            _options.Tap?.Ended(TapOutcome.Answered, frame.Bytes);
        }

        return answers;
    }
}
