using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>
/// A control centre written from the reference alone (Mara 1.4 §2 to §5), on a raw socket: it keeps its sequence through dropped
/// connections, asks again with the same one until it has a whole right answer, and only then goes on.
/// </summary>
public sealed class ControlCentre(Func<int> port, byte source = 0x40, bool alternates = false) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Socket? _socket;
    private int _command = 0x10;
    private byte[] _data = [];
    private byte[] _received = [];

    // Its first question may have, by chance, the sequence of another's last one, whose answer a concentrator then repeats.
    private bool _answered;

    /// <summary>The sequence of the question that has no answer yet. Counts 20 to 7F; 00 and 80 where it alternates.</summary>
    public byte Sequence { get; private set; } = alternates ? (byte)0x00 : (byte)0x20;

    /// <summary>The events of all answers that it took, in the order in which they came, as hex.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Whether nothing was asked with this sequence yet.</summary>
    public bool Settled { get; private set; } = true;

    public bool IsConnected => _socket is not null;

    /// <summary>The frame of a question, its block check worked out here.</summary>
    public static byte[] Frame(int destination, int source, int sequence, int command, params byte[] data)
    {
        byte[] frame = [0xFE, (byte)(8 + data.Length), (byte)destination, (byte)source, (byte)sequence, (byte)command, .. data, 0, 0];
        ushort check = Check(frame.AsSpan(0, frame.Length - 2));
        (frame[^2], frame[^1]) = ((byte)(check >> 8), (byte)check);
        return frame;
    }

    /// <summary>
    /// A question with the present sequence, which from now on is asked. A centre asks one thing at a time: while it waits for an answer,
    /// the question is still the one that it waits for.
    /// </summary>
    public byte[] Question(int command = 0x10, params byte[] data)
    {
        if (Settled)
        {
            (_command, _data, Settled) = (command, data, false);
        }

        return Frame(0x01, source, Sequence, _command, _data);
    }

    public async Task ConnectAsync(CancellationToken stop)
    {
        Drop();
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket = socket;
        await socket.ConnectAsync(IPAddress.Loopback, port(), stop);
    }

    /// <summary>Breaks the connection, hard; what was received in part is thrown away.</summary>
    public void Drop()
    {
        _socket?.Close(0);
        _socket = null;
        _received = [];
    }

    /// <summary>
    /// Breaks the connection under a question that still waits, whose task then ends; <see cref="Drop"/> is for when nobody waits.
    /// </summary>
    public void Break() => _socket?.Close(0);

    public async Task SendAsync(byte[] bytes, CancellationToken stop)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await _socket!.SendAsync(bytes.AsMemory(sent), SocketFlags.None, stop);
        }
    }

    /// <summary>Reads on until so many bytes are there; false when the other side has closed.</summary>
    public async Task<bool> ReadAsync(int count, CancellationToken stop)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(Patience);
        byte[] piece = new byte[512];
        while (_received.Length < count)
        {
            int got;
            try
            {
                if (_socket is not { } socket)
                {
                    return false; // dropped while it waited
                }

                got = await socket.ReceiveAsync(piece, SocketFlags.None, deadline.Token);
            }
            catch (SocketException)
            {
                return false;
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                throw new TimeoutException($"{_received.Length} of {count} bytes came: {Convert.ToHexString(_received)}");
            }

            if (got == 0)
            {
                return false;
            }

            _received = [.. _received, .. piece.AsSpan(0, got)];
        }

        return true;
    }

    /// <summary>The next frame, which must be a right one; null when the other side has closed.</summary>
    public async Task<byte[]?> ReadFrameAsync(CancellationToken stop)
    {
        if (!await ReadAsync(2, stop) || !await ReadAsync(_received[1], stop))
        {
            return null;
        }

        byte[] frame = _received[.._received[1]];
        _received = _received[frame.Length..];
        ushort check = Check(frame.AsSpan(0, frame.Length - 2));
        if (frame[0] != 0xFE || frame[^2] != (byte)(check >> 8) || frame[^1] != (byte)check)
        {
            throw new InvalidDataException($"No right frame: {Convert.ToHexString(frame)}");
        }

        return frame;
    }

    /// <summary>Asks once, connecting where needed; null when the connection ended before the answer.</summary>
    public async Task<byte[]?> AskAsync(CancellationToken stop, int command = 0x10, params byte[] data)
    {
        try
        {
            if (_socket is null)
            {
                await ConnectAsync(stop);
            }

            await SendAsync(Question(command, data), stop);
        }
        catch (SocketException)
        {
            Drop();
            return null;
        }

        byte[]? answer = await ReadFrameAsync(stop);
        if (answer is null)
        {
            Drop();
            return null;
        }

        bool repeated = !_answered && answer[5] != _command;
        if (answer[2] != source || answer[3] != 0x01 || answer[4] != Sequence || (answer[5] != _command && !repeated))
        {
            throw new InvalidDataException($"No answer to {Convert.ToHexString(Question(command, data))}: {Convert.ToHexString(answer)}");
        }

        _answered = true;
        if (_command == command && !repeated)
        {
            return answer;
        }

        // That was what it still waited for, or what another did.
        Next();
        return await AskAsync(stop, command, data);
    }

    /// <summary>Takes an answer to a poll: its events are kept, and the next question has the next sequence.</summary>
    public PollAnswer Take(byte[] answer)
    {
        PollAnswer taken = PollAnswer.Parse(answer);
        Events.AddRange(taken.Events.Select(Convert.ToHexString));
        Next();
        return taken;
    }

    /// <summary>The answer is there: the next question has the next sequence.</summary>
    public void Next()
    {
        Sequence = alternates ? (byte)(Sequence ^ 0x80) : Sequence == 0x7F ? (byte)0x20 : (byte)(Sequence + 1);
        Settled = true;
    }

    /// <summary>Polls until it has an answer, and takes it.</summary>
    public async Task<PollAnswer> PollAsync(CancellationToken stop)
    {
        while (true)
        {
            if (await AskAsync(stop) is { } answer)
            {
                return Take(answer);
            }

            await Task.Delay(1, stop);
        }
    }

    public void Dispose() => Drop();

    private static ushort Check(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? (uint)bytes[i] << 8 : bytes[i];
        }

        return (ushort)~sum;
    }
}

/// <summary>The sections of an answer to a poll (Mara 1.4 §4).</summary>
public sealed record PollAnswer(byte[] Variables, byte[] Digitals, byte[] Analogs, byte[][] Events)
{
    public static PollAnswer Parse(byte[] frame)
    {
        ReadOnlySpan<byte> rest = frame.AsSpan(6, frame.Length - 8);
        byte[][] sections = new byte[4][];
        for (int i = 0; i < 4; i++)
        {
            sections[i] = rest[1..rest[0]].ToArray();
            rest = rest[rest[0]..];
        }

        if (!rest.IsEmpty || sections[3].Length % 10 != 0)
        {
            throw new InvalidDataException($"The sections do not add up: {Convert.ToHexString(frame)}");
        }

        return new(sections[0], sections[1], sections[2], [.. sections[3].Chunk(10)]);
    }
}
