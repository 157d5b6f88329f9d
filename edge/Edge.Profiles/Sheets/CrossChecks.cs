using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>Checks between parts of a profile that are sound each by itself.</summary>
internal static class CrossChecks
{
    /// <summary>Every tag of a drawing should be an element; what is not never changes.</summary>
    public static void Drawings(ImmutableArray<ScreenDrawing> drawings, ImmutableArray<Element> elements, FindingList findings)
    {
        HashSet<string> known = [.. elements.Select(element => element.Tag)];
        foreach (ScreenDrawing drawing in drawings)
        {
            string[] unknown = [.. drawing.Tags.Where(tag => !known.Contains(tag))];
            if (unknown.Length > 0 && known.Count > 0)
            {
                findings.Warning(
                    drawing.File,
                    null,
                    null,
                    $"{unknown.Length} tags of the drawing are no elements: {string.Join(", ", unknown.Take(8).Select(RowReader.Shorten))}{(unknown.Length > 8 ? " …" : "")}.",
                    "Add them to the sheet eg, or take the tags off the drawing.");
            }
        }
    }
}
