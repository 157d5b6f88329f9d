using System.Globalization;
using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;

namespace Edge.Gateway.Commands.Profiles;

/// <summary>Prints findings: errors first, then warnings, then information, each in the order of the workbook.</summary>
internal static class FindingText
{
    // Room for a formula beside its indent on a terminal of 100 characters.
    private const int Window = 92;

    private static readonly (FindingSeverity Severity, string Heading)[] Groups =
    [
        (FindingSeverity.Error, "ERRORS: what stands there cannot be used as it is"),
        (FindingSeverity.Warning, "WARNINGS: guessed, not shown, or hardly meant"),
        (FindingSeverity.Information, "WORTH KNOWING"),
    ];

    public static void Write(TextWriter output, string path, ProfileCheck check)
    {
        foreach ((FindingSeverity severity, string heading) in Groups)
        {
            if (check.Count(severity) == 0)
            {
                continue;
            }

            output.WriteLine(heading);
            output.WriteLine();
            foreach (FoldedFinding finding in FoldedFinding.Of(check.Findings.Where(finding => finding.Severity == severity)))
            {
                Write(output, finding.First, finding.Rows);
            }
        }

        output.WriteLine(Summary(path, check));
    }

    /// <summary>A summary: what was read, and how many findings there are.</summary>
    private static string Summary(string path, ProfileCheck check)
    {
        string counts = $"{Count(check.Count(FindingSeverity.Error), "error")}, {Count(check.Count(FindingSeverity.Warning), "warning")}, "
            + $"{check.Count(FindingSeverity.Information)} worth knowing";
        return check.Profile is not { } profile
            ? $"{path}: no profile can be made of it. {counts}."
            : $"{path}, concentrator {string.Join(" + ", check.Import.Comasters.Select(comaster => comaster.Id))}: "
                + $"{profile.Ieds.Length} IEDs, {profile.Digitals.Length} digital and {profile.Analogs.Length} analogue inputs, "
                + $"{profile.Elements.Length} elements, "
                + $"{profile.Formulas.Length} formulas, {profile.Screens.Length} screens. {counts}.";
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static void Write(TextWriter output, ProfileFinding finding, string? others)
    {
        string place = finding switch
        {
            { Sheet: "" } => "workbook",
            { Row: null, Column: null } => finding.Sheet,
            { Row: null } => $"{finding.Sheet}, column {finding.Column}",
            { Column: null } => $"{finding.Sheet}, {Line(finding)} {finding.Row}",
            _ => $"{finding.Sheet}, {Line(finding)} {finding.Row}, {(IsDrawing(finding) ? "attribute" : "column")} {finding.Column}",
        };
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {place}"));
        output.WriteLine($"    {finding.Text}");
        if (finding.Formula is { } formula)
        {
            WriteFormula(output, formula);
        }

        if (others is not null)
        {
            output.WriteLine($"    {others}");
        }

        if (finding.Hint.Length > 0)
        {
            output.WriteLine($"    > {finding.Hint}");
        }

        output.WriteLine();
    }

    private static bool IsDrawing(ProfileFinding finding) => finding.Sheet.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private static string Line(ProfileFinding finding) => IsDrawing(finding) ? "line" : "row";

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
