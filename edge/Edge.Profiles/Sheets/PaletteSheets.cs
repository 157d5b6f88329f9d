using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>The sheets <c>color</c> and <c>textoevtipo</c>: colours and texts with a number.</summary>
internal static class PaletteSheets
{
    private const int MaximumIndex = 255;

    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["gris"] = "#c0c0c0",
        ["gray"] = "#c0c0c0",
        ["grey"] = "#c0c0c0",
        ["ocre"] = "#d5a021",
        ["ochre"] = "#d5a021",
        ["violeta"] = "#9633ac",
        ["violet"] = "#9633ac",
        ["purpura"] = "#9633ac",
        ["purple"] = "#9633ac",
        ["blanco"] = "#ffffff",
        ["white"] = "#ffffff",
        ["amarillo"] = "#ffff99",
        ["yellow"] = "#ffff99",
        ["azul"] = "#3366ff",
        ["blue"] = "#3366ff",
        ["celeste"] = "#99ccff",
        ["light blue"] = "#99ccff",
        ["rojo"] = "#ff0000",
        ["red"] = "#ff0000",
        ["negro"] = "#000000",
        ["black"] = "#000000",
        ["turquesa"] = "#12b5a6",
        ["turquoise"] = "#12b5a6",
        ["verde"] = "#2e9e44",
        ["green"] = "#2e9e44",
        ["naranja"] = "#f28c28",
        ["orange"] = "#f28c28",
        ["marron"] = "#8b5a2b",
        ["brown"] = "#8b5a2b",
        ["rosa"] = "#ff99cc",
        ["pink"] = "#ff99cc",
    };

    /// <summary>The palette: the background of the cell with the name of the colour, else the colour of that name.</summary>
    public static ImmutableArray<PaletteColour> ReadColours(SheetTable sheet, FillMap fills, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        if (fills.Failure is { } failure)
        {
            findings.Warning(
                sheet.Name, null, "color", $"The cell backgrounds cannot be read: {failure}.",
                $"The names of the colours count; save as .xlsx.");
        }

        int column = sheet.ColumnOf("color");
        ImmutableArray<PaletteColour>.Builder colours = ImmutableArray.CreateBuilder<PaletteColour>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            int index = row.Integer("id_col", 0, MaximumIndex);
            string name = row.Text("color") ?? "";
            if (!row.Failed && colours.Any(colour => colour.Index == index))
            {
                row.Error("id_col", $"The index {index} stands in an earlier row.", $"Give each colour its own index.");
            }

            string? colour = fills.Of(sheet.Name, row.Number, column);
            if (!row.Failed && colour is null)
            {
                colour = Named(row, name);
            }

            if (!row.Failed)
            {
                colours.Add(new PaletteColour(index, name, colour!, row.Text("description") ?? ""));
            }
        }

        return colours.ToImmutable();
    }

    public static ImmutableArray<StateText> ReadStateTexts(SheetTable sheet, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        ImmutableArray<StateText>.Builder texts = ImmutableArray.CreateBuilder<StateText>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.Text("Value") is null)
            {
                // A pair without values is for events that carry their own text: there is no text to keep.
                continue;
            }

            var text = new StateText(
                row.Integer("IdTextoEv2", 0, int.MaxValue), row.Integer("Value", 0, int.MaxValue), row.Text("TextoEv2") ?? "");
            if (!row.Failed && texts.Any(other => other.Id == text.Id && other.Value == text.Value))
            {
                row.Error("Value", $"The pair {text.Id} has a word for {text.Value} already.", $"Keep one of the two rows.");
            }

            if (!row.Failed)
            {
                texts.Add(text);
            }
        }

        return texts.ToImmutable();
    }

    private static string Named(RowReader row, string name)
    {
        if (ByName.TryGetValue(Names.Fold(name), out string? colour))
        {
            row.Warning(
                "color", $"The cell has no background: '{name}' is taken as {colour}.", $"Fill the cell with the colour that is meant.");
            return colour;
        }

        row.Error(
            "color", $"The cell has no background and '{RowReader.Shorten(name)}' is no colour known by name.",
            $"Fill the cell with the colour that is meant.");
        return "#000000";
    }
}
