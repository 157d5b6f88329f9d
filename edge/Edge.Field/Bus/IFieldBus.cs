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

    /// <summary>The port itself failed (unplugged, no right to it): the detail says how. The bus opens it again by itself, paced.</summary>
    PortFailed = 3,
}

/// <summary>The result of one transaction on a bus.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Length">How many bytes of the answer's room hold the frame, from its first byte on.</param>
/// <param name="Timestamp">When the last byte of the question had left, in units of <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Detail">Only where the port failed: why.</param>
public readonly record struct BusResult(BusOutcome Outcome, int Length, long Timestamp, string? Detail = null);

/// <summary>How much of a frame has arrived.</summary>
public enum FrameProgress : byte
{
    /// <summary>Nothing of it, or a part.</summary>
    NeedMore = 0,

    /// <summary>All of it; the results give its place and length.</summary>
    Whole = 1,
}

/// <summary>
/// Finds the end of a frame in what has arrived, for one protocol. Called again with more bytes at each arrival; keeps nothing.
/// </summary>
public interface IFrameFinder
{
    /// <summary>Looks for the first whole frame.</summary>
    /// <param name="received">Everything since the question ended, noise included.</param>
    /// <param name="start">Where the frame begins.</param>
    /// <param name="length">How long it is.</param>
    FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length);
}

/// <summary>
/// One half-duplex bus that this box alone masters. Owns the direction of the transceiver, the silence between frames, stale input, echo,
/// and the statistics. Called by the one thread of the bus, blocking; allocates nothing between question and answer.
/// </summary>
public interface IFieldBus : IDisposable
{
    /// <summary>The bus, for a person: <c>/dev/ttyAMA0</c>.</summary>
    string Name { get; }

    /// <summary>How long one byte takes on the wire, its start and stop bits included.</summary>
    TimeSpan ByteTime { get; }

    /// <summary>
    /// The thread of the bus calls it once, before its first question: what the bus needs of the calling thread, it requests from the
    /// system here. Only a real bus needs anything.
    /// </summary>
    void PrepareThread()
    {
    }

    /// <summary>Asks, turns round and waits for the answer. What arrived before the question is thrown away.</summary>
    /// <param name="question">The whole frame.</param>
    /// <param name="answer">Room for the largest frame; the frame stands at its begin afterwards.</param>
    /// <param name="finder">Tells when the answer is whole.</param>
    /// <param name="timeout">
    /// From the end of the question to the first byte of the answer; the rest may take as long as its bytes need.
    /// </param>
    BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout);

    /// <summary>Sends a broadcast, which nobody answers.</summary>
    /// <param name="frame">The whole frame.</param>
    BusResult Broadcast(ReadOnlySpan<byte> frame);
}
