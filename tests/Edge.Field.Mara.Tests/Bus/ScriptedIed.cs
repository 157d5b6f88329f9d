using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>
/// An IED as the reference describes it (Mara 1.4 §2, §4–7), written for these tests alone: a stack of five events, the last answer again
/// for the same sequence, what an answer carried released by the next.
/// </summary>
internal sealed class ScriptedIed(int address)
{
    public const int Stack = 5;

    private readonly List<byte[]> _events = [];
    private int _made;
    private int _lastSequence = -1;
    private byte[] _lastAnswer = [];
    private int _carried;

    public int Address { get; } = address;

    public bool Connected { get; set; } = true;

    /// <summary>Byte 0 of its system variables without the bit for an overflow: healthy, its time set.</summary>
    public byte Status { get; set; } = 0x47;

    /// <summary>Whether its stack is full again whenever it is asked.</summary>
    public bool Chatters { get; set; }

    public ushort Skew { get; set; }

    public byte Restarts { get; set; } = 1;

    public byte UartRestarts { get; set; }

    public ushort Digitals { get; set; }

    public ushort Power { get; set; } = 100;

    /// <summary>In place of the sections of its answer, where it breaks the rules.</summary>
    public byte[]? Sections { get; set; }

    /// <summary>The numbers of the events that it could keep.</summary>
    public List<int> Kept { get; } = [];

    public List<byte> Sequences { get; } = [];

    /// <summary>The questions that are no polls.</summary>
    public List<byte[]> Others { get; } = [];

    public int Waiting => _events.Count;

    public bool Overflowed { get; private set; }

    public void Happen(int count = 1)
    {
        for (int i = 0; i < count; i++, _made++)
        {
            Push(EventOf(Address, _made), _made);
        }
    }

    public void Push(byte[] record, int number = -1)
    {
        if (_events.Count == Stack)
        {
            Overflowed = true;
            return;
        }

        _events.Add(record);
        Kept.Add(number);
    }

    /// <summary>Its UART restarts: it keeps its events but forgets which answer it gave last.</summary>
    public void RestartUart() => (_lastSequence, _carried, UartRestarts) = (-1, 0, (byte)(UartRestarts + 1));

    /// <summary>Processes a frame that is for it and returns its answer.</summary>
    public byte[] Hear(byte[] frame)
    {
        Assert.Equal(Wire.Frame(Address, 0x01, frame[4], frame[5], frame.AsSpan(6, frame.Length - 8)), frame);
        byte sequence = frame[4];
        Sequences.Add(sequence);
        if (sequence == _lastSequence)
        {
            return _lastAnswer;
        }

        _events.RemoveRange(0, _carried);
        _carried = 0;
        _lastSequence = sequence;
        if (frame[5] != Wire.Poll)
        {
            Others.Add(frame);
            return _lastAnswer = Wire.Frame(0x01, Address, sequence, frame[5], Other(frame));
        }

        if (Chatters)
        {
            Happen(Stack - _events.Count);
        }

        _carried = _events.Count;
        _lastAnswer = Wire.Frame(0x01, Address, sequence, Wire.Poll, Sections ?? Wire.Answer(
            [(byte)(Status | (Overflowed ? 0x20 : 0)), Restarts, (byte)Skew, (byte)(Skew >> 8), 0, UartRestarts],
            [(byte)Digitals, (byte)(Digitals >> 8)],
            [(byte)Power, (byte)(Power >> 8), 0x00, 0x40],
            [.. _events]));
        Overflowed = false;
        return _lastAnswer;
    }

    /// <summary>A digital event of port 0, bit 0 on 2026-07-01 from 08:00 local on, its number in minutes, seconds and fraction.</summary>
    public static byte[] EventOf(int address, int number) =>
    [
        (byte)(address & 0x1F), (byte)(number % 2 == 0 ? 0x80 : 0x00), 26, 7, 1, 8, (byte)(number / 1920), (byte)(number / 32 % 60), 0,
        (byte)(number % 32 * 4),
    ];

    // 06 brings page, start, count and as many bytes; 0B what was asked.
    private static byte[] Other(byte[] frame)
    {
        byte[] data = frame[6..^2];
        return frame[5] == 0x06 ? [.. data, .. Enumerable.Range(data[1], Math.Min(data[2], 256 - data[1])).Select(b => (byte)b)] : data;
    }
}
