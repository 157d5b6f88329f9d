using System.Text;

namespace Edge.Drawings;

/// <summary>Takes styles apart, in one pass over the text whatever stands in it.</summary>
internal static class CssText
{
    /// <summary>The text with a blank in the place of each comment.</summary>
    public static string WithoutComments(string text)
    {
        int open = text.IndexOf("/*", StringComparison.Ordinal);
        if (open < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        int at = 0;
        while (open >= 0)
        {
            clean.Append(text, at, open - at).Append(' ');
            int close = text.IndexOf("*/", open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                return clean.ToString();
            }

            at = close + 2;
            open = text.IndexOf("/*", at, StringComparison.Ordinal);
        }

        return clean.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Splits outside of quotes and brackets.</summary>
    public static IEnumerable<string> Split(string text, char separator)
    {
        int start = 0;
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c is '(' or '[' or '{')
            {
                depth++;
            }
            else if (c is ')' or ']' or '}')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (c == separator && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    /// <summary>The rules of a style sheet without comments: what stands before the braces, and between them (null: no braces).</summary>
    public static IEnumerable<(string Head, string? Body)> Rules(string text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int end = HeadEnd(text, at);
            string head = Bare(text[at..end]);
            if (end == text.Length || text[end] != '{')
            {
                yield return (head, null);
                at = end + 1;
                continue;
            }

            int close = BlockEnd(text, end);
            yield return (head, text[(end + 1)..Math.Min(close, text.Length)]);
            at = close + 1;
        }
    }

    /// <summary>Where the head of a rule ends: at its brace; of one that begins with @ also at a semicolon.</summary>
    private static int HeadEnd(string text, int start)
    {
        char quote = '\0';
        bool ruled = false;
        bool begun = false;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c is '{' || (c is ';' && ruled))
            {
                return i;
            }
            else if (!begun && !char.IsWhiteSpace(c))
            {
                begun = true;
                ruled = c == '@';
            }
        }

        return text.Length;
    }

    private static int BlockEnd(string text, int open)
    {
        int depth = 0;
        char quote = '\0';
        for (int i = open; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote || c == '\n' ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else
            {
                depth += c switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0)
                {
                    return i;
                }
            }
        }

        return text.Length;
    }

    /// <summary>Old sheets are hidden from old browsers in the marks of an HTML comment, which mean nothing in a style sheet.</summary>
    private static string Bare(string head)
    {
        ReadOnlySpan<char> text = head.AsSpan().Trim();
        while (text.StartsWith("<!--", StringComparison.Ordinal) || text.StartsWith("-->", StringComparison.Ordinal))
        {
            text = text[(text[0] == '<' ? 4 : 3)..].TrimStart();
        }

        return text.ToString();
    }
}
