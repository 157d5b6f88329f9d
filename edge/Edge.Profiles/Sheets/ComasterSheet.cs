using System.Collections.Immutable;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>The sheet <c>comaster</c>: the concentrators, of which a gateway uses one, or those in its configuration.</summary>
internal static class ComasterSheet
{
    private const int DefaultPort = 9761;

    /// <summary>The concentrators to import, or none with a finding that says why.</summary>
    public static ImmutableArray<ComasterDefinition> Choose(
        SheetTable sheet, SheetTable? ied, SheetTable?[] points, ImmutableArray<int> wanted, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        ImmutableArray<ComasterDefinition> all = Read(sheet, findings);
        if (!wanted.IsEmpty)
        {
            return Named(sheet, all, wanted, findings);
        }

        ImmutableArray<ComasterDefinition> candidates = [.. all.Where(comaster => comaster.Enabled)];
        if (candidates.Length != 1)
        {
            HashSet<int> pointed = WithPoints(ied, points);
            candidates = [.. (candidates.Length == 0 ? all : candidates).Where(comaster => pointed.Contains(comaster.Id))];
        }

        if (candidates.Length == 1)
        {
            return WithoutIeds(sheet, ied, candidates[0], findings) ? [] : candidates;
        }

        // If a sheet that points refer to has a fault, that fault is the cause.
        if (candidates.Length > 0 || !(HasFaults(ied, all, findings) || (findings.IsDropped("di") && findings.IsDropped("ai"))))
        {
            findings.Error(
                sheet.Name,
                null,
                "enabled",
                candidates.Length == 0
                    ? (Phrase)$"No concentrator is enabled and none has points."
                    : $"Several concentrators could be meant: {List(candidates)}.",
                $"Put 1 into 'enabled' of one row, or name its id in the settings.");
        }

        return [];
    }

    /// <summary>
    /// Reports the faults in the rows of the sheet ied for all concentrators: without a chosen one they are not read elsewhere.
    /// </summary>
    private static bool HasFaults(SheetTable? ied, ImmutableArray<ComasterDefinition> all, FindingList findings)
    {
        int before = findings.Errors;
        if (ied is not null)
        {
            _ = IedSheet.Read(ied, [.. all.Select(comaster => comaster.Id)], findings, onlyRows: true);
        }

        return ied is null || findings.Errors > before;
    }

    /// <summary>Whether the one that is enabled has no IED while others have: reported where it is enabled.</summary>
    private static bool WithoutIeds(SheetTable sheet, SheetTable? ied, ComasterDefinition chosen, FindingList findings)
    {
        var quiet = new FindingList();
        int[] owners =
        [
            .. (ied?.Rows ?? []).Select(row => new RowReader(ied!, row, quiet).OptionalInteger("comaster_id", 0, int.MaxValue))
                .OfType<int>().Distinct().Order(),
        ];
        if (owners.Length == 0 || owners.Contains(chosen.Id))
        {
            return false;
        }

        int? at = sheet.Rows.Where(row => new RowReader(sheet, row, quiet).OptionalNumber("id") == chosen.Id)
            .Select(row => (int?)row.Number).FirstOrDefault();
        findings.Error(
            sheet.Name, at, "enabled",
            $"The concentrator {chosen.Id} is taken, but the sheet ied has no IED of it; it has those of {string.Join(", ", owners)}.",
            $"Put 1 into 'enabled' of the concentrator that is meant, or write {chosen.Id} into comaster_id of its IEDs.");
        return true;
    }

    // All or none: a profile that lacks a concentrator of the configuration would show its part of the drawing as never read.
    private static ImmutableArray<ComasterDefinition> Named(
        SheetTable sheet, ImmutableArray<ComasterDefinition> all, ImmutableArray<int> wanted, FindingList findings)
    {
        ImmutableArray<ComasterDefinition> found = [.. wanted.SelectMany(id => all.Where(comaster => comaster.Id == id))];
        foreach (int missing in wanted.Except(found.Select(comaster => comaster.Id)))
        {
            findings.Error(sheet.Name, null, "id", $"There is no concentrator {missing}.", $"Ask for one of: {List(all)}.");
        }

        if (wanted.Length > 1 && wanted.Contains(0))
        {
            findings.Error(
                sheet.Name, null, "id", $"One of several concentrators cannot have the id 0.", $"Number the concentrators from 1.");
            return [];
        }

        return found.Length == wanted.Length ? found : [];
    }

    private static string List(ImmutableArray<ComasterDefinition> all) => string.Join(", ", all.Select(comaster => comaster.Id));

    private static ImmutableArray<ComasterDefinition> Read(SheetTable sheet, FindingList findings)
    {
        ImmutableArray<ComasterDefinition>.Builder all = ImmutableArray.CreateBuilder<ComasterDefinition>();
        foreach (SheetRow row in sheet.Rows)
        {
            var reader = new RowReader(sheet, row, findings);
            var comaster = new ComasterDefinition(
                reader.Integer("id", 0, int.MaxValue),
                reader.Text("ip_address") ?? "",
                reader.OptionalInteger("port", 1, 65535) ?? DefaultPort,
                reader.Flag("enabled"));
            if (!reader.Failed && all.Any(other => other.Id == comaster.Id))
            {
                reader.Error("id", $"The id {comaster.Id} stands in an earlier row.", $"Give each concentrator its own id.");
            }

            if (!reader.Failed)
            {
                all.Add(comaster);
            }
        }

        return all.ToImmutable();
    }

    private static HashSet<int> WithPoints(SheetTable? ied, SheetTable?[] points)
    {
        // Findings are ignored here: each of these sheets is read again with its findings when the concentrator is known.
        var quiet = new FindingList();
        var pointedIeds = new HashSet<double>();
        foreach (SheetTable? sheet in points)
        {
            foreach (SheetRow row in sheet?.Rows ?? [])
            {
                var reader = new RowReader(sheet!, row, quiet);
                if (reader.Text("tag") is not null && reader.OptionalNumber("ied_id") is { } id)
                {
                    pointedIeds.Add(id);
                }
            }
        }

        var comasters = new HashSet<int>();
        foreach (SheetRow row in ied?.Rows ?? [])
        {
            var reader = new RowReader(ied!, row, quiet);
            if (reader.OptionalNumber("id") is { } id && pointedIeds.Contains(id)
                && reader.OptionalInteger("comaster_id", 0, int.MaxValue) is { } comaster)
            {
                comasters.Add(comaster);
            }
        }

        return comasters;
    }
}
