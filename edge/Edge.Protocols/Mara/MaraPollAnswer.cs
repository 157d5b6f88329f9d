using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// The answer to a poll (Mara 1.4 §4), as a view of the caller's buffer: <c>nSV sv… nDI di… nAI ai… nEV events…</c>, each n one more than
/// the bytes that follow it. Checked once as a whole, then read lazily; nothing is allocated.
/// </summary>
public readonly ref struct MaraPollAnswer
{
    /// <summary>The shortest: four empty sections.</summary>
    public const int MinimumLength = 4;

    private MaraPollAnswer(
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs,
        ReadOnlySpan<byte> events)
    {
        Data = data;
        SystemVariableBytes = systemVariables;
        DigitalBytes = digitals;
        AnalogBytes = analogs;
        EventBytes = events;
    }

    /// <summary>The whole data of the frame.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The bytes of the first section, without its length byte.</summary>
    public ReadOnlySpan<byte> SystemVariableBytes { get; }

    /// <summary>The bytes of the second section, without its length byte.</summary>
    public ReadOnlySpan<byte> DigitalBytes { get; }

    /// <summary>The bytes of the third section, without its length byte.</summary>
    public ReadOnlySpan<byte> AnalogBytes { get; }

    /// <summary>The bytes of the fourth section, without its length byte.</summary>
    public ReadOnlySpan<byte> EventBytes { get; }

    /// <summary>The system variables of each IED, in the order of the concentrator.</summary>
    public MaraSystemVariablesList SystemVariables => new(SystemVariableBytes);

    /// <summary>The digital words, bit 0 the lowest.</summary>
    public MaraDigitalList Digitals => new(DigitalBytes);

    /// <summary>The analogue words.</summary>
    public MaraAnalogList Analogs => new(AnalogBytes);

    /// <summary>
    /// The events, oldest first, read as <see cref="MaraDigitalLayout.Epb"/>; <see cref="MaraEvent.WithLayout"/> changes that.
    /// </summary>
    public MaraEventList Events => new(EventBytes);

    /// <summary>Whether no further event would have fitted: more may be waiting, so poll again at once (Mara 1.4 §4).</summary>
    public bool MoreWaiting => EventBytes.Length >= MaraEvent.Length && Data.Length + MaraEvent.Length > MaraFrame.MaximumData;

    /// <summary>Reads the data of an answer if all of it is valid.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>; empty if it is not valid.</param>
    /// <param name="error">The fault and its place.</param>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraPollAnswer answer, out MaraPollAnswerError error)
    {
        answer = ParseLenient(data, out error);
        if (error.Fault == MaraPollAnswerFault.None)
        {
            return true;
        }

        answer = default;
        return false;
    }

    /// <summary>Reads the data of an answer up to its first fault, for an analyser. Never use its values as measurements.</summary>
    /// <param name="data">The data of the frame, perhaps cut off.</param>
    /// <param name="error">The first fault.</param>
    public static MaraPollAnswer ParseLenient(ReadOnlySpan<byte> data, out MaraPollAnswerError error)
    {
        error = default;
        SpanReader reader = new(data);
        ReadOnlySpan<byte> systemVariables = ReadSection(ref reader, MaraSection.SystemVariables, ref error);
        ReadOnlySpan<byte> digitals = ReadSection(ref reader, MaraSection.Digitals, ref error);
        ReadOnlySpan<byte> analogs = ReadSection(ref reader, MaraSection.Analogs, ref error);
        ReadOnlySpan<byte> events = ReadSection(ref reader, MaraSection.Events, ref error);
        if (error.Fault == MaraPollAnswerFault.None && reader.Remaining > 0)
        {
            error = new(MaraPollAnswerFault.TrailingBytes, MaraSection.Events, reader.Position, 0, reader.Remaining);
        }

        return new MaraPollAnswer(data, systemVariables, digitals, analogs, events);
    }

    // After a fault that hides where the next section begins (all but an incomplete entry) the other sections stay empty.
    private static ReadOnlySpan<byte> ReadSection(
        scoped ref SpanReader reader, MaraSection section, scoped ref MaraPollAnswerError error)
    {
        if (error.Fault is not (MaraPollAnswerFault.None or MaraPollAnswerFault.BrokenEntry))
        {
            return default;
        }

        int offset = reader.Position;
        if (reader.Remaining == 0)
        {
            Report(ref error, new(MaraPollAnswerFault.Missing, section, offset, 0, 0));
            return default;
        }

        int claimed = reader.ReadByte() - 1;
        if (claimed < 0)
        {
            Report(ref error, new(MaraPollAnswerFault.ZeroLength, section, offset, 0, reader.Remaining));
            _ = reader.ReadBytes(reader.Remaining);
            return default;
        }

        if (claimed > reader.Remaining)
        {
            Report(ref error, new(MaraPollAnswerFault.PastEnd, section, offset, claimed, reader.Remaining));
            return reader.ReadBytes(reader.Remaining);
        }

        if (claimed % MaraPollAnswerError.EntryLength(section) != 0)
        {
            Report(ref error, new(MaraPollAnswerFault.BrokenEntry, section, offset, claimed, reader.Remaining));
        }

        return reader.ReadBytes(claimed);
    }

    private static void Report(scoped ref MaraPollAnswerError error, MaraPollAnswerError found)
    {
        if (error.Fault == MaraPollAnswerFault.None)
        {
            error = found;
        }
    }
}
