using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Language;

namespace Edge.Formulas.Compile;

/// <summary>
/// The names of a profile and the slots of their values. Each value has a slot: four for an element, two for a point (value and q), one for
/// the scale of an analogue point. A hub stands for one attribute of a whole table, so that a formula over a table has one dependency and
/// not one for each row.
/// </summary>
internal sealed class Symbols
{
    /// <summary>Four attributes of elements, value and q of digital, value and q of analogue points.</summary>
    internal const int Hubs = 8;

    /// <summary>The hub of constants.</summary>
    internal const int NoHub = -1;

    internal const int ElementAttributes = 4;

    private readonly Dictionary<string, int> _elements;
    private readonly Dictionary<string, int> _digitals;
    private readonly Dictionary<string, int> _analogs;
    private readonly HashSet<FormulaTable> _withPoints;

    internal Symbols(Profile profile)
    {
        Profile = profile;
        _elements = Index(profile.Elements, element => element.Tag);
        _digitals = Index(profile.Digitals, point => point.Tag);
        _analogs = Index(profile.Analogs, point => point.Tag);
        _withPoints =
        [
            .. Enum.GetValues<FormulaTable>().Where(table => TagsOf(table).Keys.Any(tag => tag.Contains('.', StringComparison.Ordinal))),
        ];
        PointBase = profile.Elements.Length * ElementAttributes;
        AnalogBase = PointBase + (profile.Digitals.Length * 2);
        ScaleBase = AnalogBase + (profile.Analogs.Length * 2);
        Slots = ScaleBase + profile.Analogs.Length;
    }

    internal Profile Profile { get; }

    internal int PointBase { get; }

    internal int AnalogBase { get; }

    internal int ScaleBase { get; }

    internal int Slots { get; }

    internal int Rows(FormulaTable table) => TagsOf(table).Count;

    /// <summary>The row of a tag, or -1.</summary>
    internal int FindRow(FormulaTable table, string tag) => TagsOf(table).TryGetValue(tag, out int row) ? row : -1;

    /// <summary>Whether a tag of the table has a point in it.</summary>
    internal bool HasTagsWithPoints(FormulaTable table) => _withPoints.Contains(table);

    internal IEnumerable<string> Tags(FormulaTable table) => TagsOf(table).Keys;

    /// <summary>The slot of row 0, and the distance between rows.</summary>
    internal (int First, int Stride) Layout(FormulaTable table, int attribute) => (table, attribute) switch
    {
        (FormulaTable.Elements, _) => (attribute, ElementAttributes),
        (FormulaTable.Digitals, _) => (PointBase + attribute, 2),
        (FormulaTable.Analogs, 2) => (ScaleBase, 1),
        _ => (AnalogBase + attribute, 2),
    };

    /// <summary>The hub of an attribute of a table.</summary>
    internal static int HubOf(FormulaTable table, int attribute) => (table, attribute) switch
    {
        (FormulaTable.Elements, _) => attribute,
        (FormulaTable.Digitals, _) => 4 + attribute,
        (FormulaTable.Analogs, 2) => NoHub,
        _ => 6 + attribute,
    };

    /// <summary>The hub that a slot belongs to.</summary>
    internal int HubOf(int slot)
    {
        if (slot < PointBase)
        {
            return slot & 3;
        }

        if (slot >= ScaleBase)
        {
            return NoHub;
        }

        return (slot < AnalogBase ? 4 : 6) + ((slot - PointBase) & 1);
    }

    /// <summary>The name of a slot of an element, as a formula writes it without <c>eg</c>.</summary>
    internal string NameOf(int elementSlot) =>
        $"{Profile.Elements[elementSlot / ElementAttributes].Tag}."
        + TableNames.AttributesOf(FormulaTable.Elements)[elementSlot % ElementAttributes];

    private Dictionary<string, int> TagsOf(FormulaTable table) =>
        table switch { FormulaTable.Elements => _elements, FormulaTable.Digitals => _digitals, _ => _analogs };

    private static Dictionary<string, int> Index<T>(ImmutableArray<T> rows, Func<T, string> tag)
    {
        var index = new Dictionary<string, int>(rows.Length, StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            index.TryAdd(tag(rows[i]), i);
        }

        return index;
    }
}
