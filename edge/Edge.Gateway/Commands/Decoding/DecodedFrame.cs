using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>One frame of the input, decoded as far as possible. Parts that could not be decoded are null.</summary>
internal sealed record DecodedFrame
{
    /// <summary>The number of its line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>From FE on.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Whether the block check is present and right.</summary>
    public required bool CheckIsRight { get; init; }

    /// <summary>The expected block check and the one of the frame; null when the frame has none.</summary>
    public (ushort Expected, ushort Found)? Check { get; init; }

    /// <summary>The data of the command.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The decoded data of an answer to a poll.</summary>
    public DecodedPollAnswer? Poll { get; init; }

    /// <summary>Errors other than the block check.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Bytes after the frame that belong to no frame.</summary>
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

/// <summary>The sections of an answer to a poll; the first one that could not be decoded and those after it are null.</summary>
/// <param name="SystemVariables">The bytes of the section.</param>
/// <param name="Digitals">Its whole words.</param>
/// <param name="Analogs">Its whole words.</param>
/// <param name="Events">Its whole events.</param>
/// <param name="MoreWaiting">Whether the answer was as full as it can be.</param>
internal sealed record DecodedPollAnswer(
    byte[]? SystemVariables, ushort[]? Digitals, MaraAnalog[]? Analogs, DecodedEvent[]? Events, bool MoreWaiting);

/// <summary>One event and its time.</summary>
/// <param name="Event">The event.</param>
/// <param name="Time">The local time as <c>2026-01-02T01:08:34.15625</c>; null when impossible.</param>
/// <param name="Error">Why there is no time.</param>
internal sealed record DecodedEvent(MaraEvent Event, string? Time, string? Error);

/// <summary>Receives decoded frames.</summary>
internal interface IFrameReport
{
    /// <summary>Writes one frame.</summary>
    void Write(DecodedFrame frame);

    /// <summary>Reports that the rest of a line was skipped.</summary>
    /// <param name="line">Which, from 1.</param>
    /// <param name="maximum">How many characters of it were read.</param>
    void WriteLineTooLong(int line, int maximum);
}
