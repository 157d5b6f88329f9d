using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>
/// Adds the points of the concentrators that were not chosen. Their faults are not reported here but by the gateway that uses them. A tag
/// that exists already is not added again.
/// </summary>
internal static class OtherPoints
{
    public static ImmutableArray<DigitalPoint> AddDigitals(
        ImmutableArray<DigitalPoint> own, SheetTable? sheet, SheetTable ieds, ImmutableArray<int> chosen, WordPairs pairs,
        uint knownActions) => Add(
            own, sheet, ieds, chosen, point => point.Tag,
            (di, layout, comaster, quiet) => PointSheets.ReadDigitals(di, layout, pairs, knownActions, quiet)
                .Select(point => point with { Source = Of(point.Source, comaster) }));

    public static ImmutableArray<AnalogPoint> AddAnalogs(
        ImmutableArray<AnalogPoint> own, SheetTable? sheet, SheetTable ieds, ImmutableArray<int> chosen, WordPairs pairs,
        uint knownActions) => Add(
        own, sheet, ieds, chosen, point => point.Tag,
        (ai, layout, comaster, quiet) => PointSheets.ReadAnalogs(ai, layout, pairs, knownActions, quiet)
            .Select(point => point with { Source = Of(point.Source, comaster) }));

    private static PointSource Of(PointSource source, int comaster) =>
        source is MaraSource mara ? mara with { Concentrator = comaster } : source;

    private static ImmutableArray<T> Add<T>(
        ImmutableArray<T> own, SheetTable? sheet, SheetTable ieds, ImmutableArray<int> chosen, Func<T, string> tagOf,
        Func<SheetTable, AnswerLayout, int, FindingList, IEnumerable<T>> read)
    {
        if (sheet is null)
        {
            return own;
        }

        var quiet = new FindingList();
        HashSet<string> tags = [.. own.Select(tagOf)];
        ImmutableArray<T>.Builder all = own.ToBuilder();
        foreach (int comaster in Comasters(ieds, quiet).Where(id => !chosen.Contains(id)))
        {
            AnswerLayout layout = IedSheet.Read(ieds, comaster, quiet);
            all.AddRange(read(sheet, layout, comaster, quiet).Where(point => tags.Add(tagOf(point))));
        }

        return all.ToImmutable();
    }

    private static SortedSet<int> Comasters(SheetTable ieds, FindingList quiet) =>
    [
        .. ieds.Rows.Select(row => new RowReader(ieds, row, quiet).OptionalInteger("comaster_id", 0, int.MaxValue)).OfType<int>(),
    ];
}
