using Edge.Domain;
using Edge.Formulas.Findings;

namespace Edge.Profiles.Checks;

/// <summary>What was probably meant where the compiler of formulas knows only that something does not belong there.</summary>
internal static class FormulaAdvice
{
    /// <summary>What to do about a finding: its own hint, or what the words around the place suggest.</summary>
    public static string For(FormulaFinding finding, FormulaRow? row, Profile profile)
    {
        string? guess = row is not null && finding.Column > 0 && finding.Column <= row.Expression.Length + 1
            ? Guess(finding, row.Expression, finding.Column - 1, profile)
            : null;
        return guess ?? finding.Hint ?? finding.Code switch
        {
            FormulaCode.UnknownTag => "Correct the tag, or add its row.",
            FormulaCode.UnknownColour => "Write an index of the sheet color, or add the colour.",
            FormulaCode.UnknownFunction => "docs/formulas.md lists the functions.",
            _ => "Correct the formula at this place.",
        };
    }

    private static string? Guess(FormulaFinding finding, string formula, int at, Profile profile)
    {
        string there = at < formula.Length ? formula.Substring(at, Math.Min(Math.Max(finding.Length, 1), formula.Length - at)) : "";
        string before = formula[..at].TrimEnd();
        return (finding.Code, there) switch
        {
            (FormulaCode.UnexpectedToken, ")") => "There is one ) too many, or a ( is missing before it.",
            (FormulaCode.UnexpectedToken, "<" or ">") when before.EndsWith('=') => $"Write {there}=.",
            (FormulaCode.UnexpectedToken, ",") when before.Length > 0 && char.IsAsciiDigit(before[^1]) && at + 1 < formula.Length && char.IsAsciiDigit(formula[at + 1])
                => "Decimals have a point.",
            (FormulaCode.UnexpectedToken, ",") => "A comma stands between the arguments of a function; points stand in a path as ai.TAG.value.",
            (FormulaCode.UnexpectedToken, "x" or "X") => "The sign for times is *.",
            (FormulaCode.UnexpectedToken, _) when IsTable(LastWord(before)) => "Points stand in a path as ai.TAG.value.",
            (FormulaCode.UnknownName, _) when TableOf(there, profile) is { } table => $"Write '{table}.' before it.",
            _ => null,
        };
    }

    private static bool IsTable(string word) => word.ToUpperInvariant() is "AI" or "DI" or "EG";

    private static string LastWord(string text)
    {
        int start = text.Length;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.'))
        {
            start--;
        }

        return text[start..];
    }

    private static string? TableOf(string tag, Profile profile) =>
        profile.Analogs.Any(point => point.Tag == tag) ? "ai"
        : profile.Digitals.Any(point => point.Tag == tag) ? "di"
        : profile.Elements.Any(element => element.Tag == tag) ? "eg"
        : null;
}
