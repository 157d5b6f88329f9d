using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Checks;

/// <summary>
/// Finds valid content that is probably wrong: a scale applied twice or from another point, an unused quality, texts that contradict the
/// drawing. Each finding is a warning and states the facts, not a conclusion.
/// </summary>
internal static partial class WorkbookSense
{
    private const double TooFarApart = 50;

    private static readonly string[] KnownUnits =
    [
        "V", "kV", "A", "kA", "W", "kW", "var", "kvar", "Mvar", "VA", "kVA", "Hz", "Wh", "kWh", "varh", "kvarh", "MVA", "GWh", "°C",
    ];

    public static void Check(
        Profile profile, ParsedFormulas formulas, string formulaSheet, SheetTable? textSheet, SheetTable? analogSheet, FindingList findings)
    {
        if (analogSheet is not null)
        {
            Scales(profile, analogSheet, findings);
            Units(profile, analogSheet, findings);
        }

        FormulaSense.Check(profile, formulas, formulaSheet, findings);
        if (textSheet is not null)
        {
            StateWords.Check(profile, formulas, formulaSheet, textSheet, findings);
        }
    }

    /// <summary>Compares the scale with the columns of the transducer, and the two powers of one IED with each other.</summary>
    private static void Scales(Profile profile, SheetTable sheet, FindingList findings)
    {
        Dictionary<string, AnalogPoint> points =
            profile.Analogs.DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        var first = new Dictionary<(DeviceId, string), (AnalogPoint Point, int Row)>();
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
                    sheet.Name, row.Number, "escala",
                    $"The scale is {point.Scale:G6}, but multip_asm x RelTV x RelTI / divider is {computed:G6}.",
                    $"The column 'escala' counts: correct it, or the columns that it comes from.");
            }

            if (PowerUnit(point.Unit) is not { } prefix)
            {
                continue;
            }

            if (!first.TryAdd((point.Source.Device, prefix), (point, row.Number))
                && first[(point.Source.Device, prefix)] is var other
                && Math.Max(point.Scale / other.Point.Scale, other.Point.Scale / point.Scale) is >= TooFarApart and var times)
            {
                (AnalogPoint small, int smallRow, AnalogPoint large) = point.Scale < other.Point.Scale
                    ? (point, row.Number, other.Point)
                    : (other.Point, other.Row, point);
                findings.Warning(
                    sheet.Name, smallRow, "escala",
                    $"A count of {small.Tag} is {small.Scale:G6} {small.Unit}, a count of {large.Tag} of the same IED {times:G4} times "
                        + $"as much: {large.Scale:G6} {large.Unit}.",
                    $"Correct the scale, or the unit if it is meant in thousands.");
            }
        }
    }

    /// <summary>Reports each unit that differs from a known one only in case: once, at its first row.</summary>
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
                    sheet.Name, rows[0].Number, "unit",
                    rows.Length == 1
                        ? (Phrase)$"The unit '{unit}' is written {proper}: 1 input has it."
                        : $"The unit '{unit}' is written {proper}: {rows.Length} inputs have it.",
                    $"It is shown as it stands in the workbook.");
            }
        }
    }

    /// <summary>The prefix of a unit of power, so that kW and kvar are compared, but kW and MW are not.</summary>
    private static string? PowerUnit(string unit)
    {
        Match match = Power().Match(unit);
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex(@"^\s*([kKmMgG]?)(?:[wW]|[vV][aA]?[rR])\s*$")]
    private static partial Regex Power();
}
