using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>
/// The sheets <c>varsys</c>, <c>accionev</c> and <c>com</c>: names of system variables, actions for events, and rules for communications
/// events. All are optional.
/// </summary>
internal static class SystemSheets
{
    private const int HighestAction = 31;
    private const int HighestCode = 15;

    public static ImmutableArray<EventAction> ReadActions(SheetTable sheet, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        var actions = ImmutableArray.CreateBuilder<EventAction>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.Text("idaccion") is null && row.Text("accion") is null)
            {
                continue;
            }

            var action = new EventAction(row.Integer("idaccion", 0, HighestAction), row.Text("accion") ?? "", row.Text("direccion") ?? "");
            if (!row.Failed && actions.Any(other => other.Id == action.Id))
            {
                row.Error("idaccion", $"The action {action.Id} stands in an earlier row.", $"Give each action its own number.");
            }

            if (!row.Failed && action.Text.Length == 0)
            {
                row.Warning("accion", $"The action {action.Id} says nothing.", $"Write what is to be done.");
            }

            if (!row.Failed)
            {
                actions.Add(action);
            }
        }

        return actions.ToImmutable();
    }

    public static ImmutableArray<SystemEventRule> ReadSystemEvents(
        SheetTable sheet, WordPairs pairs, uint knownActions, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<SystemEventRule>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.Text("code") is null && row.Text("description") is null)
            {
                continue;
            }

            var rule = new SystemEventRule(
                row.Integer("code", 0, HighestCode),
                row.Text("description") ?? "",
                row.OptionalInteger("idTextoEv2", 0, int.MaxValue),
                row.Mask("pesoaccion", knownActions));
            if (!row.Failed && rules.Any(other => other.Code == rule.Code))
            {
                row.Error("code", $"The code {rule.Code} stands in an earlier row.", $"Keep one of the two rows.");
            }

            if (!row.Failed)
            {
                pairs.Check(row, "idTextoEv2", rule.StateTextId, $"Its events go without words.");
                rules.Add(rule);
            }
        }

        return rules.ToImmutable();
    }

    /// <summary>
    /// The variables of the IEDs of the profile. A byte with one row is one variable; a byte with several rows has a variable for each bit.
    /// </summary>
    public static ImmutableArray<SystemVariable> ReadVariables(
        SheetTable sheet, SheetTable? iedSheet, ImmutableArray<IedDefinition> ieds, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        Dictionary<int, (int First, int Count)> sections = Sections(ieds);
        HashSet<double> known =
            [.. (iedSheet?.Rows ?? []).Select(cells => new RowReader(iedSheet!, cells, new FindingList()).OptionalNumber("id") ?? -1)];
        var places = new Dictionary<(int, int, int), int>();
        var variables = new List<SystemVariable>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.Text("param") is not { } name)
            {
                continue;
            }

            int ied = row.Integer("ied_id", 0, int.MaxValue);
            if (row.Failed || (!sections.ContainsKey(ied) && known.Contains(ied)))
            {
                continue;
            }

            var variable = new SystemVariable(
                name, row.Text("description") ?? "", ied, row.Integer("offset", 1, int.MaxValue), row.OptionalInteger("bit", 0, 7) ?? 0);
            CheckPlace(row, variable, sections, places);
            if (!row.Failed)
            {
                variables.Add(variable);
            }
        }

        HashSet<(int, int)> whole =
            [.. variables.GroupBy(item => (item.IedId, item.ByteOffset)).Where(group => group.Count() == 1).Select(group => group.Key)];
        return
        [
            .. variables.Select(item => whole.Contains((item.IedId, item.ByteOffset)) && item.Bit == 0 ? item with { Bit = null } : item),
        ];
    }

    private static void CheckPlace(
        RowReader row, SystemVariable variable, Dictionary<int, (int First, int Count)> sections, Dictionary<(int, int, int), int> places)
    {
        if (row.Failed)
        {
            return;
        }

        if (!sections.TryGetValue(variable.IedId, out (int First, int Count) section))
        {
            row.Error("ied_id", $"The sheet ied has no IED {variable.IedId}.", $"Write the id of a row of the sheet ied.");
        }
        else if (variable.ByteOffset < section.First || variable.ByteOffset >= section.First + section.Count)
        {
            row.Error(
                "offset",
                $"The byte {variable.ByteOffset} is not one of its IED.",
                section.Count == 0
                    ? (Phrase)$"The sheet ied gives this IED no system variables: see can_varsys."
                    : $"The bytes of this IED are {section.First} to {section.First + section.Count - 1}.");
        }
        else if (!places.TryAdd((variable.IedId, variable.ByteOffset, variable.Bit ?? 0), row.Number))
        {
            row.Error(
                "bit",
                $"Row {places[(variable.IedId, variable.ByteOffset, variable.Bit ?? 0)]} names bit {variable.Bit} of byte "
                + $"{variable.ByteOffset} too.", $"Correct the place of one of the two.");
        }
    }

    /// <summary>The first byte of each IED in the answer of its concentrator, from 1.</summary>
    private static Dictionary<int, (int First, int Count)> Sections(ImmutableArray<IedDefinition> ieds) =>
        ieds.Select(ied => ied.Comaster).Distinct().SelectMany(number => new ConcentratorLayout(number, ieds).Places)
            .ToDictionary(place => place.Ied.Id, place => (place.FirstVariable + 1, place.Ied.SystemVariableBytes));
}
