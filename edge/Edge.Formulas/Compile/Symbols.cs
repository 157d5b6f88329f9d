using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Formulas.Compile;

internal enum Table : byte
{
    Elements,
    Digitals,
    Analogs,
}

/// <summary>
/// The names of a profile and where their values live. Every value has a slot: four for an element, two for a point (value and q),
/// one for the scale of an analogue point. A hub stands for one attribute of a whole table, so that a formula over a table
/// has one dependency and not one for each row.
/// </summary>
internal sealed class Symbols
{
    /// <summary>Four attributes of elements, value and q of digital, value and q of analogue points.</summary>
    internal const int Hubs = 8;

    /// <summary>The hub of what never changes.</summary>
    internal const int NoHub = -1;

    internal const int ElementAttributes = 4;

    private static readonly string[] ElementNames = ["text", "fill", "stroke", "mark"];
    private static readonly string[] DigitalNames = ["value", "q"];
    private static readonly string[] AnalogNames = ["value", "q", "escala"];

    private readonly Dictionary<string, int> _elements;
    private readonly Dictionary<string, int> _digitals;
    private readonly Dictionary<string, int> _analogs;

    internal Symbols(Profile profile)
    {
        Profile = profile;
        _elements = Index(profile.Elements, element => element.Tag);
        _digitals = Index(profile.Digitals, point => point.Tag);
        _analogs = Index(profile.Analogs, point => point.Tag);
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

    internal static Table? FindTable(string name) => name.ToUpperInvariant() switch
    {
        "EG" => Table.Elements,
        "DI" => Table.Digitals,
        "AI" => Table.Analogs,
        _ => null,
    };

    internal static string NameOf(Table table) => table switch { Table.Elements => "eg", Table.Digitals => "di", _ => "ai" };

    internal static string[] AttributesOf(Table table) =>
        table switch { Table.Elements => ElementNames, Table.Digitals => DigitalNames, _ => AnalogNames };

    /// <summary>The index of an attribute in its table, or -1.</summary>
    internal static int FindAttribute(Table table, string name) =>
        Array.FindIndex(AttributesOf(table), attribute => attribute.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal int Rows(Table table) => TagsOf(table).Count;

    /// <summary>The row of a tag, or -1.</summary>
    internal int FindRow(Table table, string tag) => TagsOf(table).TryGetValue(tag, out var row) ? row : -1;

    internal IEnumerable<string> Tags(Table table) => TagsOf(table).Keys;

    /// <summary>The slot of row 0, and how far apart rows are.</summary>
    internal (int First, int Stride) Layout(Table table, int attribute) => (table, attribute) switch
    {
        (Table.Elements, _) => (attribute, ElementAttributes),
        (Table.Digitals, _) => (PointBase + attribute, 2),
        (Table.Analogs, 2) => (ScaleBase, 1),
        _ => (AnalogBase + attribute, 2),
    };

    /// <summary>The hub of an attribute of a table.</summary>
    internal static int HubOf(Table table, int attribute) => (table, attribute) switch
    {
        (Table.Elements, _) => attribute,
        (Table.Digitals, _) => 4 + attribute,
        (Table.Analogs, 2) => NoHub,
        _ => 6 + attribute,
    };

    /// <summary>The hub that a slot belongs to.</summary>
    internal int HubOf(int slot)
    {
        if (slot < PointBase) return slot & 3;
        if (slot >= ScaleBase) return NoHub;
        return (slot < AnalogBase ? 4 : 6) + ((slot - PointBase) & 1);
    }

    /// <summary>The name of a slot of an element, as a formula writes it without <c>eg</c>.</summary>
    internal string NameOf(int elementSlot) =>
        $"{Profile.Elements[elementSlot / ElementAttributes].Tag}.{ElementNames[elementSlot % ElementAttributes]}";

    private Dictionary<string, int> TagsOf(Table table) =>
        table switch { Table.Elements => _elements, Table.Digitals => _digitals, _ => _analogs };

    private static Dictionary<string, int> Index<T>(ImmutableArray<T> rows, Func<T, string> tag)
    {
        var index = new Dictionary<string, int>(rows.Length, StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++) index.TryAdd(tag(rows[i]), i);
        return index;
    }
}
