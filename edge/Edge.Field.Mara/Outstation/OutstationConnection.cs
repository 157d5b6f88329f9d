using System.Net;
using System.Net.Sockets;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>One connection of a control centre. Its memory is bounded, whatever the peer does.</summary>
internal sealed class OutstationConnection(
    AcceptedSocket accepted, OutstationOptions options, CentreDirectory directory, CommandHandler commands, TimeProvider time) : IDisposable
{
    private const long Never = long.MinValue;

    private readonly ConnectionTap _tap = new(options.Tap, accepted.Address.ToString());
    private readonly QuestionRate _rate = new(options.QuestionsPerSecond, time);
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];
    private readonly long _since = time.GetTimestamp();
    private readonly CancellationTokenSource _closing = new();
    private int _end;
    private long _askedAt = Never;
    private long _sendingSince = Never;
    private int _source = -1;

    /// <summary>A sequence number: the later of two connections has the greater.</summary>
    public long Number => accepted.Number;

    /// <summary>The centre; null before its first question.</summary>
    public CentreSession? Centre { get; private set; }

    /// <summary>The source in its last frame, or −1.</summary>
    public int Source => _source;

    /// <summary>The remote address.</summary>
    public IPAddress Address => accepted.Address;

    /// <summary>Whether it sent a question to this concentrator.</summary>
    public bool HasAsked => Interlocked.Read(ref _askedAt) != Never;

    /// <summary>Why it ended.</summary>
    public ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    /// <summary>The time of its last question, as a timestamp of the clock; the smallest number before the first.</summary>
    public long AskedAt => Interlocked.Read(ref _askedAt);

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Called when the centre is known.</summary>
    public Action<OutstationConnection>? Identified { get; init; }

    /// <summary>Closes the connection; the first reason is kept.</summary>
    public void Close(ConnectionEnd why)
    {
        if (Interlocked.CompareExchange(ref _end, (int)why, (int)ConnectionEnd.None) == (int)ConnectionEnd.None)
        {
            _closing.Cancel();
        }

        accepted.Socket.Dispose();
    }

    /// <summary>Closes the connection if the peer has taken too long.</summary>
    public void CheckTime()
    {
        long sending = Interlocked.Read(ref _sendingSince), asked = Interlocked.Read(ref _askedAt);
        if (sending != Never && time.GetElapsedTime(sending) > options.SendTimeout)
        {
            Close(ConnectionEnd.NotRead);
        }
        else if (asked == Never
            ? time.GetElapsedTime(_since) > options.FirstQuestionTimeout
            : time.GetElapsedTime(asked) > options.IdleTimeout)
        {
            Close(ConnectionEnd.Silent);
        }
    }

    /// <summary>Serves until the connection ends; <see cref="End"/> says why.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        QuestionReader reader = new(_tap);
        try
        {
            while (End == ConnectionEnd.None)
            {
                int count = await ReceiveAsync(reader).ConfigureAwait(false);
                if (count == 0)
                {
                    Close(ConnectionEnd.Closed);
                    return;
                }

                bool late = count < 0;
                reader.Add(Math.Max(0, count));
                while (reader.TryTake(giveUp: late))
                {
                    late = false;
                    await HandleAsync(reader.Question, stop).ConfigureAwait(false);
                }

                if (reader.IsGarbage)
                {
                    Close(ConnectionEnd.Garbage);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Close(ConnectionEnd.Broke);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || End != ConnectionEnd.None)
        {
            Close(ConnectionEnd.Stopped);
        }
        finally
        {
            Centre?.Connections.Leave(this);
            _tap.Closed(End);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => accepted.Socket.Dispose();

    /// <summary>Waits for bytes; 0: closed, −1: the rest of an incomplete frame did not arrive in time.</summary>
    private async ValueTask<int> ReceiveAsync(QuestionReader reader)
    {
        if (!reader.HasBegun)
        {
            return await accepted.Socket.ReceiveAsync(reader.Free, SocketFlags.None).ConfigureAwait(false);
        }

        using CancellationTokenSource late = new(options.FrameTimeout, time);
        try
        {
            return await accepted.Socket.ReceiveAsync(reader.Free, SocketFlags.None, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
    }

    private async ValueTask HandleAsync(Question question, CancellationToken stop)
    {
        bool setTime = question.Command == MaraCommand.SetTime;
        bool toUs = question.Destination == options.Address.Value;
        if (!toUs && !(setTime && question.Destination == MaraFrame.Broadcast))
        {
            _tap.Answer([]);
            return;
        }

        if (Identify(question.Source) is not { } centre)
        {
            _tap.Answer([]);
            Close(ConnectionEnd.NotServed);
            return;
        }

        Interlocked.Exchange(ref _askedAt, time.GetTimestamp());
        await _rate.WaitAsync(stop).ConfigureAwait(false);
        if (setTime)
        {
            // Outside the sequence (Mara 1.4 §2), and without an answer.
            _tap.Answer([]);
            await commands.SetTimeAsync(question.Data, centre.Name, stop).ConfigureAwait(false);
            return;
        }

        int length = await centre.AnswerAsync(this, question, _answer, stop).ConfigureAwait(false);
        _tap.Answer(_answer.AsSpan(0, length));
        if (length > 0)
        {
            await SendAsync(_answer.AsMemory(0, length)).ConfigureAwait(false);
        }
    }

    private CentreSession? Identify(byte source)
    {
        if (_source == source)
        {
            return Centre;
        }

        CentreSession? centre = directory.Find(accepted.Address, source);
        if (!ReferenceEquals(centre, Centre))
        {
            Centre?.Connections.Leave(this);
            Centre = centre;
            if (centre is not null)
            {
                centre.Connections.Arrive(this);
                Identified?.Invoke(this);
            }
        }

        _source = source;
        return centre;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Exchange(ref _sendingSince, time.GetTimestamp());
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await accepted.Socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }

        Interlocked.Exchange(ref _sendingSince, Never);
    }
}
