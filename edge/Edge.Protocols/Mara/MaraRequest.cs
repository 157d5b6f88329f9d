namespace Edge.Protocols.Mara;

/// <summary>Writes the requests that a master sends (Mara 1.4 §3). Each returns the length of the frame.</summary>
public static class MaraRequest
{
    /// <summary>The length of a poll and of a Sync.</summary>
    public const int ShortLength = MaraFrame.MinimumLength;

    /// <summary>The length of a set-time.</summary>
    public const int SetTimeLength = MaraFrame.MinimumLength + MaraSetTime.Length;

    /// <summary>Requests state and events: <c>FE 08 DST SRC SEC 10 BCC</c>.</summary>
    /// <param name="buffer">At least <see cref="ShortLength"/> bytes.</param>
    /// <param name="destination">The address of the slave.</param>
    /// <param name="source">The address of the master.</param>
    /// <param name="sequence">The same as before to get the last answer again, another one to acknowledge it.</param>
    public static int WritePoll(Span<byte> buffer, MaraAddress destination, MaraAddress source, byte sequence) =>
        MaraFrame.Write(buffer, destination.Value, source.Value, sequence, MaraCommand.Poll, []);

    /// <summary>Aligns the fraction of a second on the whole bus: <c>FE 08 FF SRC 80 0C BCC</c>. No answer.</summary>
    /// <param name="buffer">At least <see cref="ShortLength"/> bytes.</param>
    /// <param name="source">Who sends it.</param>
    public static int WriteSync(Span<byte> buffer, MaraAddress source) =>
        MaraFrame.Write(buffer, MaraFrame.Broadcast, source.Value, MaraSequence.BusSecond, MaraCommand.Sync, []);

    /// <summary>Sets the time of all devices: <c>FE 11 FF SRC SEC 12 YY MM DD HH MN SS FL FH DoW BCC</c>. No answer.</summary>
    /// <param name="buffer">At least <see cref="SetTimeLength"/> bytes.</param>
    /// <param name="source">Who sends it.</param>
    /// <param name="time">The local time of the substation.</param>
    /// <param name="sequence">Outside the poll sequence.</param>
    public static int WriteSetTime(Span<byte> buffer, MaraAddress source, in MaraSetTime time, byte sequence = MaraSequence.Time)
    {
        Span<byte> data = stackalloc byte[MaraSetTime.Length];
        time.Write(data);
        return MaraFrame.Write(buffer, MaraFrame.Broadcast, source.Value, sequence, MaraCommand.SetTime, data);
    }
}
