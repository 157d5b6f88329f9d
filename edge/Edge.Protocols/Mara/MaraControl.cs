using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>Operates an output by its logical port, 13 (Mara 1.4 §3): <c>port bit state</c>.</summary>
/// <param name="Port">Offset 0: the logical port.</param>
/// <param name="Bit">Offset 1: the bit in it; never FF, which means a refusal.</param>
/// <param name="State">Offset 2: 1 or 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The bit is FF.</exception>
public readonly record struct MaraControl(byte Port, byte Bit, bool State) : IMaraData
{
    /// <summary>How many bytes it takes, asked and answered.</summary>
    public const int Length = 3;

    /// <summary>The bit of an answer that refuses.</summary>
    public const byte RefusedBit = 0xFF;

    /// <inheritdoc />
    public static byte Command => MaraCommand.Control;

    /// <summary>Offset 1: the bit in the port.</summary>
    public byte Bit { get; } = MaraBlock.Count(Bit, RefusedBit - 1);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>
    /// False when the data has not three bytes, the bit is FF, or the state neither 0 nor 1: then nothing may be operated.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraControl request)
    {
        bool valid = data.Length == Length && data[1] != RefusedBit && data[2] <= 1;
        request = valid ? new MaraControl(data[0], data[1], data[2] == 1) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Port);
        writer.WriteByte(Bit);
        writer.WriteByte(State ? (byte)1 : (byte)0);
    }
}

/// <summary>Answers a control by logical port, 13 (Mara 1.4 §3): the request again, <c>port bit state</c>; a bit of FF: refused.</summary>
/// <param name="Port">Offset 0: the logical port.</param>
/// <param name="Bit">Offset 1: the bit in it, or FF.</param>
/// <param name="State">Offset 2, as received; without meaning in a refusal.</param>
public readonly record struct MaraControlAnswer(byte Port, byte Bit, byte State) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.Control;

    /// <summary>Whether nothing was operated.</summary>
    public bool Refused => Bit == MaraControl.RefusedBit;

    /// <inheritdoc />
    public int DataLength => MaraControl.Length;

    /// <summary>Accepts a request.</summary>
    /// <param name="request">The request.</param>
    public static MaraControlAnswer Accept(in MaraControl request) => new(request.Port, request.Bit, request.State ? (byte)1 : (byte)0);

    /// <summary>Refuses a request.</summary>
    /// <param name="request">The request.</param>
    public static MaraControlAnswer Refuse(in MaraControl request) => Accept(request) with { Bit = MaraControl.RefusedBit };

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value.</param>
    /// <returns>False when the data has not three bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraControlAnswer answer)
    {
        bool valid = data.Length == MaraControl.Length;
        answer = valid ? new MaraControlAnswer(data[0], data[1], data[2]) : default;
        return valid;
    }

    /// <summary>Whether it confirms exactly this request; an answer for another output does not.</summary>
    /// <param name="request">The request.</param>
    public bool Confirms(in MaraControl request) => this == Accept(request);

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Port);
        writer.WriteByte(Bit);
        writer.WriteByte(State);
    }
}

/// <summary>
/// Operates an output by its physical port, 0B, and the answer to it, which is the same (Mara 1.4 §3): <c>portH portL bit state</c>. The
/// reference defines no refusal here: an answer that differs from its request confirms nothing.
/// </summary>
/// <param name="Port">Offset 0, high byte first: the physical port.</param>
/// <param name="Bit">Offset 2: the bit in it.</param>
/// <param name="State">Offset 3: 1 or 0.</param>
public readonly record struct MaraPhysicalControl(ushort Port, byte Bit, bool State) : IMaraData
{
    /// <summary>How many bytes it takes, asked and answered.</summary>
    public const int Length = 4;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ControlPhysicalPort;

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request or of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="control">The decoded value.</param>
    /// <returns>False when the data has not four bytes, or the state is neither 0 nor 1: then nothing may be operated.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraPhysicalControl control)
    {
        bool valid = data.Length == Length && data[3] <= 1;
        control = valid ? new MaraPhysicalControl((ushort)(data[0] << 8 | data[1]), data[2], data[3] == 1) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte((byte)(Port >> 8));
        writer.WriteByte((byte)Port);
        writer.WriteByte(Bit);
        writer.WriteByte(State ? (byte)1 : (byte)0);
    }
}
