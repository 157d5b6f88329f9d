using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Edge.Drawings;

/// <summary>Puts selectors under the drawing, so that a style sheet cannot reach what stands around it.</summary>
internal static class CssSelector
{
    /// <summary>What every selector is put under: the root of a clean drawing has this attribute.</summary>
    public const string ScopeAttribute = "data-drawing";

    private const string Scope = "[" + ScopeAttribute + "]";
    private const int DeepestPseudo = 2;

    private static readonly SearchValues<char> InCount = SearchValues.Create("0123456789nN+-odevODEV ");
    private static readonly SearchValues<char> Operators = SearchValues.Create("=~|^$*");
    private static readonly SearchValues<char> NotInValue = SearchValues.Create("\\<>{}\"'[]");

    private static readonly FrozenSet<string> Still =
        "first-child last-child only-child first-of-type last-of-type only-of-type empty".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Counting =
        "nth-child nth-last-child nth-of-type nth-last-of-type".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What shows only under a pointer or a key: a drawing that stands still loses nothing with it.</summary>
    private static readonly FrozenSet<string> Moving =
        "hover active focus focus-visible focus-within target visited link".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The selectors of a rule under the drawing, or an empty text when none is left.</summary>
    public static string Scoped(string selectors, IReadOnlySet<string> rootNames, CssLosses losses)
    {
        var scoped = new StringBuilder();
        foreach (string selector in CssText.Split(selectors, ','))
        {
            string plain = selector.Trim();
            if (plain.Length == 0 || plain[0] is '>' or '+' or '~')
            {
                // No browser takes a rule with such a selector.
                return "";
            }

            var reader = new Reader(plain, losses);
            Outcome outcome = reader.Read();
            if (outcome == Outcome.Lost)
            {
                losses.Add(plain);
            }
            else if (outcome == Outcome.Kept)
            {
                reader.Append(scoped, rootNames);
            }
        }

        return scoped.ToString();
    }

    private enum Outcome
    {
        Kept,

        /// <summary>It can match nothing that stands in a drawing.</summary>
        Nothing,

        /// <summary>It may match, and cannot be kept.</summary>
        Lost,
    }

    /// <summary>One selector, taken apart from left to right.</summary>
    private ref struct Reader(ReadOnlySpan<char> text, CssLosses losses)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly CssLosses _losses = losses;
        private readonly StringBuilder _rest = new();
        private int _at;
        private string _first = "";
        private string _firstType = "";
        private string _firstName = "";
        private bool _isRoot;
        private bool _isMarked;
        private char _next;

        public Outcome Read()
        {
            Outcome outcome = Compound(out _first, out _firstType, out _firstName, first: true, depth: 0);
            while (outcome == Outcome.Kept && _at < _text.Length)
            {
                char combinator = Combinator();
                outcome = Compound(out string compound, out _, out _, first: false, depth: 0);
                _next = _next == '\0' ? combinator : _next;
                _rest.Append(' ').Append(combinator == ' ' ? "" : $"{combinator} ").Append(compound);
            }

            bool sibling = _next is '+' or '~';
            return outcome == Outcome.Kept && (_isRoot || _isMarked) && sibling ? Outcome.Nothing : outcome;
        }

        /// <summary>Writes the selector: for parts of the drawing, and where it may mean the root, for that one too.</summary>
        public readonly void Append(StringBuilder scoped, IReadOnlySet<string> rootNames)
        {
            if (_isMarked)
            {
                Separate(scoped).Append(_first).Append(_rest);
                return;
            }

            if (!_isRoot)
            {
                Separate(scoped).Append(Scope).Append(' ').Append(_first).Append(_rest);
            }

            bool named = _firstType.Length == 0 && rootNames.Contains(_firstName);
            if (_next is not ('+' or '~') && (_isRoot || _firstType is "svg" or "*" || named))
            {
                Separate(scoped).Append(_first).Append(Scope).Append(_rest);
            }
        }

        private static StringBuilder Separate(StringBuilder scoped) => scoped.Append(scoped.Length == 0 ? "" : ",");

