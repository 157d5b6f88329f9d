using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>
/// Letters with accents: files from a Mac write the accent as a character of its own (<c>o</c> + U+0301), others as one letter. The program
/// runs without the data of cultures, so the letters of the Latin alphabets are listed here.
/// </summary>
internal static class Letters
{
    private const char Grave = '\u0300';
    private const char Acute = '\u0301';
    private const char Circumflex = '\u0302';
    private const char Tilde = '\u0303';
    private const char Diaeresis = '\u0308';
    private const char Ring = '\u030A';
    private const char Caron = '\u030C';
    private const char Cedilla = '\u0327';

    /// <summary>For each accent its letters, each behind its base letter.</summary>
    private static readonly (char Accent, string Pairs)[] Table =
    [
        (Grave, "aàeèiìoòuùAÀEÈIÌOÒUÙnǹNǸ"),
        (Acute, "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝcćCĆnńNŃsśSŚzźZŹ"),
        (Circumflex, "aâeêiîoôuûAÂEÊIÎOÔUÛ"),
        (Tilde, "aãnñoõAÃNÑOÕ"),
        (Diaeresis, "aäeëiïoöuüyÿAÄEËIÏOÖUÜ"),
        (Ring, "aåAÅuůUŮ"),
        (Caron, "cčCČsšSŠzžZŽeěEĚrřRŘnňNŇ"),
        (Cedilla, "cçCÇsşSŞ"),
    ];

    private static readonly Dictionary<(char Letter, char Accent), char> Composed = Table
        .SelectMany(row => row.Pairs.Chunk(2).Select(pair => (Key: (pair[0], row.Accent), Letter: pair[1])))
        .ToDictionary(entry => entry.Key, entry => entry.Letter);

    private static readonly Dictionary<char, char> Bases = Table
        .SelectMany(row => row.Pairs.Chunk(2)).ToDictionary(pair => pair[1], pair => pair[0]);

    /// <summary>The same text with composed letters, as most programs write them.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\u036F'))
        {
            return text;
        }

        var composed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], c), out char whole))
            {
                composed[^1] = whole;
            }
            else
            {
                composed.Append(c);
            }
        }

        return composed.ToString();
    }

    /// <summary>The letter without its accent.</summary>
    public static char Base(char letter) => Bases.GetValueOrDefault(letter, letter);

    /// <summary>Whether a character is a combining accent or has no width.</summary>
    public static bool IsMark(char c) => c is (>= '\u0300' and <= '\u036F') or '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060'
        or '\uFEFF';
}
