namespace Edge.Field.Bus;

/// <summary>The result of one transaction on a bus.</summary>
public enum BusOutcome : byte
{
    /// <summary>A whole frame arrived.</summary>
    Answered = 0,

    /// <summary>Nothing arrived in time.</summary>
    Silent = 1,

    /// <summary>Bytes arrived, but no whole frame with a right checksum.</summary>
    Garbled = 2,

    /// <summary>The port itself failed (unplugged, no permission): the detail says why. The bus opens it again after a back-off.</summary>
    PortFailed = 3,
}

/// <summary>The result of one transaction on a bus.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Length">The length of the frame in bytes; it stands at the start of the answer's buffer.</param>
/// <param name="Timestamp">When the last byte of the question had left, in units of <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Detail">Only where the port failed: why.</param>
public readonly record struct BusResult(BusOutcome Outcome, int Length, long Timestamp, string? Detail = null)
{
    /// <summary>
    /// Only where it was answered: when the first byte behind the question arrived, in units of <see cref="TimeProvider.GetTimestamp"/>;
    /// 0: not known.
    /// </summary>
    public long Began { get; init; }
}

/// <summary>How much of a frame has arrived.</summary>
public enum FrameProgress : byte
{
    /// <summary>No frame yet, or a part of one.</summary>
    NeedMore = 0,

    /// <summary>A whole frame; the results give its place and length.</summary>
    Whole = 1,
}

/// <summary>Finds a frame of one protocol in the bytes that arrived. Called again each time more bytes arrive; has no state.</summary>
public interface IFrameFinder
{
    /// <summary>Searches for the first whole frame.</summary>
    /// <param name="received">All bytes since the question ended, noise included.</param>
    /// <param name="start">Where the frame begins.</param>
    /// <param name="length">How long it is.</param>
    FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length);

    /// <summary>Notes bytes that arrived before the question and are thrown away: late answers, or noise. Nothing by default.</summary>
    /// <param name="received">The bytes.</param>
    void Note(ReadOnlySpan<byte> received)
    {
    }
}

/// <summary>
/// One half-duplex bus on which this box is the only master. Handles the direction of the transceiver, the silence between frames, late
/// input, the echo and the statistics. Blocking; called only by the thread of the bus. Allocates nothing between question and answer.
/// </summary>
public interface IFieldBus : IDisposable
{
    /// <summary>The name of the bus in logs: <c>/dev/ttyAMA0</c>.</summary>
    string Name { get; }

    /// <summary>How long one byte takes on the wire, its start and stop bits included.</summary>
    TimeSpan ByteTime { get; }

    /// <summary>
    /// Called once by the thread of the bus before its first question, to request real-time priority from the system. Only a real bus needs
    /// it.
    /// </summary>
    void PrepareThread()
    {
    }

    /// <summary>
    /// Sends a question and waits for the answer. Bytes that arrived before the question are shown to the finder and thrown away. After
    /// noise the line must be quiet for some bytes before the question.
    /// </summary>
    /// <param name="question">The whole frame.</param>
    /// <param name="answer">A buffer for the largest frame; afterwards it begins with the frame.</param>
    /// <param name="finder">Decides when the answer is whole.</param>
    /// <param name="timeout">
    /// From the end of the question to the first byte of the answer; the rest may take as long as its bytes need.
    /// </param>
    BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout);

    /// <summary>Sends a broadcast, which has no answer.</summary>
    /// <param name="frame">The whole frame.</param>
    BusResult Broadcast(ReadOnlySpan<byte> frame);
}
