namespace Edge.Protocols.Mara;

// The encoders: Mara 1.4 §5, the table of types.
public readonly partial record struct MaraEvent
{
    /// <summary>A digital input changed.</summary>
    /// <param name="address">0 to 31.</param>
    /// <param name="port">0 to 7.</param>
    /// <param name="bit">0 to 15.</param>
    /// <param name="state">The new state.</param>
    /// <param name="time">When, local.</param>
    /// <param name="layout">How byte 1 is laid out.</param>
    /// <param name="quality">The quality bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number does not fit its bits.</exception>
    public static MaraEvent Digital(
        int address, int port, int bit, bool state, in MaraTimestamp time, MaraDigitalLayout layout = MaraDigitalLayout.Epb,
        bool quality = false)
    {
        Check(port, 7, nameof(port));
        Check(bit, 15, nameof(bit));
        int on = state ? 1 : 0;
        int point = layout == MaraDigitalLayout.Epb ? on << 7 | port << 4 | bit : bit << 4 | port << 1 | on;
        return Stamped(MaraEventType.Digital, address, quality, point, time) with { Layout = layout };
    }

    /// <summary>An energy count. The caller must stamp the end of a day as 23:59, with code 1 or 3.</summary>
    /// <param name="address">0 to 31.</param>
    /// <param name="code">0 to 7, see <see cref="MaraEnergyCode"/>.</param>
    /// <param name="channel">0 to 7.</param>
    /// <param name="count">0 to <see cref="MaximumCount"/>.</param>
    /// <param name="time">When, local, to the minute.</param>
    /// <param name="quality">The quality bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number does not fit its bits.</exception>
    public static MaraEvent Energy(int address, int code, int channel, int count, in MaraTimestamp time, bool quality = false)
    {
        Check(code, 7, nameof(code));
        Check(channel, 7, nameof(channel));
        Check(count, MaximumCount, nameof(count));
        return Build(
            MaraEventType.Energy, address, quality, code << 3 | channel, time,
            (byte)(count >> 16), (byte)count, (byte)(count >> 8));
    }

    /// <summary>An idle mark.</summary>
    /// <param name="address">0 to 31.</param>
    /// <param name="code">0 to 7.</param>
    /// <param name="time">When, local.</param>
    /// <param name="quality">The quality bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number does not fit its bits.</exception>
    public static MaraEvent Idle(int address, int code, in MaraTimestamp time, bool quality = false)
    {
        Check(code, 7, nameof(code));
        return Stamped(MaraEventType.Idle, address, quality, code << 3, time);
    }

    /// <summary>An event of communications or the system.</summary>
    /// <param name="address">The device that it concerns, 0 to 31.</param>
    /// <param name="code">0 to 15, see <see cref="MaraCommunicationsCode"/>.</param>
    /// <param name="motive">0 to 15.</param>
    /// <param name="time">When, local.</param>
    /// <param name="quality">The quality bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number does not fit its bits.</exception>
    public static MaraEvent Communications(int address, int code, int motive, in MaraTimestamp time, bool quality = false)
    {
        Check(code, 15, nameof(code));
        Check(motive, 15, nameof(motive));
        return Stamped(MaraEventType.Communications, address, quality, code << 4 | motive, time);
    }

    private static MaraEvent Stamped(MaraEventType type, int address, bool quality, int point, in MaraTimestamp time) =>
        Build(type, address, quality, point, time, time.Second, (byte)time.Fraction, (byte)(time.Fraction >> 8));

    private static MaraEvent Build(
        MaraEventType type, int address, bool quality, int point, in MaraTimestamp time, byte byte7, byte byte8, byte byte9)
    {
        Check(address, MaximumAddress, nameof(address));
        ReadOnlySpan<byte> bytes =
        [
            (byte)((int)type << 6 | (quality ? 0x20 : 0) | address), (byte)point,
            time.Year, time.Month, time.Day, time.Hour, time.Minute, byte7, byte8, byte9,
        ];
        return new MaraEvent(bytes, MaraDigitalLayout.Epb);
    }

    private static void Check(int value, int maximum, string name)
    {
        if (value < 0 || value > maximum)
        {
            throw new ArgumentOutOfRangeException(name, value, $"A Mara event holds 0 to {maximum} here.");
        }
    }
}
