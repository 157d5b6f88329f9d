using System.Buffers;
using System.Text;

namespace Edge.Drawings;

/// <summary>
/// Cleans styles: known properties with plain values only, links within the drawing only. The time grows with the length of the text, not
/// faster.
/// </summary>
internal static class CssCleaner
{
    private const int DeepestMedia = 4;

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("\\<>{}@;");

    /// <summary>Cleans the declarations of a <c>style</c> attribute or of a rule.</summary>
    /// <param name="declarations">What stands between the braces.</param>
    /// <param name="losses">Gets what was left out.</param>
    public static string Declarations(string declarations, CssLosses losses)
    {
        var clean = new StringBuilder(declarations.Length);
        foreach (string declaration in CssText.Split(CssText.WithoutComments(declarations), ';'))
        {
            int brace = declaration.IndexOf('{', StringComparison.Ordinal);
            if (brace >= 0)
            {
                // A rule within a rule (& rect {…}).
                losses.Add(declaration.AsSpan(0, brace));
                continue;
            }

            int colon = declaration.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            string property = declaration[..colon].Trim();
            // The letters of a property of the drawing's own count, large or small; those of an ordinary one do not.
            property = property.StartsWith("--", StringComparison.Ordinal) ? property : property.ToLowerInvariant();
            (string value, bool important) = Importance(declaration[(colon + 1)..].Trim());
            if (property == "background")
            {
                // Of a ground only a colour is kept; a gradient or a picture is none.
                bool colour = !value.Contains("gradient(", StringComparison.OrdinalIgnoreCase)
                    && !value.Contains("url(", StringComparison.OrdinalIgnoreCase);
                property = colour ? "background-color" : "background-image";
            }

            if (property.StartsWith("-inkscape-", StringComparison.Ordinal))
            {
                // A note of the program to itself, in whatever letters.
                continue;
            }

            if (!IsPlainValue(value))
            {
                losses.External = true;
            }
            else if (value.Length > 0 && SvgRules.Properties.Contains(property))
            {
                losses.Uses(value);
                // The gateway's colours must show whatever the drawing says.
                bool live = important && property is "fill" or "stroke";
                losses.Fixed |= important && live;
                clean.Append(clean.Length == 0 ? "" : ";").Append(property).Append(':').Append(value)
                    .Append(important && !live ? "!important" : "");
            }
            else if (property.StartsWith("--", StringComparison.Ordinal))
            {
                losses.Own.Add(property);
            }
            else if (SvgRules.IsVisibleProperty(property))
            {
                losses.Add(property);
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// Whether a value has nothing but plain characters, and links only to a part of the drawing. Escapes (a backslash could
    /// spell <c>url</c> unseen) and functions that load something are refused.
    /// </summary>
    public static bool IsPlainValue(ReadOnlySpan<char> value)
    {
        if (value.ContainsAny(NotPlain) || value.Contains("/*", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string bad in (ReadOnlySpan<string>)["javascript:", "expression(", "image(", "image-set(", "src("])
        {
            if (value.Contains(bad, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        ReadOnlySpan<char> rest = value;
        for (int at = Url(rest); at >= 0; at = Url(rest))
        {
            rest = rest[(at + 3)..].TrimStart();
            if (!rest.StartsWith('('))
            {
                continue;
            }

            int close = rest.IndexOf(')');
            if (close < 0 || !SvgRules.IsLocalReference(rest[1..close].Trim().Trim("\"'")))
            {
                return false;
            }
        }

        return true;

        static int Url(ReadOnlySpan<char> text) => text.IndexOf("url", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Cleans a style sheet: plain rules only, each under the drawing.</summary>
    /// <param name="sheet">The style sheet.</param>
    /// <param name="rootNames">The classes of the root as <c>.name</c>, and its id as <c>#name</c>.</param>
    /// <param name="losses">Gets what was left out.</param>
    public static string Sheet(string sheet, IReadOnlySet<string> rootNames, CssLosses losses)
    {
        var clean = new StringBuilder(sheet.Length);
        AddRules(CssText.WithoutComments(sheet), rootNames, losses, clean, 0);
        return clean.ToString();
    }

    private static void AddRules(string text, IReadOnlySet<string> rootNames, CssLosses losses, StringBuilder clean, int depth)
    {
        foreach ((string head, string? body) in CssText.Rules(text))
        {
            if (head.StartsWith('@'))
            {
                AddRuled(head, body, rootNames, losses, clean, depth);
            }
            else if (body is not null)
            {
                string declarations = Declarations(body, losses);
                if (declarations.Length > 0 && CssSelector.Scoped(head, rootNames, losses) is { Length: > 0 } selectors)
                {
                    clean.Append(selectors).Append('{').Append(declarations).Append('}');
                }
            }
        }
    }

    /// <summary>A rule with @: what is for the screen counts as if it stood there plainly; what is for paper does not show.</summary>
    private static void AddRuled(
        string head, string? body, IReadOnlySet<string> rootNames, CssLosses losses, StringBuilder clean, int depth)
    {
        int end = head.AsSpan(1).IndexOfAnyExcept(SvgRules.Letters) + 1;
        string rule = (end > 0 ? head[..end] : head).ToLowerInvariant();
        string condition = end > 0 ? head[end..].Trim().ToLowerInvariant() : "";
        if (rule == "@media" && body is not null)
        {
            if (depth < DeepestMedia ? IsForScreen(condition, losses) : Lose(head, losses))
            {
                AddRules(body, rootNames, losses, clean, depth + 1);
            }
        }
        else if (rule == "@import" || head.Contains('\\', StringComparison.Ordinal))
        {
            losses.External = true;
        }
        else if (rule is not ("@charset" or "@namespace" or "@page"))
        {
            losses.External |= body is not null && LeadsOut(body);
            losses.Add(rule);
        }
    }

    /// <summary>
    /// Whether styles for these media show on a screen as they stand. What is for paper does not; what depends on more than the medium
    /// is lost.
    /// </summary>
    private static bool IsForScreen(string media, CssLosses losses)
    {
        string[] each = media.Trim().ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        return each.Any(one => one is "" or "all" or "screen" or "only screen")
            || (each.Any(one => one is not ("print" or "only print" or "speech")) && Lose($"@media {media}", losses));
    }

    private static bool Lose(string what, CssLosses losses)
    {
        losses.Add(what);
        return false;
    }

    /// <summary>Whether a rule that is not kept loads something; the fonts of CorelDRAW are parts of the drawing.</summary>
    private static bool LeadsOut(string body)
    {
        for (int at = body.IndexOf("url(", StringComparison.OrdinalIgnoreCase); at >= 0;
            at = body.IndexOf("url(", at + 4, StringComparison.OrdinalIgnoreCase))
        {
            ReadOnlySpan<char> target = body.AsSpan(at + 4).TrimStart(" \t\r\n\"'");
            if (!target.StartsWith('#') && !target.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static (string Value, bool Important) Importance(string value)
    {
        if (!value.EndsWith("important", StringComparison.OrdinalIgnoreCase))
        {
            return (value, false);
        }

        ReadOnlySpan<char> before = value.AsSpan(0, value.Length - "important".Length).TrimEnd();
        return before.EndsWith('!') ? (before[..^1].TrimEnd().ToString(), true) : (value, false);
    }
}
