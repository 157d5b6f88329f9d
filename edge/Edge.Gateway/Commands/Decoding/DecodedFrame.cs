using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>One frame of the input, decoded as far as it holds. What could not be reached is null.</summary>
internal sealed record DecodedFrame
{
    /// <summary>The line it stood in, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>From FE on.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Whether the block check is there and right.</summary>
    public required bool CheckIsRight { get; init; }

    /// <summary>The block check that the bytes ask for and the one that stands there; null when none is there.</summary>
    public (ushort Expected, ushort Found)? Check { get; init; }

    /// <summary>What the command carries.</summary>
    public required byte[] Data { get; init; }

    /// <summary>What the data says when it answers a poll.</summary>
    public DecodedPollAnswer? Poll { get; init; }

    /// <summary>What is wrong beside the block check.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Bytes behind the frame that belong to none.</summary>
    public required byte[] Trailing { get; init; }

    /// <summary>Whether nothing at all is wrong with it.</summary>
    public bool IsGood => CheckIsRight && Errors.Count == 0;

    /// <summary>Offset 2.</summary>
    public byte? Destination => HeaderByte(2);

    /// <summary>Offset 3.</summary>
    public byte? Source => HeaderByte(3);

    /// <summary>Offset 4.</summary>
    public byte? Sequence => HeaderByte(4);

    /// <summary>Offset 5.</summary>
    public byte? Command => HeaderByte(5);

    private byte? HeaderByte(int offset) => offset < Bytes.Length ? Bytes[offset] : null;
}

/// <summary>The sections of an answer to a poll; null from the first on that could not be reached.</summary>
/// <param name="SystemVariables">The bytes of the section.</param>
/// <param name="Digitals">Its whole words.</param>
/// <param name="Analogs">Its whole words.</param>
/// <param name="Events">Its whole events.</param>
/// <param name="MoreWaiting">Whether the answer was as full as it can be.</param>
internal sealed record DecodedPollAnswer(
    byte[]? SystemVariables, ushort[]? Digitals, MaraAnalog[]? Analogs, DecodedEvent[]? Events, bool MoreWaiting);

/// <summary>One event and its time.</summary>
/// <param name="Event">What it says.</param>
/// <param name="Time">The local time as <c>2026-01-02T01:08:34.15625</c>; null when impossible.</param>
/// <param name="Error">Why there is no time.</param>
internal sealed record DecodedEvent(MaraEvent Event, string? Time, string? Error);

/// <summary>Where decoded frames go.</summary>
internal interface IFrameReport
{
    /// <summary>Writes one frame.</summary>
    void Write(DecodedFrame frame);

    /// <summary>Says that the rest of a line was passed over.</summary>
    /// <param name="line">Which, from 1.</param>
    /// <param name="maximum">How many characters of it were read.</param>
    void WriteLineTooLong(int line, int maximum);
}
