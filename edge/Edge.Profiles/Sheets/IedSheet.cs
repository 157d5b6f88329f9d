using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>The layout of the answers (Mara 1.4 §4) of the chosen concentrators, from the sheet <c>ied</c>.</summary>
/// <param name="Ieds">Those of the concentrators, by their id in the workbook.</param>
/// <param name="Others">The ids of IEDs of other concentrators.</param>
/// <param name="Complete">Whether all rows could be read: if one is missing, all words behind it would be assigned to wrong IEDs.</param>
internal sealed record AnswerLayout(ImmutableDictionary<int, IedPlace> Ieds, ImmutableHashSet<int> Others, bool Complete);

/// <summary>The sheet <c>ied</c>.</summary>
internal static class IedSheet
{
    private const int MaximumAddress = 63;

    // The counts stand in one byte of the answer, 1 + the number of bytes (Mara 1.4 §4).
    private const int MaximumSectionBytes = 254;

    /// <summary>Reads the IEDs of one concentrator.</summary>
    public static AnswerLayout Read(SheetTable sheet, int comaster, FindingList findings) => Read(sheet, [comaster], findings);

    /// <summary>Reads the IEDs of the concentrators; with several, each IED has the id of its concentrator.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="comasters">The ids of the concentrators.</param>
    /// <param name="findings">Where faults are reported.</param>
    /// <param name="onlyRows">Whether only faults of rows are reported, and not those of a concentrator as a whole.</param>
    public static AnswerLayout Read(
        SheetTable sheet, ImmutableArray<int> comasters, FindingList findings, bool onlyRows = false)
    {
        if (!sheet.IsComplete(findings))
        {
            return new AnswerLayout(ImmutableDictionary<int, IedPlace>.Empty, [], false);
        }

        bool complete = true;
        var answers = comasters.ToDictionary(id => id, _ => new List<IedDefinition>());
        var ids = new HashSet<int>();
        var others = ImmutableHashSet.CreateBuilder<int>();
        foreach (SheetRow row in sheet.Rows)
        {
            var reader = new RowReader(sheet, row, findings);
            int id = reader.Integer("id", 0, int.MaxValue);
            int owner = reader.Integer("comaster_id", 0, int.MaxValue);
            if (!reader.Failed && !ids.Add(id))
            {
                reader.Error("id", $"The id {id} stands in an earlier row.", $"Give each IED its own id.");
            }

            if (!reader.Failed && !answers.ContainsKey(owner))
            {
                others.Add(id);
                continue;
            }

            IedDefinition ied = ReadRow(reader, id) with { Comaster = comasters.Length > 1 ? owner : 0 };
            List<IedDefinition> own = answers.GetValueOrDefault(owner) ?? [];
            CheckAgainst(own, ied, reader);
            complete &= !reader.Failed;
            if (!reader.Failed)
            {
                own.Add(ied);
            }
        }

        var places = ImmutableDictionary.CreateBuilder<int, IedPlace>();
        foreach (int comaster in comasters)
        {
            List<IedDefinition> own = answers[comaster];
            own.Sort((left, right) => left.Offset.CompareTo(right.Offset));
            foreach (IedPlace place in new ConcentratorLayout(own.Count > 0 ? own[0].Comaster : 0, own).Places)
            {
                places[place.Ied.Id] = place;
            }

            complete = complete && !onlyRows && HasNoGap(sheet, comaster, own, findings);
        }

        return new AnswerLayout(places.ToImmutable(), others.ToImmutable(), complete);
    }

    private static IedDefinition ReadRow(RowReader reader, int id) => new(
        id,
        reader.Integer("rs485_address", 1, MaximumAddress),
        reader.Integer("offset", 1, MaximumAddress),
        reader.Integer("can_varsys", 0, MaximumSectionBytes),
        Words(reader, "can_dis"),
        Words(reader, "can_ais"),
        reader.Text("description") ?? "");

    /// <summary>The workbook counts bytes; the answer holds 16-bit words.</summary>
    private static int Words(RowReader reader, string column)
    {
        int bytes = reader.Integer(column, 0, MaximumSectionBytes);
        if (bytes % 2 != 0)
        {
            reader.Error(column, $"{bytes} bytes are no whole number of 16-bit words.", $"Write an even number of bytes.");
        }

        return bytes / 2;
    }

    private static void CheckAgainst(List<IedDefinition> earlier, IedDefinition ied, RowReader reader)
    {
        if (!reader.Failed && earlier.Any(other => other.Offset == ied.Offset))
        {
            reader.Error(
                "offset", $"The place {ied.Offset} in the answer is taken by an earlier row.",
                $"Number the IEDs of a concentrator 1, 2, 3 …");
        }

        if (!reader.Failed && earlier.Any(other => other.Address == ied.Address))
        {
            reader.Error(
                "rs485_address", $"The address {ied.Address} is taken by an earlier row.", $"Give each IED on the pair its own address.");
        }
    }

    private static bool HasNoGap(SheetTable sheet, int comaster, List<IedDefinition> own, FindingList findings)
    {
        if (own.Count == 0)
        {
            findings.Error(
                sheet.Name, null, "comaster_id", $"The concentrator {comaster} has no IED.", $"Its own inputs are one, at address 1.");
            return false;
        }

        for (int i = 0; i < own.Count; i++)
        {
            if (own[i].Offset != i + 1)
            {
                findings.Error(
                    sheet.Name, null, "offset", $"No IED has the place {i + 1} in the answer.",
                    $"Number the IEDs of a concentrator 1, 2, 3 … without a gap.");
                return false;
            }
        }

        return true;
    }
}
