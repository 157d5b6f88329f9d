using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Checks;

/// <summary>
/// What is well formed and yet hardly meant: scales that are taken twice or from another point, a quality that nobody looks at, words that
/// say the opposite of the drawing. Reads the formulas as text; every finding is a warning and says what it saw, not what it believes.
/// </summary>
internal static partial class WorkbookSense
{
    private const double TooFarApart = 50;
    private const double Alike = 1e-6;

    private static readonly string[] KnownUnits = ["V", "kV", "A", "kA", "W", "kW", "var", "kvar", "Mvar", "VA", "kVA", "Hz", "Wh", "kWh", "varh", "kvarh", "MVA", "GWh", "°C"];

    public static void Check(Profile profile, string formulaSheet, SheetTable? textSheet, SheetTable? analogSheet, FindingList findings)
    {
        if (analogSheet is not null)
        {
            Scales(profile, analogSheet, findings);
            Units(profile, analogSheet, findings);
        }

        Dictionary<string, AnalogPoint> analogs = profile.Analogs.DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        Dictionary<(string, ElementAttribute), FormulaRow> formulas =
            profile.Formulas.DistinctBy(row => (row.Tag, row.Attribute)).ToDictionary(row => (row.Tag, row.Attribute));
        foreach (FormulaRow row in profile.Formulas)
        {
            ScaleTwice(row, formulas, formulaSheet, findings);
            ScaleOfAnother(row, analogs, formulaSheet, findings);
            QualityOfAnother(row, formulas, formulaSheet, findings);
        }

        if (textSheet is not null)
        {
            StateWords.Check(profile, formulaSheet, textSheet, findings);
        }
    }

    /// <summary>The scale as the transducer's own columns give it, and the two powers of one IED beside each other.</summary>
    private static void Scales(Profile profile, SheetTable sheet, FindingList findings)
    {
        Dictionary<string, AnalogPoint> points = profile.Analogs.DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        var first = new Dictionary<(int, int, string), (AnalogPoint Point, int Row)>();
        var quiet = new FindingList();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, quiet);
            if (row.Text("tag") is not { } tag || !points.TryGetValue(tag, out AnalogPoint? point) || !points.Remove(tag))
            {
                continue;
            }

            if (row.OptionalNumber("multip_asm") is { } factor && row.OptionalNumber("divider") is > 0 and { } divider
                && row.OptionalNumber("RelTV") is { } voltage && row.OptionalNumber("RelTI") is { } current
                && factor * voltage * current / divider is var computed && Math.Abs(computed - point.Scale) > 0.001 * Math.Abs(point.Scale))
            {
                findings.Warning(
                    sheet.Name, row.Number, "escala", string.Create(CultureInfo.InvariantCulture, $"The scale is {point.Scale:G6}, but multip_asm x RelTV x RelTI / divider is {computed:G6}."), "The column 'escala' counts: correct it, or the columns that it comes from.");
            }

            if (PowerUnit(point.Unit) is not { } prefix)
            {
                continue;
            }

