namespace Edge.Protocols.Mara;

/// <summary>
/// The data of a set-time request, and of the answer to a read-time (Mara 1.4 §3): <c>YY MM DD HH MN SS FL FH DoW</c>.
/// </summary>
/// <param name="Time">The local time.</param>
/// <param name="DayOfWeek">1 Monday to 7 Sunday.</param>
public readonly record struct MaraSetTime(MaraTimestamp Time, byte DayOfWeek)
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = MaraTimestamp.Length + 1;

    /// <summary>Encodes a local time and its day of the week.</summary>
    /// <param name="local">The local time, in the years 2000 to 2099.</param>
    public static MaraSetTime FromLocalTime(DateTime local) => new(MaraTimestamp.FromLocalTime(local), DayOfWeekOf(local));

    /// <summary>The day of the week as Mara counts it: 1 Monday to 7 Sunday.</summary>
    /// <param name="date">The date.</param>
    public static byte DayOfWeekOf(DateTime date) => date.DayOfWeek == System.DayOfWeek.Sunday ? (byte)7 : (byte)date.DayOfWeek;

    /// <summary>Reads the data of a set-time request or of the answer to a read-time.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="setTime">The decoded value; its time may be no valid date.</param>
    /// <returns>False when the data has not exactly <see cref="Length"/> bytes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out MaraSetTime setTime)
    {
        if (data.Length != Length)
        {
            setTime = default;
            return false;
        }

        setTime = new MaraSetTime(MaraTimestamp.Read(data), data[MaraTimestamp.Length]);
        return true;
    }

    /// <summary>Writes the data.</summary>
    /// <param name="buffer">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> buffer)
    {
        Time.Write(buffer);
        buffer[MaraTimestamp.Length] = DayOfWeek;
    }
}
