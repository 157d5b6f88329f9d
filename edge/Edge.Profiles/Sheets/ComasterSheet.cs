using System.Collections.Immutable;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>The sheet <c>comaster</c>: the concentrators, of which a gateway takes one.</summary>
internal static class ComasterSheet
{
    private const int DefaultPort = 9761;

    /// <summary>Which concentrator to import, or null with a finding that says why none.</summary>
    public static ComasterDefinition? Choose(SheetTable sheet, SheetTable? ied, SheetTable?[] points, int? wanted, FindingList findings)
    {
        if (!sheet.Requires(findings, "id"))
        {
            return null;
        }

        ImmutableArray<ComasterDefinition> all = Read(sheet, findings);
        if (wanted is { } id)
        {
            ComasterDefinition? named = all.FirstOrDefault(comaster => comaster.Id == id);
            if (named is null)
            {
                findings.Error(sheet.Name, null, "id", $"There is no concentrator {id}.", $"Ask for one of: {List(all)}.");
            }

            return named;
        }

        ImmutableArray<ComasterDefinition> candidates = [.. all.Where(comaster => comaster.Enabled)];
        if (candidates.Length != 1)
        {
            HashSet<int> pointed = WithPoints(ied, points);
            candidates = [.. (candidates.Length == 0 ? all : candidates).Where(comaster => pointed.Contains(comaster.Id))];
        }

        if (candidates.Length == 1)
        {
            return candidates[0];
        }

        findings.Error(
            sheet.Name,
            null,
            "enabled",
            candidates.Length == 0 ? "No concentrator is enabled and none has points." : $"Several concentrators could be meant: {List(candidates)}.",
            "Put 1 into 'enabled' of one row, or name its id in the settings.");
        return null;
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
                reader.Error("id", $"The id {comaster.Id} stands in an earlier row.", "Give each concentrator its own id.");
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
        // Quiet: each of these sheets is read in full, with its findings, once the concentrator is known.
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
