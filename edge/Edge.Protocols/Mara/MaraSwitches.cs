namespace Edge.Protocols.Mara;

// The settings of the concentrator that are one byte, and whose answer is the same byte (Mara 1.4 §3).

/// <summary>
/// Takes over or releases the local display, 3A, and the answer to it, which is the same (Mara 1.4 §3): <c>0</c> or <c>1</c>.
/// </summary>
/// <param name="On">The byte: 1 or 0.</param>
public readonly record struct MaraLocalDisplay(bool On) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.LocalDisplay;

    /// <inheritdoc />
    public int DataLength => 1;

    /// <summary>Reads the data of a request or of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="setting">The decoded value.</param>
    /// <returns>False when the data is not one byte of 0 or 1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraLocalDisplay setting)
    {
        setting = new MaraLocalDisplay(data is [1]);
        return data is [0] or [1];
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => buffer[0] = On ? (byte)1 : (byte)0;
}

/// <summary>
/// Sets how often the concentrator sets the time of its bus ("PeH"), 3B, and the answer to it, which is the same (Mara 1.4 §3):
/// <c>seconds</c>, 0 stops it. One byte, like every field of the reference without a low and a high part: 255 s at most.
/// </summary>
/// <param name="Seconds">0 to 255.</param>
public readonly record struct MaraSetTimeInterval(byte Seconds) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.SetTimeInterval;

    /// <summary>Whether the time of the bus is not set any more.</summary>
    public bool Stopped => Seconds == 0;

    /// <inheritdoc />
    public int DataLength => 1;

    /// <summary>Reads the data of a request or of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="setting">The decoded value.</param>
    /// <returns>False when the data is not one byte.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraSetTimeInterval setting)
    {
        bool valid = data.Length == 1;
        setting = valid ? new MaraSetTimeInterval(data[0]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => buffer[0] = Seconds;
}

/// <summary>Simulated values on or off, 3C, and the answer to it, which is the same (Mara 1.4 §3): <c>0</c> or <c>1</c>.</summary>
/// <param name="On">1: the values of the concentrator are simulated from now on, not measured.</param>
public readonly record struct MaraSimulatedValues(bool On) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.SimulatedValues;

    /// <inheritdoc />
    public int DataLength => 1;

    /// <summary>Reads the data of a request or of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="setting">The decoded value.</param>
    /// <returns>False when the data is not one byte of 0 or 1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraSimulatedValues setting)
    {
        setting = new MaraSimulatedValues(data is [1]);
        return data is [0] or [1];
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => buffer[0] = On ? (byte)1 : (byte)0;
}

/// <summary>
/// Stops or starts the scan of the slaves, 3F, and the answer to it, which is the same (Mara 1.4 §3): <c>1</c> stop, <c>0</c> start.
/// </summary>
/// <param name="Stopped">1: the concentrator does not poll and is a transparent bridge between TCP and the bus.</param>
public readonly record struct MaraStopScan(bool Stopped) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.StopScan;

    /// <inheritdoc />
    public int DataLength => 1;

    /// <summary>Reads the data of a request or of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="setting">The decoded value.</param>
    /// <returns>False when the data is not one byte of 0 or 1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraStopScan setting)
    {
        setting = new MaraStopScan(data is [1]);
        return data is [0] or [1];
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => buffer[0] = Stopped ? (byte)1 : (byte)0;
}
