using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>How names of sheets, columns, colours and tags are compared.</summary>
internal static class Names
{
    /// <summary>Lower case, without accents and without blanks around: <c>Fórmula </c> and <c>formula</c> are one name.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text.AsSpan().Trim())
        {
            folded.Append(char.ToLowerInvariant(c) switch
            {
                'á' or 'à' or 'ä' or 'â' or 'ã' => 'a',
                'é' or 'è' or 'ë' or 'ê' => 'e',
                'í' or 'ì' or 'ï' or 'î' => 'i',
                'ó' or 'ò' or 'ö' or 'ô' or 'õ' => 'o',
                'ú' or 'ù' or 'ü' or 'û' => 'u',
                'ñ' => 'n',
                'ç' => 'c',
                '\u00a0' => ' ',
                char lower => lower,
            });
        }

        return folded.ToString();
    }
}
