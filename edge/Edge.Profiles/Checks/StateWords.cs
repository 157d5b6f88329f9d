using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Inspection;
using Edge.Formulas.Language;
using Edge.Formulas.Values;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Checks;

/// <summary>
/// Checks that the texts of <c>textoevtipo</c> and the colours of the formulas agree: a state with the text "closed" should not have the
/// colour that the palette describes as open, nor a normal one red.
/// </summary>
internal static class StateWords
{
    private const int MostNames = 3;

    private static readonly string[] Open = ["abierto", "abierta", "open"];
    private static readonly string[] Closed = ["cerrado", "cerrada", "closed"];
    private static readonly string[] Normal = ["normal"];
    private static readonly string[] Alarm = ["rojo", "red"];

    public static void Check(Profile profile, ParsedFormulas formulas, string formulaSheet, SheetTable sheet, FindingList findings)
    {
        Dictionary<int, PaletteColour> palette = profile.Colours.DistinctBy(colour => colour.Index).ToDictionary(colour => colour.Index);
        Dictionary<string, DigitalPoint> points =
            profile.Digitals.DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        Dictionary<(int Id, int Value), string> words =
            profile.StateTexts.DistinctBy(text => (text.Id, text.Value))
                .ToDictionary(text => (text.Id, text.Value), text => Names.Fold(text.Text));
        var against = new SortedDictionary<(int Pair, int State), (string Colour, List<FormulaRow> Rows)>();
        foreach ((FormulaRow row, FormulaInspection inspection) in formulas.All
            .Where(formula => formula.Row.Attribute != ElementAttribute.Text))
        {
            // SI(di.TAG.value, A, B) for the element of the same tag.
            if (inspection.Choice is not { Condition: { } condition } choice || !condition.Is(FormulaTable.Digitals, "value")
                || condition.Tag != row.Tag || !points.TryGetValue(row.Tag, out DigitalPoint? point) || point.StateTextId is not { } pair)
            {
                continue;
            }

            for (int state = 0; state <= 1; state++)
            {
                if (words.TryGetValue((pair, state), out string? word)
                    && Contradiction(word, state == 1 ? choice.WhenTrue : choice.WhenFalse, palette) is { } colour)
                {
                    if (!against.TryGetValue((pair, state), out (string Colour, List<FormulaRow> Rows) found))
                    {
                        against[(pair, state)] = found = (colour, []);
                    }

                    found.Rows.Add(row);
                }
            }
        }

        foreach (((int pair, int state), (string colour, List<FormulaRow> rows)) in against)
        {
            Phrase named = Phrase.Join($", ", rows.Take(MostNames).Select(InRow));
            named = rows.Count > MostNames ? $"{named} …" : named;
            string text = profile.StateTexts.First(text => text.Id == pair && text.Value == state).Text;
            Phrase painted = rows.Count == 1 ? (Phrase)$"1 formula paints it {colour}" : $"{rows.Count} formulas paint it {colour}";
            findings.Warning(
                sheet.Name,
                RowOf(sheet, pair, state),
                "TextoEv2",
                $"The pair {pair} calls the state {state} '{text}', but {painted} ({formulaSheet}: {named}).",
                $"Events and drawing would say the opposite of each other: exchange the words of the pair, or the colours.");
        }
    }

    private static Phrase InRow(FormulaRow row) => $"{row.Tag} in row {row.Row}";

    private static string? Contradiction(string word, ImmutableArray<FormulaValue> branch, Dictionary<int, PaletteColour> palette)
    {
        foreach (FormulaValue value in branch.Where(value => value.IsNumber && value.IsWhole))
        {
            _ = value.TryGetNumber(out double number);
            int index = (int)Math.Clamp(number, -1, int.MaxValue);
            if (!palette.TryGetValue(index, out PaletteColour? colour))
            {
                continue;
            }

            // A colour with several meanings contradicts none of them.
            string meaning = colour.Description.IndexOfAny([';', '/']) >= 0 ? "" : Names.Fold(colour.Description);
            bool opposite = (Has(word, Closed) && Has(meaning, Open)) || (Has(word, Open) && Has(meaning, Closed))
                || (Has(word, Normal) && Has(Names.Fold(colour.Name), Alarm));
            if (opposite)
            {
                return $"{index}, '{colour.Name}'{(colour.Description.Length > 0 ? $" ({colour.Description})" : "")}";
            }
        }

        return null;
    }

    private static bool Has(string text, string[] words) => words.Any(word => text.Split(' ').Contains(word));

    private static int? RowOf(SheetTable sheet, int pair, int state)
    {
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, new FindingList());
            if (row.OptionalNumber("IdTextoEv2") == pair && row.OptionalNumber("Value") == state)
            {
                return cells.Number;
            }
        }

        return null;
    }
}
