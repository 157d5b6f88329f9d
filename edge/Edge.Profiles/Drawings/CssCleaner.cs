using System.Buffers;
using System.Text;

namespace Edge.Profiles.Drawings;

/// <summary>Cleans styles: known properties with plain values only, links within the drawing only.</summary>
internal static class CssCleaner
{
    /// <summary>What every selector is put under, so that a drawing cannot restyle the page that shows it.</summary>
    public const string ScopeAttribute = "data-drawing";

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("\\<>{}@;");

    /// <summary>Cleans the declarations of a <c>style</c> attribute or of a rule.</summary>
    /// <param name="declarations">What stands between the braces.</param>
    /// <param name="external">Whether something that leads out of the drawing, or tries to run, was left out.</param>
    public static string Declarations(string declarations, out bool external)
    {
        external = false;
        var clean = new StringBuilder(declarations.Length);
        foreach (string declaration in Split(WithoutComments(declarations), ';'))
        {
            int colon = declaration.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            string property = declaration[..colon].Trim().ToLowerInvariant();
            string value = declaration[(colon + 1)..].Trim();
            if (!IsPlainValue(value))
            {
                external = true;
            }
            else if (value.Length > 0 && SvgRules.Properties.Contains(property))
            {
                clean.Append(clean.Length == 0 ? "" : ";").Append(property).Append(':').Append(value);
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// Whether a value has nothing but plain characters, and links only to a part of the drawing. Escapes (a backslash could
    /// spell <c>url</c> unseen) and functions that load something are refused.
    /// </summary>
    public static bool IsPlainValue(string value)
    {
        if (value.AsSpan().ContainsAny(NotPlain) || value.Contains("/*", StringComparison.Ordinal))
        {
            return false;
        }

        string lower = value.ToLowerInvariant();
        if (lower.Contains("javascript:", StringComparison.Ordinal) || lower.Contains("expression(", StringComparison.Ordinal)
            || lower.Contains("image(", StringComparison.Ordinal) || lower.Contains("image-set(", StringComparison.Ordinal)
            || lower.Contains("src(", StringComparison.Ordinal))
        {
            return false;
        }

        for (int at = lower.IndexOf("url", StringComparison.Ordinal); at >= 0; at = lower.IndexOf("url", at + 3, StringComparison.Ordinal))
        {
            string rest = value[(at + 3)..].TrimStart();
            if (!rest.StartsWith('('))
            {
                continue;
            }

            int close = rest.IndexOf(')');
            if (close < 0 || !SvgRules.IsLocalReference(rest[1..close].Trim().Trim('"', '\'')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Cleans a style sheet: plain rules only, each under the drawing; rules that begin with @ are left out.</summary>
    public static string Sheet(string sheet, out bool external)
    {
        external = false;
        var clean = new StringBuilder(sheet.Length);
        string text = WithoutComments(sheet);
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf('{', at);
            int semicolon = text.IndexOf(';', at);
            string head = (open < 0 ? text[at..] : text[at..open]).Trim();
            if (head.StartsWith('@') || open < 0)
            {
                external |= head.StartsWith("@import", StringComparison.OrdinalIgnoreCase) || head.Contains('\\');
                at = semicolon >= 0 && (open < 0 || semicolon < open) ? semicolon + 1 : open < 0 ? text.Length : AfterBlock(text, open);
                continue;
            }

            int close = text.IndexOf('}', open);
            string body = close < 0 ? text[(open + 1)..] : text[(open + 1)..close];
            string declarations = Declarations(body, out bool bad);
            external |= bad;
            if (declarations.Length > 0 && Scoped(head) is { } selectors)
            {
                clean.Append(selectors).Append('{').Append(declarations).Append('}');
            }

            at = close < 0 ? text.Length : close + 1;
        }

        return clean.ToString();
    }

    private static string? Scoped(string selectors)
    {
        var scoped = new List<string>();
        foreach (string selector in selectors.Split(','))
        {
            string plain = selector.Trim();
            foreach (char c in plain)
            {
                if (!char.IsAsciiLetterOrDigit(c) && !" .#>+~*_-".Contains(c, StringComparison.Ordinal))
                {
                    return null;
                }
            }

            if (plain.Length == 0)
            {
                return null;
            }

            scoped.Add($"[{ScopeAttribute}] {plain}");
        }

        return string.Join(',', scoped);
    }

    private static int AfterBlock(string text, int open)
    {
        int depth = 0;
        for (int i = open; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static string WithoutComments(string text)
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
    private static IEnumerable<string> Split(string text, char separator)
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
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')')
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
}
