using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;

namespace Edge.Gateway.Commands.Profiles;

/// <summary>Prints findings: errors first, then warnings, then information, each in the order of the workbook.</summary>
internal static class FindingText
{
    // Room for a formula beside its indent on a terminal of 100 characters.
    private const int Window = 92;

    private static readonly (FindingSeverity Severity, Phrase Heading)[] Groups =
    [
        (FindingSeverity.Error, $"ERRORS: what stands there cannot be used as it is"),
        (FindingSeverity.Warning, $"WARNINGS: guessed, not shown, or hardly meant"),
        (FindingSeverity.Information, $"WORTH KNOWING"),
    ];

    public static void Write(TextWriter output, string path, ProfileCheck check)
    {
        foreach ((FindingSeverity severity, Phrase heading) in Groups)
        {
            if (check.Count(severity) == 0)
            {
                continue;
            }

            output.Say(heading);
            output.WriteLine();
            foreach (FoldedFinding finding in FoldedFinding.Of(check.Findings.Where(finding => finding.Severity == severity)))
            {
                Write(output, finding.First, finding.Rows);
            }
        }

        output.Say(Summary(path, check));
    }

    /// <summary>A summary: what was read, and how many findings there are.</summary>
    private static Phrase Summary(string path, ProfileCheck check)
    {
        int errors = check.Count(FindingSeverity.Error);
        int warnings = check.Count(FindingSeverity.Warning);
        Phrase first = errors == 1 ? (Phrase)$"1 error" : $"{errors} errors";
        Phrase second = warnings == 1 ? (Phrase)$"1 warning" : $"{warnings} warnings";
        Phrase counts = $"{first}, {second}, {check.Count(FindingSeverity.Information)} worth knowing";
        return check.Profile is not { } profile
            ? (Phrase)$"{path}: no profile can be made of it. {counts}."
            : $"{path}, concentrator {string.Join(" + ", check.Import.Comasters.Select(comaster => comaster.Id))}: "
                + $"{profile.Ieds.Length} IEDs, {profile.Digitals.Length} digital and {profile.Analogs.Length} analogue inputs, "
                + $"{profile.Elements.Length} elements, "
                + $"{profile.Formulas.Length} formulas, {profile.Screens.Length} screens. {counts}.";
    }

    private static void Write(TextWriter output, ProfileFinding finding, Phrase? others)
    {
        Phrase place = finding switch
        {
            { Sheet: "" } => $"workbook",
            { Row: null, Column: null } => Phrase.Verbatim(finding.Sheet),
            { Row: null } => $"{finding.Sheet}, column {finding.Column}",
            { Column: null } => Line(finding),
            _ => IsDrawing(finding) ? (Phrase)$"{Line(finding)}, attribute {finding.Column}" : $"{Line(finding)}, column {finding.Column}",
        };
        output.Say($"  {place}");
        output.Say($"    {finding.Text}");
        if (finding.Formula is { } formula)
        {
            WriteFormula(output, formula);
        }

        if (others is not null)
        {
            output.Say($"    {others}");
        }

        if (!finding.Hint.IsEmpty)
        {
            output.Say($"    > {finding.Hint}");
        }

        output.WriteLine();
    }

    private static bool IsDrawing(ProfileFinding finding) => finding.Sheet.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private static Phrase Line(ProfileFinding finding) =>
        IsDrawing(finding) ? (Phrase)$"{finding.Sheet}, line {finding.Row}" : $"{finding.Sheet}, row {finding.Row}";

    /// <summary>The formula, or the part of a long one around the place, with the place underlined.</summary>
    private static void WriteFormula(TextWriter output, FormulaExcerpt formula)
    {
        // A control character of a cell must not reach the terminal. It is replaced by one character, so the places stay right.
        string text = string.Concat(formula.Text.Select(c => char.IsControl(c) ? ' ' : c));
        int at = Math.Clamp(formula.Start - 1, 0, text.Length);
        int from = text.Length <= Window ? 0 : Math.Clamp(at - Window / 2, 0, text.Length - Window);
        string part = text.Substring(from, Math.Min(Window, text.Length - from));
        string before = from > 0 ? "…" : "";
        output.WriteLine($"      {before}{part}{(from + part.Length < text.Length ? "…" : "")}");
        if (formula.Start > 0)
        {
            int marks = Math.Clamp(formula.Length, 1, Math.Max(1, part.Length - (at - from)));
            output.WriteLine($"      {new string(' ', before.Length + at - from)}{new string('^', marks)}");
        }
    }
}
