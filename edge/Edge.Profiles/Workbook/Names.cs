using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>How names of sheets, columns, colours and tags are compared.</summary>
internal static class Names
{
    private const int MaximumName = 64;

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

    /// <summary>Whether a name can be one level of a topic: 1 to 64 of letters, digits, '-', '_' and '.', as the MQTT contract asks.</summary>
    public static bool IsTopicName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumName)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
