using System.Net;
using System.Net.Sockets;

namespace FirmwareSim.Devices.Tests;

/// <summary>A control centre that knows bytes only: no code of ours stands between the test and the socket.</summary>
internal sealed class RawCentre : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public required Socket Socket { get; init; }

    public static async Task<RawCentre> ConnectAsync(IPEndPoint endPoint)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        return new RawCentre { Socket = socket };
    }

    public Task SendAsync(string hex) => SendAsync(Hex(hex));

    public async Task SendAsync(byte[] bytes) => await Socket.SendAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>One frame as its second byte measures it.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        byte[] head = await ReceiveAsync(2);
        byte[] tail = await ReceiveAsync(head[1] - 2);
        return [.. head, .. tail];
    }

    public async Task<byte[]> PollAsync(int sequence)
    {
        await SendAsync(Request((byte)sequence, 0x10));
        return await ReceiveAsync();
    }

    /// <summary>A poll with its answer taken apart.</summary>
    public async Task<Answer> AskAsync(int sequence) => new(await PollAsync(sequence));

    /// <summary>Every event until none is left, polling from a SEC on.</summary>
    public async Task<List<string>> EventsAsync(int sequence)
    {
        List<string> all = [];
        while (true)
        {
            Answer answer = await AskAsync(sequence++);
            all.AddRange(answer.Events);
            if (answer.Events.Count == 0)
            {
                return all;
            }
        }
    }

    /// <summary>True when the other side has closed, politely or not.</summary>
    public async Task<bool> IsCutAsync()
    {
        using CancellationTokenSource late = new(Deadline);
        byte[] one = new byte[1];
        try
        {
            return await Socket.ReceiveAsync(one, late.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public static byte[] Request(byte sequence, byte command, params byte[] data) => Frame([1, 0x40, sequence, command, .. data]);

    /// <summary>SOF, QTY, what is given, and the block check worked out as the specification words it.</summary>
    public static byte[] Frame(byte[] middle)
    {
        byte[] head = [0xFE, (byte)(middle.Length + 4), .. middle];
        int sum = 0;
        for (int i = 0; i < head.Length; i++)
        {
            sum += i % 2 == 0 ? head[i] * 256 : head[i];
        }

        int check = 0xFFFF - sum % 0x10000;
        return [.. head, (byte)(check / 256), (byte)(check % 256)];
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReceiveAsync(int count)
    {
        using CancellationTokenSource late = new(Deadline);
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count)
        {
            int received = await Socket.ReceiveAsync(bytes.AsMemory(filled), late.Token);
            Assert.True(received > 0, $"the connection ended after {filled} of {count} bytes");
            filled += received;
        }

        return bytes;
    }
}

/// <summary>An answer to 0x10 cut at its section counts.</summary>
internal sealed class Answer
{
    public Answer(byte[] frame)
    {
        Frame = frame;
        int at = 6;
        byte[] Section()
        {
            byte[] section = frame[(at + 1)..(at + frame[at])];
            at += frame[at];
            return section;
        }

        System = Section();
        Digitals = Words(Section());
        Analogs = Words(Section());
        Events = [.. Section().Chunk(10).Select(bytes => Convert.ToHexString(bytes))];
        Assert.Equal(frame.Length - 2, at);
    }

    public byte[] Frame { get; }

    public byte[] System { get; }

    public ushort[] Digitals { get; }

    public ushort[] Analogs { get; }

    public List<string> Events { get; }

    /// <summary>Byte 0 of the system variables of an IED.</summary>
    public byte Bits(int address) => System[(address - 1) * 6];

    /// <summary>The one digital word of an IED behind the concentrator, which has three.</summary>
    public ushort Digital(int address) => Digitals[address + 1];

    /// <summary>An analogue word of an IED behind the concentrator, which has four.</summary>
    public ushort Analog(int address, int channel) => Analogs[4 + 2 * (address - 2) + channel];

    private static ushort[] Words(byte[] bytes) => [.. bytes.Chunk(2).Select(pair => (ushort)(pair[0] + 256 * pair[1]))];
}
