using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain;
using Edge.Formulas;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>Checks between parts of a profile that are sound each by itself.</summary>
internal static class CrossChecks
{
    // Bits 4–0 of an event hold the address (Mara 1.4 §5).
    private const int HighestAddressOfEvents = 31;

    /// <summary>Every tag of a drawing should be an element, or it never changes; every element should be drawn, or nobody sees it.</summary>
    public static void Drawings(
        ImmutableArray<ScreenDrawing> drawings, ImmutableArray<Element> elements, ImmutableArray<FormulaRow> formulas, SheetTable? sheet, FindingList findings)
    {
        HashSet<string> known = [.. elements.Select(element => element.Tag)];
        HashSet<string> drawn = [.. drawings.SelectMany(drawing => drawing.Tags)];
        string[] waiting = [.. known.Where(tag => !drawn.Contains(tag))];
        foreach (ScreenDrawing drawing in drawings)
        {
            foreach (string tag in drawing.Tags.Where(tag => known.Count > 0 && !known.Contains(tag) && !findings.IsDropped("eg", tag)))
            {
                findings.Warning(
                    drawing.File,
                    drawing.TagLines.GetValueOrDefault(tag),
                    "tag",
                    $"The tag {RowReader.Shorten(tag)} of the drawing is no element: its shape never changes.",
                    NearNames.Sentence(tag, waiting) ?? "Add it to the sheet eg, or take the tag off the shape.");
            }
        }

        // With a drawing missing or refused nobody knows what it would have shown.
        if (sheet is null || drawings.IsEmpty || drawings.Any(drawing => drawing.Screen.Svg is null))
        {
            return;
        }

        Dictionary<string, int> rows = RowsOf(sheet, "tag");
        string read = string.Join('\n', formulas.Select(formula => formula.Expression));
        foreach (Element element in elements.Where(element => !drawn.Contains(element.Tag) && !element.Disabled))
        {
            if (!read.Contains($".{element.Tag}.", StringComparison.Ordinal))
            {
                findings.Warning(
                    sheet.Name,
                    rows.GetValueOrDefault(element.Tag),
                    "tag",
                    $"No drawing shows the element {element.Tag}, and no formula reads it.",
                    NearNames.Sentence(element.Tag, drawn.Where(tag => !known.Contains(tag))) ?? "Give a shape this tag, or remove the row.");
            }
        }
    }

    /// <summary>What two kinds of points must not share, and what events cannot tell.</summary>
    public static void Points(
        ImmutableArray<DigitalPoint> digitals, ImmutableArray<AnalogPoint> analogs, SheetTable? di, SheetTable? ai, SheetTable? ied, FindingList findings)
    {
        if (ai is not null && di is not null)
        {
            Dictionary<string, int> rows = RowsOf(ai, "tag");
            Dictionary<string, int> digitalRows = RowsOf(di, "tag");
            HashSet<string> states = [.. digitals.Select(point => point.Tag)];
            foreach (AnalogPoint point in analogs.Where(point => states.Contains(point.Tag)))
            {
                findings.Error(
                    ai.Name,
                    rows.GetValueOrDefault(point.Tag),
                    "tag",
                    $"The tag {point.Tag} is a digital input too: {di.Name}, row {digitalRows.GetValueOrDefault(point.Tag)}.",
                    "Give each point its own tag: both would be published under one name.");
            }

            foreach (AnalogPoint[] metered in analogs.Where(point => point.EnergyScale is not null)
                .GroupBy(point => (point.Comaster, point.IedAddress, point.Channel)).Select(group => group.ToArray()).Where(group => group.Length > 1))
            {
                findings.Warning(
                    ai.Name,
                    rows.GetValueOrDefault(metered[1].Tag),
                    "Channel",
                    $"Energies of the channel {metered[1].Channel} of this IED belong to {metered[0].Tag} in row {rows.GetValueOrDefault(metered[0].Tag)} too.",
                    "Give each metered input of an IED its own channel; take escE off the one that is not metered.");
            }
        }

        HashSet<int> used = [.. digitals.Select(point => point.IedAddress), .. analogs.Where(point => point.EnergyScale is not null).Select(point => point.IedAddress)];
        foreach (SheetRow cells in ied?.Rows ?? [])
        {
            double? address = new RowReader(ied!, cells, new FindingList()).OptionalNumber("rs485_address");
            if (address > HighestAddressOfEvents && used.Contains((int)address))
            {
                findings.Warning(
                    ied!.Name,
                    cells.Number,
                    "rs485_address",
                    string.Create(CultureInfo.InvariantCulture, $"Events can name addresses up to {HighestAddressOfEvents}: those of the address {address} would be told as another's."),
                    $"Give an IED whose events count an address up to {HighestAddressOfEvents}.");
            }
        }
    }

    /// <summary>A prefix that no tag begins with is a slip more often than a plan.</summary>
    public static void Prefixes(SheetTable? sheet, ImmutableArray<Screen> screens, ImmutableArray<Element> elements, FindingList findings)
    {
        if (sheet is null || elements.IsEmpty)
        {
            return;
        }

        Dictionary<string, int> rows = RowsOf(sheet, "name");
        foreach (Screen screen in screens.Where(screen => screen.Prefix.Length > 0
            && !elements.Any(element => element.Tag.StartsWith(screen.Prefix, StringComparison.Ordinal))))
        {
            findings.Information(
                sheet.Name,
                rows.GetValueOrDefault(screen.Name),
                "prefix",
                $"No tag begins with the prefix {RowReader.Shorten(screen.Prefix)} of the screen {screen.Name}.",
                "No element belongs to this screen; its drawing shows those of others all the same.");
        }
    }

    /// <summary>The row in which each name stands first.</summary>
    private static Dictionary<string, int> RowsOf(SheetTable sheet, string column)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var quiet = new FindingList();
        foreach (SheetRow cells in sheet.Rows)
        {
            if (new RowReader(sheet, cells, quiet).Text(column) is { } name)
            {
                rows.TryAdd(name, cells.Number);
            }
        }

        return rows;
    }
}