        private char Combinator()
        {
            char found = ' ';
            for (; _at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] is '>' or '+' or '~'); _at++)
            {
                found = char.IsWhiteSpace(_text[_at]) ? found : _text[_at];
            }

            return found;
        }

        private Outcome Compound(out string compound, out string type, out string name, bool first, int depth)
        {
            int start = _at;
            (compound, type, name) = ("", "", "");
            if (_at < _text.Length && _text[_at] == '*')
            {
                _at++;
                type = "*";
            }
            else
            {
                type = Identifier().ToString();
            }

            // An element that no drawing has is matched by nothing. A link becomes a group.
            Outcome outcome = type is "" or "*" || SvgRules.Elements.Contains(type) ? Outcome.Kept
                : type == "a" ? Outcome.Lost : Outcome.Nothing;
            var text = new StringBuilder(type);
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('>' or '+' or '~' or ')' or ','))
            {
                int part = _at;
                Outcome one = _text[_at++] switch
                {
                    '.' or '#' => Identifier().Length > 0 ? Outcome.Kept : Outcome.Lost,
                    '[' => Attribute(first && depth == 0),
                    ':' => Pseudo(depth),
                    _ => Outcome.Lost,
                };
                if (one != Outcome.Kept && outcome != Outcome.Lost)
                {
                    outcome = one;
                }

                if (outcome == Outcome.Lost)
                {
                    return outcome;
                }

                string written = _text[part.._at].ToString();
                name = name.Length == 0 && written[0] is '.' or '#' ? written : name;
                text.Append(written.Equals(":root", StringComparison.OrdinalIgnoreCase) ? "" : written);
            }

            compound = text.ToString();
            return _at == start || (compound.Length == 0 && !_isRoot) ? Outcome.Lost : outcome;
        }

        private ReadOnlySpan<char> Identifier()
        {
            int start = _at;
            while (_at < _text.Length && (SvgRules.IsNameCharacter(_text[_at]) && (_at > start || !char.IsAsciiDigit(_text[_at]))))
            {
                _at++;
            }

            return _text[start.._at];
        }

        private Outcome Attribute(bool mayMark)
        {
            int close = _text[_at..].IndexOf(']');
            if (close < 0)
            {
                return Outcome.Lost;
            }

            ReadOnlySpan<char> inside = _text.Slice(_at, close).Trim();
            _at += close + 1;
            int sign = inside.IndexOfAny(Operators);
            string name = (sign < 0 ? inside : inside[..sign]).Trim().ToString();
            if (mayMark && inside is ScopeAttribute)
            {
                _isMarked = true;
                return Outcome.Kept;
            }

            if (name == "style" || !SvgRules.Attributes.Contains(name))
            {
                return Outcome.Lost;
            }

            if (sign < 0)
            {
                return Outcome.Kept;
            }

            ReadOnlySpan<char> value = inside[sign..].TrimStart("~|^$*");
            value = value.StartsWith('=') ? value[1..].Trim() : "\\";
            bool quoted = value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0];
            return (quoted ? value[1..^1] : value).ContainsAny(NotInValue) ? Outcome.Lost : Outcome.Kept;
        }

        private Outcome Pseudo(int depth)
        {
            string name = Identifier().ToString().ToLowerInvariant();
            bool called = _at < _text.Length && _text[_at] == '(';
            if (!called)
            {
                _isRoot |= name == "root" && depth == 0;
                _losses.Counts |= name.EndsWith("-child", StringComparison.Ordinal);
                return Still.Contains(name) || (name == "root" && depth == 0) ? Outcome.Kept
                    : Moving.Contains(name) ? Outcome.Nothing : Outcome.Lost;
            }

            _at++;
            if (Counting.Contains(name))
            {
                int close = _text[_at..].IndexOf(')');
                bool plain = close > 0 && !_text.Slice(_at, close).ContainsAnyExcept(InCount);
                _losses.Counts |= name.EndsWith("-child", StringComparison.Ordinal);
                _at += Math.Max(0, close) + 1;
                return plain ? Outcome.Kept : Outcome.Lost;
            }

            return name is "not" or "is" or "where" && depth < DeepestPseudo ? List(depth + 1) : Outcome.Lost;
        }

        /// <summary>The selectors within <c>:not(…)</c> and its like: of one part each.</summary>
        private Outcome List(int depth)
        {
            while (_at < _text.Length)
            {
                _ = SkipBlanks();
                if (Compound(out _, out _, out _, first: false, depth) == Outcome.Lost)
                {
                    return Outcome.Lost;
                }

                char end = SkipBlanks();
                _at++;
                if (end != ',')
                {
                    return end == ')' ? Outcome.Kept : Outcome.Lost;
                }
            }

            return Outcome.Lost;
        }

        private char SkipBlanks()
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }

            return _at < _text.Length ? _text[_at] : '\0';
        }
    }
}
