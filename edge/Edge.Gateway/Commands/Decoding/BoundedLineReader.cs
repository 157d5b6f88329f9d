namespace Edge.Gateway.Commands.Decoding;

/// <summary>The input cannot be opened or read. An error of the output is another exception.</summary>
internal sealed class UnreadableInputException(Phrase text, Exception? inner) : WordedException(text, inner);

/// <summary>Reads lines without ever holding more than <see cref="MaximumLength"/> characters of one.</summary>
internal sealed class BoundedLineReader(TextReader reader)
{
    /// <summary>Enough for the frames of a minute; the rest of a longer line is skipped and reported.</summary>
    public const int MaximumLength = 256 * 1024;

    /// <summary>After so many characters without a good frame the input is no record of frames: a device, a picture.</summary>
    public const int MaximumWithoutFrame = 64 * 1024 * 1024;

    private readonly char[] _chunk = new char[8 * 1024];
    private char[] _line = new char[4 * 1024];
    private int _length;
    private int _chunkAt;
    private int _chunkEnd;
    private bool _afterReturn;
    private long _withoutFrame;

    /// <summary>The number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the line last read was longer: only its beginning was returned.</summary>
    public bool WasTooLong { get; private set; }

    /// <summary>Reads the next line, without its end (LF, CR or both).</summary>
    /// <param name="line">Valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        _length = 0;
        WasTooLong = false;
        bool any = false;
        while (Fill())
        {
            ReadOnlySpan<char> rest = _chunk.AsSpan(_chunkAt.._chunkEnd);
            if (_afterReturn)
            {
                _afterReturn = false;
                if (rest[0] == '\n')
                {
                    _chunkAt++;
                    continue;
                }
            }

            any = true;
            int end = rest.IndexOfAny('\n', '\r');
            Append(end < 0 ? rest : rest[..end]);
            if (end >= 0)
            {
                _afterReturn = rest[end] == '\r';
                _chunkAt += end + 1;
                break;
            }

            _chunkAt = _chunkEnd;
        }

        Number += any ? 1 : 0;
        line = _line.AsSpan(0, _length);
        return any;
    }

    /// <summary>Notes that the line last read has a good frame.</summary>
    public void HasFrame() => _withoutFrame = 0;

    private bool Fill()
    {
        if (_chunkAt < _chunkEnd)
        {
            return true;
        }

        _chunkAt = 0;
        try
        {
            _chunkEnd = reader.Read(_chunk, 0, _chunk.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableInputException(Phrase.Verbatim(e.Message), e);
        }

        _withoutFrame += _chunkEnd;
        return _withoutFrame <= MaximumWithoutFrame
            ? _chunkEnd > 0
            : throw new UnreadableInputException(
                $"it has {MaximumWithoutFrame} characters in a row without a good frame, so it is no record of frames.", null);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumLength - _length)
        {
            text = text[..(MaximumLength - _length)];
            WasTooLong = true;
        }

        if (_line.Length < _length + text.Length)
        {
            Array.Resize(ref _line, Math.Min(MaximumLength, Math.Max(_line.Length * 2, _length + text.Length)));
        }

        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }
}
