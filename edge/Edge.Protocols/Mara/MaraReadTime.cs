namespace Edge.Protocols.Mara;

/// <summary>Requests the time of the concentrator, 1A (Mara 1.4 §3): no data.</summary>
public readonly record struct MaraReadTime : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadTime;

    /// <inheritdoc />
    public int DataLength => 0;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The request.</param>
    /// <returns>False when there is any data.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadTime request)
    {
        request = default;
        return data.IsEmpty;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
    }
}

/// <summary>The time of the concentrator, answer to 1A (Mara 1.4 §3): <c>YY MM DD HH MN SS FL FH DoW</c>, as in a set-time.</summary>
/// <param name="Time">Its local time and its day of the week, not validated.</param>
public readonly record struct MaraReadTimeAnswer(MaraSetTime Time) : IMaraData
{
    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadTime;

    /// <inheritdoc />
    public int DataLength => MaraSetTime.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value; its time may be no valid date.</param>
    /// <returns>False when the data has not nine bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadTimeAnswer answer)
    {
        bool valid = MaraSetTime.TryRead(data, out MaraSetTime time);
        answer = new MaraReadTimeAnswer(time);
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => Time.Write(buffer);
}
