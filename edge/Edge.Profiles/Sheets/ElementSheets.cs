using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>The sheets <c>eg</c> and <c>formulas</c>: the elements of the drawings and their formulas.</summary>
internal static class ElementSheets
{
    private const int MaximumIndex = 255;

    public static ImmutableArray<Element> ReadElements(
        SheetTable sheet, ImmutableArray<PaletteColour> colours, ImmutableArray<ScreenDrawing> screens, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        HashSet<int> palette = [.. colours.Select(colour => colour.Index)];
        var tags = new Dictionary<string, int>(StringComparer.Ordinal);
        ImmutableArray<Element>.Builder elements = ImmutableArray.CreateBuilder<Element>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.IsEmpty("tag"))
            {
                continue;
            }

            string tag = row.Name("tag");
            if (!row.Failed && !tags.TryAdd(tag, row.Number))
            {
                row.Error("tag", $"The element {tag} stands in row {tags[tag]} too.", $"Keep one of the two rows.");
            }

            var element = new Element(
                tag,
                row.Text("description") ?? "",
                row.Text("text"),
                Colour(row, "fill", palette, findings),
                Colour(row, "stroke", palette, findings),
                row.OptionalNumber("mark"),
                ScreenOf(row, tag, screens),
                row.Flag("disabled"),
                row.Decimals("text"))
            {
                Number = row.Stored("text") is { } number && !IsReadAs(row.Text("text"), number) ? number : null,
                Percent = row.IsPercent("text"),
            };
            if (!row.Failed)
            {
                elements.Add(element);
            }
        }

        return elements.ToImmutable();
    }

    /// <summary>Reads the formulas. Those that cannot be used are returned as lost, with the attribute that they set.</summary>
    public static (ImmutableArray<FormulaRow> Formulas, ImmutableArray<LostFormula> Lost) ReadFormulas(
        SheetTable? sheet, ImmutableArray<Element> elements, FindingList findings)
    {
        if (sheet is null || !sheet.IsComplete(findings))
        {
            return ([], [.. elements.Where(element => !element.Disabled).Select(element => new LostFormula(element.Tag, null, 0))]);
        }

        HashSet<string> known = [.. elements.Select(element => element.Tag)];
        var targets = new Dictionary<(string, ElementAttribute), int>();
        ImmutableArray<FormulaRow>.Builder formulas = ImmutableArray.CreateBuilder<FormulaRow>();
        ImmutableArray<LostFormula>.Builder lost = ImmutableArray.CreateBuilder<LostFormula>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            string text = row.Text("Formula") ?? "";
            if (text.Length == 0 && !row.Failed)
            {
                continue;
            }

            string tag = row.Text("tag") ?? "";
            if (!known.Contains(tag) && findings.IsDropped("eg", tag))
            {
                // The row of the element has its own finding.
                continue;
            }

            if (!known.Contains(tag) && !row.Failed)
            {
                row.Error(
                    "tag",
                    tag.Length == 0 ? (Phrase)$"The formula has no tag." : $"The sheet eg has no element '{RowReader.Shorten(tag)}'.",
                    NearNames.Sentence(tag, known) ?? $"Correct the tag, or add the element.");
            }

            CheckTarget(row, tag);

            ElementAttribute? attribute = Attribute(row);
            if (attribute is { } found && !row.Failed && !targets.TryAdd((tag, found), row.Number))
            {
                row.Error(
                    "atributo", $"Row {targets[(tag, found)]} sets {tag}.{row.Text("atributo")} already.", $"Keep one of the two "
                        + $"formulas.");
            }

            if (!row.Failed)
            {
                formulas.Add(new FormulaRow(tag, attribute!.Value, text, row.Number));
            }
            else if (known.Contains(tag))
            {
                lost.Add(new LostFormula(tag, attribute, row.Number));
            }
        }

        return (formulas.ToImmutable(), lost.ToImmutable());
    }

    private static bool IsReadAs(string? text, double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) && read.Equals(number)
        && (number != Math.Floor(number) || !text.Contains('.', StringComparison.Ordinal));

    /// <summary>The helper columns repeat the target: if they differ, a copied row was not adapted.</summary>
    private static void CheckTarget(RowReader row, string tag)
    {
        string target = $"eg.{tag}.{row.Text("atributo")}";
        if (row.Text("Var_eg") is { } said && !said.Equals(target, StringComparison.OrdinalIgnoreCase))
        {
            row.Warning(
                "Var_eg", $"It says {RowReader.Shorten(said)}, but 'tag' and 'atributo' say {target}.",
                $"The columns 'tag' and 'atributo' count: correct one of them.");
        }
        else if (row.Text("tabla") is { } table && Names.Fold(table).TrimEnd('.') != "eg")
        {
            row.Warning("tabla", $"A formula sets an element of eg, not of {RowReader.Shorten(table)}.", $"Write eg.");
        }
    }

    private static ElementAttribute? Attribute(RowReader row)
    {
        string name = row.Text("atributo") ?? "";
        ElementAttribute? attribute = Names.Fold(name) switch
        {
            "text" => ElementAttribute.Text,
            "fill" => ElementAttribute.Fill,
            "stroke" => ElementAttribute.Stroke,
            "mark" => ElementAttribute.Mark,
            _ => null,
        };
        if (attribute is null && !(row.Failed && name.Length == 0))
        {
            row.Error("atributo", $"'{RowReader.Shorten(name)}' is no attribute of an element.", $"Write text, fill, stroke or mark.");
        }

        return attribute;
    }

    private static int? Colour(RowReader row, string column, HashSet<int> palette, FindingList findings)
    {
        int? index = row.OptionalInteger(column, 0, MaximumIndex);
        if (index is { } found && palette.Count > 0 && !palette.Contains(found))
        {
            if (findings.IsDropped("color", found.ToString(CultureInfo.InvariantCulture)))
            {
                return null;
            }

            row.Warning(column, $"The sheet color has no index {found}.", $"The drawing's own colour stays until a formula sets another.");
            return null;
        }

        return index;
    }

    /// <summary>The screen with the longest prefix that the tag begins with; else the one that the row names.</summary>
    private static string? ScreenOf(RowReader row, string tag, ImmutableArray<ScreenDrawing> drawings)
    {
        ImmutableArray<Screen> screens = [.. drawings.Select(drawing => drawing.Screen)];
        Screen? owner = screens
            .Where(screen => screen.Prefix.Length > 0 && tag.StartsWith(screen.Prefix, StringComparison.Ordinal))
            .MaxBy(screen => screen.Prefix.Length);
        string? named = row.Text("screen");
        bool exists = named is null || screens.Any(screen => screen.Name.Equals(named, StringComparison.Ordinal));
        if (!exists && owner is not null && !row.Failed)
        {
            row.Information(
                "screen", $"There is no screen {RowReader.Shorten(named!)}; the prefix of its tag gives {tag} to {owner.Name}.",
                $"Write the name of a screen, or leave the cell empty.");
        }

        // A shape of the map that opens a substation is on one screen and belongs to the other.
        if (exists && named is not null && owner is not null && owner.Name != named && !row.Failed
            && !drawings.Any(drawing => drawing.Screen.Name == named && drawing.Tags.Contains(tag)))
        {
            row.Warning(
                "screen", $"The screen {named} is written here, but the prefix {owner.Prefix} gives {tag} to {owner.Name}.",
                $"Give the tag another beginning, or write the screen that its prefix gives.");
        }

        owner ??= screens.FirstOrDefault(screen => screen.Name.Equals(named, StringComparison.Ordinal));
        if (owner is null && !screens.IsEmpty && !row.Failed)
        {
            row.Warning(
                "screen", $"The element {tag} belongs to no screen.", $"Begin its tag with the prefix of a screen, or name a screen.");
        }

        return owner?.Name;
    }
}
