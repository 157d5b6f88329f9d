using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>Normalises names of sheets, columns, colours and tags for comparison.</summary>
internal static class Names
{
    /// <summary>
    /// Lower case, without accents (combining ones too), invisible characters and surrounding blanks: <c>Fórmula </c> and <c>formula</c>
    /// are one name.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!Letters.IsMark(c))
            {
                folded.Append(Letters.Base(char.ToLowerInvariant(c == '\u00a0' ? ' ' : c)));
            }
        }

        return folded.ToString().Trim();
    }

    /// <summary>Folded, and without separators: <c>mask_inv</c> and <c>maskinv</c> are equal.</summary>
    public static string Bare(string text) => string.Concat(Fold(text).Where(char.IsLetterOrDigit));
}