            if (!first.TryAdd((point.Comaster, point.IedAddress, prefix), (point, row.Number))
                && first[(point.Comaster, point.IedAddress, prefix)] is var other
                && Math.Max(point.Scale / other.Point.Scale, other.Point.Scale / point.Scale) is >= TooFarApart and var times)
            {
                (AnalogPoint small, int smallRow, AnalogPoint large) = point.Scale < other.Point.Scale ? (point, row.Number, other.Point) : (other.Point, other.Row, point);
                findings.Warning(
                    sheet.Name, smallRow, "escala", string.Create(CultureInfo.InvariantCulture, $"A count of {small.Tag} is {small.Scale:G6} {small.Unit}, a count of {large.Tag} of the same IED {times:G4} times as much: {large.Scale:G6} {large.Unit}."), "Correct the scale, or the unit if it is meant in thousands.");
            }
        }
    }

    /// <summary>Each unit whose letters are those of a known one in another case: once, at its first row.</summary>
    private static void Units(Profile profile, SheetTable sheet, FindingList findings)
    {
        HashSet<string> tags = [.. profile.Analogs.Select(point => point.Tag)];
        var quiet = new FindingList();
        foreach (RowReader[] rows in sheet.Rows.Select(cells => new RowReader(sheet, cells, quiet))
            .Where(row => row.Text("tag") is { } tag && tags.Contains(tag) && row.Text("unit") is not null)
            .GroupBy(row => row.Text("unit")!).Select(group => group.ToArray()))
        {
            string unit = rows[0].Text("unit")!;
            if (KnownUnits.FirstOrDefault(known => known.Equals(unit, StringComparison.OrdinalIgnoreCase)) is { } proper
                && !KnownUnits.Contains(unit, StringComparer.Ordinal))
            {
                findings.Information(
                    sheet.Name, rows[0].Number, "unit", $"The unit '{unit}' is written {proper}: {rows.Length} {(rows.Length == 1 ? "input has" : "inputs have")} it.", "It is shown as it stands in the workbook.");
            }
        }
    }

    /// <summary>The prefix of a unit of power, so that kW and kvar compare and kW and MW do not.</summary>
    private static string? PowerUnit(string unit)
    {
        Match match = Power().Match(unit);
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary><c>float(eg.S.text) * ai.P.escala</c> where the formula of <c>eg.S.text</c> ends in <c>* ai.P.escala</c>: scaled twice.</summary>
    private static void ScaleTwice(
        FormulaRow row, Dictionary<(string, ElementAttribute), FormulaRow> formulas, string sheet, FindingList findings)
    {
        HashSet<string> scales = [.. Multiplied().Matches(row.Expression).Select(match => match.Groups[1].Value)];
        foreach (Match text in ElementText().Matches(row.Expression))
        {
            string element = text.Groups[1].Value;
            if (element != row.Tag && formulas.TryGetValue((element, ElementAttribute.Text), out FormulaRow? source)
                && Multiplied().Matches(source.Expression).FirstOrDefault(match => scales.Contains(match.Groups[1].Value)) is { } twice)
            {
                Match here = Multiplied().Matches(row.Expression).First(match => match.Groups[1].Value == twice.Groups[1].Value);
                Report(
                    findings, sheet, row, here.Groups[1], $"ai.{twice.Groups[1].Value}.escala is applied twice: eg.{element}.text is multiplied by it already, in row {source.Row}.", $"If eg.{element}.text is in engineering units, leave this factor out.");
            }
        }
    }

    /// <summary>Counts of two points under the scale of one of them: right only while both scales are the same.</summary>
    private static void ScaleOfAnother(FormulaRow row, Dictionary<string, AnalogPoint> analogs, string sheet, FindingList findings)
    {
        string[] scaled = [.. Scale().Matches(row.Expression).Select(match => match.Groups[1].Value).Distinct()];
        if (scaled.Length != 1 || !analogs.TryGetValue(scaled[0], out AnalogPoint? scale))
        {
            return;
        }

        foreach (Match value in Value().Matches(row.Expression).DistinctBy(match => match.Groups[1].Value))
        {
            if (analogs.TryGetValue(value.Groups[1].Value, out AnalogPoint? point) && Math.Abs(point.Scale - scale.Scale) > Alike * Math.Abs(scale.Scale))
            {
                Report(
                    findings, sheet, row, value.Groups[1], string.Create(CultureInfo.InvariantCulture, $"The counts of {point.Tag} (scale {point.Scale:G6}) are given the scale of {scale.Tag} ({scale.Scale:G6})."), $"Multiply each count by its own scale: ai.{point.Tag}.value * ai.{point.Tag}.escala.");
            }
        }
    }

    /// <summary>A fill that looks at the qualities of points of which the text uses none other than one that is left out.</summary>
    private static void QualityOfAnother(
        FormulaRow row, Dictionary<(string, ElementAttribute), FormulaRow> formulas, string sheet, FindingList findings)
    {
        HashSet<string> watched = [.. Quality().Matches(row.Expression).Select(match => match.Groups[1].Value)];
        if (row.Attribute != ElementAttribute.Fill || watched.Count == 0
            || !formulas.TryGetValue((row.Tag, ElementAttribute.Text), out FormulaRow? text))
        {
            return;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        Sources(text, formulas, used, []);
        string[] missed = [.. used.Except(watched).Order(StringComparer.Ordinal)];
        string[] idle = [.. watched.Except(used).Order(StringComparer.Ordinal)];
        if (missed.Length > 0)
        {
            Match place = Quality().Matches(row.Expression).FirstOrDefault(match => idle.Contains(match.Groups[1].Value)) ?? Quality().Match(row.Expression);
            string instead = idle.Length > 0 ? $", but that of {string.Join(", ", idle)}, which its text (row {text.Row}) does not use" : "";
            Report(
                findings, sheet, row, place.Groups[1], $"The text of {row.Tag} uses {string.Join(", ", missed)}; the quality of this point is not looked at here{instead}.", "Look at the same points in both formulas.");
        }
    }

    private static void Sources(
        FormulaRow row, Dictionary<(string, ElementAttribute), FormulaRow> formulas, HashSet<string> used, HashSet<string> visited)
    {
        foreach (Match value in Value().Matches(row.Expression))
        {
            used.Add(value.Groups[1].Value);
        }

        foreach (Match text in ElementText().Matches(row.Expression))
        {
            if (visited.Add(text.Groups[1].Value) && formulas.TryGetValue((text.Groups[1].Value, ElementAttribute.Text), out FormulaRow? source))
            {
                Sources(source, formulas, used, visited);
            }
        }
    }

    private static void Report(FindingList findings, string sheet, FormulaRow row, Group place, string text, string hint) =>
        findings.Add(new ProfileFinding(FindingSeverity.Warning, sheet, row.Row, "Formula", text, hint)
        {
            Formula = new FormulaExcerpt(row.Expression, place.Index + 1, place.Length),
        });

    [GeneratedRegex(@"^\s*([kKmMgG]?)(?:[wW]|[vV][aA]?[rR])\s*$")]
    private static partial Regex Power();

    [GeneratedRegex(@"\*\s*ai\.([\w-]+)\.escala\b", RegexOptions.IgnoreCase)]
    private static partial Regex Multiplied();

    [GeneratedRegex(@"\bai\.([\w-]+)\.escala\b", RegexOptions.IgnoreCase)]
    private static partial Regex Scale();

    [GeneratedRegex(@"\bai\.([\w-]+)\.value\b", RegexOptions.IgnoreCase)]
    private static partial Regex Value();

    [GeneratedRegex(@"\bai\.([\w-]+)\.q\b", RegexOptions.IgnoreCase)]
    private static partial Regex Quality();

    [GeneratedRegex(@"\beg\.([\w-]+)\.text\b", RegexOptions.IgnoreCase)]
    private static partial Regex ElementText();
}
