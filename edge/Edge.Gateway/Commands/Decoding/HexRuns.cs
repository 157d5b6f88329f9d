namespace Edge.Gateway.Commands.Decoding;

/// <summary>Consecutive bytes of a line.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Alone">Whether the line has nothing else: no word that is not hex.</param>
internal readonly record struct HexRun(byte[] Bytes, bool Alone);

/// <summary>Finds runs of hex bytes in a line of text.</summary>
internal static class HexRuns
{
    // A word joined to a frame ("rxFE08…") is searched only when a whole frame fits in it.
    private const int ShortestGlued = 16;

    // "FED" and "fee" are words; "FE080" is a frame cut in the middle of a byte.
    private const int ShortestOdd = 5;

    /// <summary>Finds the runs of a line.</summary>
    /// <param name="line">The line.</param>
    public static List<HexRun> Find(ReadOnlySpan<char> line)
    {
        List<byte[]> runs = [];
        List<byte> run = [];
        bool alone = true;
        int at = 0;
        while (at < line.Length)
        {
            int length = WordLength(line[at..]);
            if (length == 0)
            {
                if (!IsSeparator(line[at]))
                {
                    Close(run, runs);
                }

                at++;
                continue;
            }

            ReadOnlySpan<char> word = WithoutPrefix(line.Slice(at, length), at > 0 && line[at - 1] == '\\');
            alone &= AddWord(word, run, runs);
            at += length;
        }

        Close(run, runs);
        return runs.ConvertAll(bytes => new HexRun(bytes, alone));
    }

    private static bool AddWord(ReadOnlySpan<char> word, List<byte> run, List<byte[]> runs)
    {
        bool hex = HexLength(word) == word.Length;
        if (hex && word.Length % 2 == 0)
        {
            AddBytes(word, run);
            return true;
        }

        if (hex && word.Length >= ShortestOdd)
        {
            AddBytes(word[..^1], run);
            Close(run, runs);
            return true;
        }

        Close(run, runs);
        if (word.Length >= ShortestGlued)
        {
            AddGlued(word, run, runs);
        }

        return false;
    }

    private static void AddGlued(ReadOnlySpan<char> word, List<byte> run, List<byte[]> runs)
    {
        int at = 0;
        while (at < word.Length)
        {
            int start = word[at..].IndexOf("FE", StringComparison.OrdinalIgnoreCase);
            if (start < 0)
            {
                return;
            }

            at += start;
            int length = HexLength(word[at..]);
            if (length >= ShortestGlued)
            {
                AddBytes(word.Slice(at, length & ~1), run);
                Close(run, runs);
            }

            at += length;
        }
    }

    private static void AddBytes(ReadOnlySpan<char> hex, List<byte> run)
    {
        for (int i = 0; i + 1 < hex.Length; i += 2)
        {
            run.Add((byte)(Nibble(hex[i]) << 4 | Nibble(hex[i + 1])));
        }
    }

    private static void Close(List<byte> run, List<byte[]> runs)
    {
        if (run.Count > 0)
        {
            runs.Add([.. run]);
            run.Clear();
        }
    }

    // 0xFE and \xFE are FE.
    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> word, bool afterBackslash)
    {
        if (word.Length > 2 && word[0] == '0' && word[1] is 'x' or 'X')
        {
            return word[2..];
        }

        return afterBackslash && word.Length > 1 && word[0] == 'x' ? word[1..] : word;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static int HexLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiHexDigit(text[length]))
        {
            length++;
        }

        return length;
    }

    // Pasted text brings invisible characters (zero-width space) along.
    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is '-' or ':' or ',' or ';' or '|' or '\\'
        || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format;

    private static int Nibble(char c) => c <= '9' ? c - '0' : (c & ~0x20) - 'A' + 10;
}
