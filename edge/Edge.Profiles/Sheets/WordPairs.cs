using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>
/// The pairs of texts of the sheet <c>textoevtipo</c>: checks that a referenced pair exists and has texts for both states.
/// </summary>
/// <param name="sheet">The sheet, or null when the workbook has none.</param>
/// <param name="texts">The texts of the sheet.</param>
internal sealed class WordPairs(SheetTable? sheet, ImmutableArray<StateText> texts)
{
    // A pair without values is for events that carry their own text: it exists, but has no texts.
    private readonly HashSet<int> _ids = [.. (sheet?.Rows ?? []).Select(cells =>
        (int)Math.Clamp(new RowReader(sheet!, cells, new FindingList()).OptionalNumber("IdTextoEv2") ?? -1, -1, int.MaxValue))];

    private readonly ILookup<int, int> _values = texts.ToLookup(text => text.Id, text => text.Value);

    /// <summary>Reports a missing pair. For a workbook without the sheet this was reported already.</summary>
    public void Check(RowReader row, string column, int? id, Phrase consequence)
    {
        if (id is { } pair && sheet is not null && !_ids.Contains(pair))
        {
            row.Warning(column, $"The sheet textoevtipo has no pair {pair}.", consequence);
        }
    }

    /// <summary>Reports each pair with a text for only one state, and each empty text.</summary>
    public void CheckWhole(FindingList findings)
    {
        foreach (SheetRow cells in sheet?.Rows ?? [])
        {
            var row = new RowReader(sheet!, cells, new FindingList());
            if (row.OptionalNumber("IdTextoEv2") is not { } id || row.OptionalNumber("Value") is not { } value)
            {
                continue;
            }

            if (row.Text("TextoEv2") is null)
            {
                findings.Warning(
                    sheet!.Name, row.Number, "TextoEv2",
                    $"The pair {id} has no word for {value}.",
                    $"Write the word that an event shows.");
            }

            int[] values = [.. _values[(int)id]];
            if (values.Length == 1 && values[0] is 0 or 1 && values[0] == value
                && !findings.IsDropped("textoevtipo", id.ToString(CultureInfo.InvariantCulture)))
            {
                findings.Warning(
                    sheet!.Name, row.Number, "Value",
                    $"The pair {id} has a word for {value} and none for {1 - value}.",
                    $"Add a row for the other state.");
            }
        }
    }
}
