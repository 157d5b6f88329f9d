using System.Collections.Immutable;
using Edge.Domain;
using Edge.Drawings;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>A screen with the tags of its drawing.</summary>
/// <param name="Screen">The screen.</param>
/// <param name="Row">Its row in the sheet.</param>
/// <param name="File">The drawing's file name.</param>
/// <param name="Bytes">The unchanged drawing file, or null when it is missing.</param>
/// <param name="Tags">The tags of its shapes.</param>
/// <param name="TagLines">The first line of each tag.</param>
internal sealed record ScreenDrawing(
    Screen Screen, int Row, string File, byte[]? Bytes, ImmutableArray<string> Tags, ImmutableDictionary<string, int> TagLines);

/// <summary>The sheet <c>screens</c>: the drawings and their tree.</summary>
internal static class ScreenSheet
{
    /// <summary>Reads the sheet and the drawings in the folder; without a folder no drawing.</summary>
    public static ImmutableArray<ScreenDrawing> Read(SheetTable sheet, string? folder, SvgSanitizerOptions options, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        var screens = new List<ScreenDrawing>();
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            string name = row.Name("name");
            if (!row.Failed && screens.Any(other => other.Screen.Name == name))
            {
                row.Error("name", $"The screen {name} stands in an earlier row.", $"Give each screen its own name.");
            }

            string prefix = row.Text("prefix") ?? "";
            if (!row.Failed && prefix.Length > 0 && screens.Any(other => other.Screen.Prefix == prefix))
            {
                row.Warning("prefix", $"The prefix {prefix} belongs to an earlier screen.", $"The earlier one gets the elements.");
            }

            if (!row.Failed)
            {
                // The findings of a drawing that two screens show are reported once.
                bool again = screens.Any(other => other.File == (row.Text("path") ?? ""));
                screens.Add(ReadDrawing(row, name, prefix, folder, options, again ? new FindingList() : findings));
            }
        }

        return CheckTree(sheet, screens, findings);
    }

    private static ScreenDrawing ReadDrawing(
        RowReader row, string name, string prefix, string? folder, SvgSanitizerOptions options, FindingList findings)
    {
        string path = row.Text("path") ?? "";
        byte[]? bytes = folder is null ? null : DrawingFile.Read(row, folder, path, options.MaximumBytes);
        SvgSanitizerResult? clean = null;
        if (bytes is not null)
        {
            clean = SvgSanitizer.Sanitize(new MemoryStream(bytes, writable: false), options);
            DrawingFindings.AddRange(findings, path, clean.Findings);
        }

        var screen = new Screen(name, row.Text("description") ?? "", prefix, row.Text("parent"), clean?.Svg);
        return new ScreenDrawing(
            screen, row.Number, path, bytes, clean?.Tags ?? [], clean?.TagLines ?? ImmutableDictionary<string, int>.Empty);
    }

    /// <summary>Each parent must exist and no screen may be its own ancestor; a screen that violates this becomes a root.</summary>
    private static ImmutableArray<ScreenDrawing> CheckTree(SheetTable sheet, List<ScreenDrawing> screens, FindingList findings)
    {
        bool broken = false;
        var parents = screens.ToDictionary(item => item.Screen.Name, item => item.Screen.Parent, StringComparer.Ordinal);
        for (int i = 0; i < screens.Count; i++)
        {
            Screen screen = screens[i].Screen;
            if (screen.Parent is { } lost && !parents.ContainsKey(lost) && findings.IsDropped("screens", lost))
            {
                // Its row has its own finding.
                broken = true;
                parents[screen.Name] = null;
                screens[i] = screens[i] with { Screen = screen with { Parent = null } };
                continue;
            }

            Phrase? mistake = screen.Parent is not { } parent ? null
                : !parents.ContainsKey(parent) ? (Phrase)$"There is no screen '{RowReader.Shorten(parent)}'."
                : LeadsBack(screen.Name, parents) ? (Phrase)$"The screen {screen.Name} leads back to itself."
                : null;
            if (mistake is not null)
            {
                broken = true;
                findings.Error(
                    sheet.Name, screens[i].Row, "parent", mistake,
                    $"Name the screen that this one opens from; leave it empty for the first.");
                parents[screen.Name] = null;
                screens[i] = screens[i] with { Screen = screen with { Parent = null } };
            }
        }

        // A screen whose parent was removed has its finding already.
        if (!broken && screens.Count(item => item.Screen.Parent is null) > 1)
        {
            ScreenDrawing second = screens.Where(item => item.Screen.Parent is null).ElementAt(1);
            findings.Information(
                sheet.Name, second.Row, "parent", $"More than one screen has no parent.",
                $"The first is shown at the start; the others stand beside it.");
        }

        return [.. screens];
    }

    private static bool LeadsBack(string name, Dictionary<string, string?> parents)
    {
        string? at = parents[name];
        for (int steps = 0; at is not null && steps <= parents.Count; steps++)
        {
            if (at == name)
            {
                return true;
            }

            at = parents.GetValueOrDefault(at);
        }

        return false;
    }
}
