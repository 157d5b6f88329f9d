namespace Edge.Field.Taps;

/// <summary>The kinds of records of a tap.</summary>
[Flags]
public enum TapKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A question, or a broadcast. It was sent, or received where the gateway answers (<see cref="LinkTap.Answers"/>).</summary>
    Sent = 1,

    /// <summary>Bytes as they arrive: pieces of frames, echo and noise.</summary>
    Arrived = 2,

    /// <summary>The end of an exchange, with the answer if there is one, or with the bytes that were kept of a bad one.</summary>
    Ended = 4,
}

/// <summary>How an exchange ended.</summary>
public enum TapOutcome : byte
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>A whole answer arrived.</summary>
    Answered = 1,

    /// <summary>Nothing arrived in time.</summary>
    Silent = 2,

    /// <summary>Bytes arrived, but no answer.</summary>
    Noise = 3,

    /// <summary>The port or the connection failed.</summary>
    Failed = 4,
}

/// <summary>One record of a tap; its bytes stand in the buffer that it was read into.</summary>
/// <param name="Device">The device of the link.</param>
/// <param name="Order">The number in the sequence of all devices; it has gaps.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="Outcome">Only of <see cref="TapKinds.Ended"/>: how.</param>
/// <param name="Length">How many bytes, 0 to <see cref="LinkTap.LongestRecord"/>.</param>
/// <param name="Dropped">How many records of this device were lost before this one, because they were not read in time.</param>
/// <param name="Peer">Which of several connections; null where there is one.</param>
/// <param name="Answers">Whether the gateway answers on this link: <see cref="LinkTap.Answers"/>.</param>
public readonly record struct TapRecord(
    string Device, long Order, DateTime Time, TapKinds Kind, TapOutcome Outcome, int Length, long Dropped, string? Peer = null,
    bool Answers = false);
