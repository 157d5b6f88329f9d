using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace TestKit.Field;

/// <summary>
/// Writes the data of an answer to a poll (Mara 1.4 §4): <c>nSV sv… nDI di… nAI ai… nEV events…</c>. The sections are filled in
/// that order; going back is a bug of the caller. Events stop fitting before the 245 bytes of a frame are exceeded.
/// </summary>
/// <remarks>
/// <code>
/// PollAnswerWriter writer = new(stackalloc byte[MaraFrame.MaximumData]);
/// writer.AddSystemVariables(own);
/// writer.AddDigital(0x0011);
/// writer.AddAnalog(new MaraAnalog(3007, MaraAnalog.Good));
/// while (queue.TryPeek(out MaraEvent next) &amp;&amp; writer.TryAddEvent(next)) { … }
/// int length = MaraFrame.Write(buffer, to, from, sequence, MaraCommand.Poll, writer.Finish());
/// </code>
/// </remarks>
public ref struct PollAnswerWriter
{
    private const int Sections = 4;

    private readonly Span<byte> _buffer;
    private int _position;
    private int _sectionStart;
    private MaraSection _section;

    /// <summary>Begins an answer.</summary>
    /// <param name="buffer">At least <see cref="MaraPollAnswer.MinimumLength"/> bytes; no more than 245 of them are used.</param>
    /// <exception cref="ArgumentException">The buffer is too short for four empty sections.</exception>
    public PollAnswerWriter(Span<byte> buffer)
    {
        if (buffer.Length < MaraPollAnswer.MinimumLength)
        {
            throw new ArgumentException($"An answer takes at least {MaraPollAnswer.MinimumLength} bytes.", nameof(buffer));
        }

        _buffer = buffer[..Math.Min(buffer.Length, MaraFrame.MaximumData)];
        _position = 1;
    }

    /// <summary>How many bytes the open section can still take: the length bytes of the sections behind it are kept free.</summary>
    public readonly int Room => _buffer.Length - _position - (Sections - 1 - (int)_section);

    /// <summary>Adds the system variables of the next IED.</summary>
    /// <param name="variables">Its six bytes.</param>
    /// <exception cref="InvalidOperationException">A later section was begun, or the answer is full.</exception>
    public void AddSystemVariables(in MaraSystemVariables variables) =>
        variables.Write(Take(MaraSection.SystemVariables, MaraSystemVariables.Length));

    /// <summary>Adds the next digital word.</summary>
    /// <param name="word">Bit 0 is the lowest.</param>
    /// <exception cref="InvalidOperationException">A later section was begun, or the answer is full.</exception>
    public void AddDigital(ushort word) =>
        BinaryPrimitives.WriteUInt16LittleEndian(Take(MaraSection.Digitals, 2), word);

    /// <summary>Adds the next analogue word.</summary>
    /// <param name="analog">The value and its quality.</param>
    /// <exception cref="InvalidOperationException">A later section was begun, or the answer is full.</exception>
    public void AddAnalog(MaraAnalog analog) =>
        BinaryPrimitives.WriteUInt16LittleEndian(Take(MaraSection.Analogs, 2), analog.Word);

    /// <summary>Adds an event if it still fits; otherwise it stays with the caller for the next answer.</summary>
    /// <param name="item">The event; its ten bytes are written as they are.</param>
    public bool TryAddEvent(in MaraEvent item)
    {
        MoveTo(MaraSection.Events);
        if (Room < MaraEvent.Length)
        {
            return false;
        }

        item.Write(Take(MaraSection.Events, MaraEvent.Length));
        return true;
    }

    /// <summary>Closes the answer.</summary>
    /// <returns>The data of the frame, lying in the buffer.</returns>
    public Span<byte> Finish()
    {
        MoveTo(MaraSection.Events);
        Close();
        return _buffer[.._position];
    }

    private Span<byte> Take(MaraSection section, int count)
    {
        MoveTo(section);
        if (Room < count)
        {
            throw new InvalidOperationException(
                $"The {section} section does not fit: {count} bytes more, {Room} left of the {_buffer.Length} of an answer.");
        }

        Span<byte> taken = _buffer.Slice(_position, count);
        _position += count;
        return taken;
    }

    private void MoveTo(MaraSection section)
    {
        if (section < _section)
        {
            throw new InvalidOperationException($"The {section} section was closed when the {_section} section began.");
        }

        while (_section < section)
        {
            Close();
            _section++;
            _sectionStart = _position++;
        }
    }

    // n is 1 + the bytes that follow it in its section (Mara 1.4 §4).
    private readonly void Close() => _buffer[_sectionStart] = (byte)(_position - _sectionStart);
}
