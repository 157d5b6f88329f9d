using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>How names of sheets, columns, colours and tags are compared.</summary>
internal static class Names
{
    /// <summary>
    /// Lower case, without accents (also those that are a character of their own), without characters that nobody sees and without blanks
    /// around: <c>Fórmula </c> and <c>formula</c> are one name.
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

    /// <summary>Folded, and without what only separates: <c>mask_inv</c> and <c>maskinv</c> look alike.</summary>
    public static string Bare(string text) => string.Concat(Fold(text).Where(char.IsLetterOrDigit));
}
