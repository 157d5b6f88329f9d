namespace Edge.Drawings;

/// <summary>Which parts of a drawing its style sheets refer to, and for which shapes, by the last part of each selector.</summary>
internal sealed class SheetLinks
{
    private const int MaximumClasses = 16;

    private readonly Dictionary<string, (HashSet<string> Urls, bool Colours)> _byName = new(StringComparer.Ordinal);

    /// <summary>Adds a clean style sheet.</summary>
    public void Add(string sheet)
    {
        foreach ((string head, string? body) in CssText.Rules(sheet))
        {
            bool colours = Colours(body ?? "");
            string[] urls = [.. Urls(body ?? "")];
            if (!colours && urls.Length == 0)
            {
                continue;
            }

            foreach (string selector in CssText.Split(head, ','))
            {
                string name = Name(selector);
                (HashSet<string> Urls, bool Colours) known =
                    _byName.GetValueOrDefault(name, (new HashSet<string>(StringComparer.Ordinal), false));
                known.Urls.UnionWith(urls);
                _byName[name] = (known.Urls, known.Colours || colours);
            }
        }
    }

    /// <summary>Everything that the style sheets say something for: a class, an id, an element.</summary>
    public IEnumerable<(string Name, IReadOnlyCollection<string> Urls, bool Colours)> All =>
        _byName.Select(one => (one.Key, (IReadOnlyCollection<string>)one.Value.Urls, one.Value.Colours));

    /// <summary>The names under which the style sheets may say something for a shape.</summary>
    public IEnumerable<string> NamesOf(string element, string? id, string classes) =>
        classes.Split((char[]?)null, MaximumClasses, StringSplitOptions.RemoveEmptyEntries).Select(one => "." + one)
            .Concat(["#" + id, element, "*"]).Where(_byName.ContainsKey);

    /// <summary>The ids in each <c>url(#…)</c>.</summary>
    public static IEnumerable<string> Urls(string text)
    {
        for (int at = text.IndexOf("url", StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf("url", at + 3, StringComparison.OrdinalIgnoreCase))
        {
            int open = at + text.AsSpan(at, Math.Min(text.Length - at, 40)).IndexOf('#');
            int close = open < at ? -1 : text.AsSpan(open, Math.Min(text.Length - open, 210)).IndexOfAny(")\"'");
            if (close > 1)
            {
                yield return text.Substring(open + 1, close - 1).Trim();
            }
        }
    }

    /// <summary>Whether declarations give a fill or a line a colour.</summary>
    public static bool Colours(string declarations)
    {
        foreach (string property in (string[])["fill:", "stroke:"])
        {
            int at = declarations.IndexOf(property, StringComparison.Ordinal);
            if (at >= 0 && !declarations.AsSpan(at + property.Length).TrimStart().StartsWith("none", StringComparison.Ordinal)
                && !declarations.AsSpan(at + property.Length).TrimStart().StartsWith("inherit", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first class or id of the last part of a selector, else its element, else anything.</summary>
    private static string Name(string selector)
    {
        string last = selector[(selector.LastIndexOfAny([' ', '>', '+', '~']) + 1)..];
        last = last.Replace($"[{CssSelector.ScopeAttribute}]", "", StringComparison.Ordinal);
        int start = last.IndexOfAny(['.', '#']);
        int from = Math.Max(0, start);
        int end = from + 1;
        while (end < last.Length && SvgRules.IsNameCharacter(last[end]))
        {
            end++;
        }

        string name = last.Length == 0 ? "*" : last[from..end];
        return name[0] is '.' or '#' or '*' || char.IsAsciiLetter(name[0]) ? name : "*";
    }
}
