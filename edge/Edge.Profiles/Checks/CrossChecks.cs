using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Language;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Checks;

/// <summary>Checks between parts of a profile that are each valid.</summary>
internal static class CrossChecks
{
    // Bits 4–0 of an event hold the address (Mara 1.4 §5).
    private const int HighestAddressOfEvents = 31;

    /// <summary>
    /// Each tag of a drawing should be an element, or its shape never changes; each element should be in a drawing, or it is never shown.
    /// </summary>
    public static void Drawings(
        ImmutableArray<ScreenDrawing> drawings, ImmutableArray<Element> elements, ParsedFormulas formulas, SheetTable? sheet,
        FindingList findings)
    {
        HashSet<string> known = [.. elements.Select(element => element.Tag)];
        HashSet<string> drawn = [.. drawings.SelectMany(drawing => drawing.Tags)];
        string[] waiting = [.. known.Where(tag => !drawn.Contains(tag))];
        foreach (ScreenDrawing drawing in drawings.DistinctBy(drawing => drawing.File))
        {
            foreach (string tag in drawing.Tags.Where(tag => known.Count > 0 && !known.Contains(tag) && !findings.IsDropped("eg", tag)))
            {
                findings.Warning(
                    drawing.File,
                    drawing.TagLines.GetValueOrDefault(tag),
                    "tag",
                    $"The tag {RowReader.Shorten(tag)} of the drawing is no element: its shape never changes.",
                    NearNames.Sentence(tag, waiting) ?? $"Add it to the sheet eg, or take the tag off the shape.");
            }
        }

        // If a drawing is missing or refused, its elements are unknown.
        if (sheet is null || drawings.IsEmpty || drawings.Any(drawing => drawing.Screen.Svg is null))
        {
            return;
        }

        Dictionary<string, int> rows = RowsOf(sheet, "tag");
        HashSet<string> read =
        [
            .. formulas.All.SelectMany(formula => formula.Inspection.References)
                .Where(reference => reference.Table == FormulaTable.Elements).Select(reference => reference.Tag),
        ];
        foreach (Element element in elements.Where(element => !drawn.Contains(element.Tag) && !element.Disabled))
        {
            if (!read.Contains(element.Tag))
            {
                findings.Warning(
                    sheet.Name,
                    rows.GetValueOrDefault(element.Tag),
                    "tag",
                    $"No drawing shows the element {element.Tag}, and no formula reads it.",
                    NearNames.Sentence(element.Tag, drawn.Where(tag => !known.Contains(tag)))
                        ?? $"Give a shape this tag, or remove the row.");
            }
        }
    }

    /// <summary>All points are published by their tag, so an analogue input with the tag of a digital one is left out.</summary>
    public static ImmutableArray<AnalogPoint> WithTagsOfTheirOwn(
        ImmutableArray<AnalogPoint> analogs, ImmutableArray<DigitalPoint> digitals, SheetTable? ai, SheetTable? di, FindingList findings)
    {
        HashSet<string> states = [.. digitals.Select(point => point.Tag)];
        if (ai is null || di is null || !analogs.Any(point => states.Contains(point.Tag)))
        {
            return analogs;
        }

        Dictionary<string, int> rows = RowsOf(ai, "tag");
        Dictionary<string, int> digitalRows = RowsOf(di, "tag");
        foreach (AnalogPoint point in analogs.Where(point => states.Contains(point.Tag)))
        {
            findings.Drop(Names.Fold(ai.Name), point.Tag);
            findings.Error(
                ai.Name,
                rows.GetValueOrDefault(point.Tag),
                "tag",
                $"The tag {point.Tag} is that of a digital input too: {di.Name}, row {digitalRows.GetValueOrDefault(point.Tag)}.",
                $"Give each point its own tag: both would be published under one name.");
        }

        return [.. analogs.Where(point => !states.Contains(point.Tag))];
    }

    /// <summary>Points that events and energies cannot distinguish.</summary>
    public static void Events(
        ImmutableArray<DigitalPoint> digitals, ImmutableArray<AnalogPoint> analogs, ImmutableArray<IedDefinition> ieds, SheetTable? ai,
        SheetTable? ied, FindingList findings)
    {
        if (ai is null || ied is null)
        {
            return;
        }

        AnalogPoint[] meters = [.. analogs.Where(point => point.EnergyScale is not null)];
        Dictionary<string, int> rows = RowsOf(ai, "tag");
        foreach (AnalogPoint[] same in meters.GroupBy(point => (point.Source.Device, ChannelOf(point)))
            .Select(group => group.ToArray()).Where(group => group.Length > 1))
        {
            findings.Warning(
                ai.Name,
                rows.GetValueOrDefault(same[1].Tag),
                "Channel",
                $"Energies of the channel {ChannelOf(same[1])} of this IED belong to {same[0].Tag} in row "
                + $"{rows.GetValueOrDefault(same[0].Tag)} too.",
                $"Give each metered input of an IED its own channel; take escE off the one that is not metered.");
        }

        HashSet<DeviceId> used = [.. digitals.Select(point => point.Source.Device), .. meters.Select(point => point.Source.Device)];
        Dictionary<double, int> iedRows = NumbersOf(ied, "id");
        foreach (IedDefinition far in ieds.Where(item => item.Address > HighestAddressOfEvents && used.Contains(item.Device)))
        {
            findings.Warning(
                ied.Name,
                iedRows.GetValueOrDefault(far.Id),
                "rs485_address",
                $"Events can name addresses up to {HighestAddressOfEvents} only: those of the "
                + $"address {far.Address} would be told as another's.",
                $"Give an IED whose events count an address up to {HighestAddressOfEvents}.");
        }
    }

    private static int? ChannelOf(AnalogPoint point) => (point.Source as MaraChannel)?.Channel;

    /// <summary>
    /// The tags of a sheet that are neither points of the profile nor in a row with a fault: those of other concentrators.
    /// </summary>
    public static IEnumerable<string> Others(SheetTable? sheet, IEnumerable<string> own, string table, FindingList findings) =>
        sheet is null
        ? []
        : RowsOf(sheet, "tag").Keys.Except(own).Where(tag => !findings.IsDropped(table, tag)).Select(tag => $"{table}.{tag}");

    /// <summary>A prefix that no tag begins with is probably a mistake.</summary>
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
                $"No element belongs to this screen; its drawing shows those of others all the same.");
        }
    }

    /// <summary>The first row of each number.</summary>
    private static Dictionary<double, int> NumbersOf(SheetTable sheet, string column)
    {
        var rows = new Dictionary<double, int>();
        var quiet = new FindingList();
        foreach (SheetRow cells in sheet.Rows)
        {
            if (new RowReader(sheet, cells, quiet).OptionalNumber(column) is { } number)
            {
                rows.TryAdd(number, cells.Number);
            }
        }

        return rows;
    }

    /// <summary>The first row of each name.</summary>
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
