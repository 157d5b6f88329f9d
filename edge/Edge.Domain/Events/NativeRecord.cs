namespace Edge.Domain;

/// <summary>
/// An event in the terms of the device's protocol. A new protocol adds a kind here; only its driver, and code that passes it on to clients
/// of the same protocol, reads it. The default is no protocol.
/// </summary>
public readonly record struct NativeRecord
{
    private readonly bool _isMara;
    private readonly MaraNative _mara;

    /// <summary>A record of Mara.</summary>
    /// <param name="mara">The record.</param>
    public NativeRecord(in MaraNative mara) => (_isMara, _mara) = (true, mara);

    /// <summary>The record of Mara; null for another protocol or none.</summary>
    public MaraNative? Mara => _isMara ? _mara : null;

    /// <summary>The place without the content, for findings of the gateway about the same place.</summary>
    public NativeRecord Place => _isMara
        ? new(_mara with { Code = null, Motive = null, Bytes = default })
        : default;

    /// <summary>The record of its protocol; nothing for none.</summary>
    /// <remarks>What the compiler makes would print <see cref="Place"/> within itself without end.</remarks>
    public override string ToString() => _isMara ? _mara.ToString() : "";

    /// <summary>As <see cref="NativeRecord(in MaraNative)"/>.</summary>
    /// <param name="mara">The record.</param>
    public static implicit operator NativeRecord(MaraNative mara) => new(in mara);
}

/// <summary>An event in the terms of Mara (Mara 1.4 §5). Passed on unchanged; its meaning is in the content of the event.</summary>
/// <param name="Concentrator">The number of the concentrator behind which it was recorded; 0 where there is only one.</param>
/// <param name="Ied">The bus address of the IED in the event (0 and 1: the concentrator).</param>
public readonly record struct MaraNative(int Concentrator, int Ied)
{
    /// <summary>The highest number of a port, bit, channel, code or motive. What the wire can carry is far below.</summary>
    public const int Most = short.MaxValue - 1;

    // One more than the number, 0 for none. They are small because an event is copied often.
    private readonly short _port;
    private readonly short _bit;
    private readonly short _channel;
    private readonly short _code;
    private readonly short _motive;

    /// <summary>Input: the port.</summary>
    /// <exception cref="OverflowException">Set to a number below zero or above <see cref="Most"/>.</exception>
    public int? Port
    {
        get => _port == 0 ? null : _port - 1;
        init => _port = Small(value);
    }

    /// <summary>Input: the bit.</summary>
    /// <exception cref="OverflowException">Set to a number below zero or above <see cref="Most"/>.</exception>
    public int? Bit
    {
        get => _bit == 0 ? null : _bit - 1;
        init => _bit = Small(value);
    }

    /// <summary>Energy: the channel.</summary>
    /// <exception cref="OverflowException">Set to a number below zero or above <see cref="Most"/>.</exception>
    public int? Channel
    {
        get => _channel == 0 ? null : _channel - 1;
        init => _channel = Small(value);
    }

    /// <summary>Energy, idle mark, communications: the code.</summary>
    /// <exception cref="OverflowException">Set to a number below zero or above <see cref="Most"/>.</exception>
    public int? Code
    {
        get => _code == 0 ? null : _code - 1;
        init => _code = Small(value);
    }

    /// <summary>Communications: the motive.</summary>
    /// <exception cref="OverflowException">Set to a number below zero or above <see cref="Most"/>.</exception>
    public int? Motive
    {
        get => _motive == 0 ? null : _motive - 1;
        init => _motive = Small(value);
    }

    /// <summary>The bytes of the record; empty where there were none.</summary>
    public NativeBytes Bytes { get; init; }

    private static short Small(int? value) => value is { } number ? checked((short)((ushort)number + 1)) : (short)0;
}
