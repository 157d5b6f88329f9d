using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>Topic <c>catalog</c>, retained: everything that a dashboard must know of a substation.</summary>
public sealed record CatalogMessage
{
    /// <summary>The site, as in the topic.</summary>
    public required string Site { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its time zone, an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The hash of the profile: workbook and drawings.</summary>
    public required string Profile { get; init; }

    /// <summary>The devices of the field; each after its parent.</summary>
    public required ImmutableArray<CatalogDevice> Devices { get; init; }

    /// <summary>The points.</summary>
    public required ImmutableArray<CatalogTag> Tags { get; init; }

    /// <summary>What the drawings show.</summary>
    public required ImmutableArray<CatalogElement> Elements { get; init; }

    /// <summary>The palette.</summary>
    public required ImmutableArray<CatalogColour> Colours { get; init; }

    /// <summary>The drawings.</summary>
    public required ImmutableArray<CatalogScreen> Screens { get; init; }
}

/// <summary>What kind of device it is.</summary>
[JsonConverter(typeof(CamelCaseEnum<DeviceKind>))]
public enum DeviceKind
{
    /// <summary>It reads the devices that have it as their parent; it may have points of its own.</summary>
    Concentrator,

    /// <summary>It reads points of the field.</summary>
    Ied,

    /// <summary>The inputs of the gateway's own box.</summary>
    LocalIo,
}

/// <summary>A device of the field. Devices form a tree.</summary>
/// <param name="Id">Its id within the site; opaque.</param>
/// <param name="Description">What it is called.</param>
/// <param name="Parent">The device that it stands behind, or null when the gateway reads it itself.</param>
/// <param name="Kind">What kind of device it is.</param>
/// <param name="Native">How it is reached in its protocol, or null where it has none.</param>
public sealed record CatalogDevice(string Id, string Description, string? Parent, DeviceKind Kind, NativeDevice? Native);

/// <summary>What kind of point a tag is.</summary>
[JsonConverter(typeof(CamelCaseEnum<TagKind>))]
public enum TagKind
{
    /// <summary>0 or 1.</summary>
    Digital,

    /// <summary>A measurement.</summary>
    Analog,
}

/// <summary>A point.</summary>
public sealed record CatalogTag
{
    /// <summary>Its name.</summary>
    public required string Tag { get; init; }

    /// <summary>Digital or analogue.</summary>
    public required TagKind Kind { get; init; }

    /// <summary>What it is.</summary>
    public required string Description { get; init; }

    /// <summary>The unit of an analogue point.</summary>
    public string? Unit { get; init; }

    /// <summary>Its lower limit; below it is an alarm.</summary>
    public double? Minimum { get; init; }

    /// <summary>Its upper limit; above it is an alarm.</summary>
    public double? Maximum { get; init; }

    /// <summary>The device that reads it.</summary>
    public required string Device { get; init; }

    /// <summary>The bay that it belongs to, as people call it; absent where nothing names one.</summary>
    public string? Bay { get; init; }

    /// <summary>The words for state 0 and 1 of a digital point.</summary>
    public ImmutableArray<string>? StateTexts { get; init; }
}

/// <summary>Something that a drawing shows.</summary>
/// <param name="Tag">Its name: the <c>tag</c> of the shapes that show it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Screen">The screen that it belongs to, which is where a click on it leads, or null.</param>
/// <param name="Unit">The unit of its text, when one analogue point alone makes it, or null.</param>
public sealed record CatalogElement(string Tag, string Description, string? Screen, string? Unit)
{
    /// <summary>What an operator may set by hand: no formula and no alarm rule sets it. Absent when nothing.</summary>
    public ImmutableArray<ElementAttributeName>? Settable { get; init; }
}

/// <summary>A colour of the palette.</summary>
/// <param name="Index">The index in formulas.</param>
/// <param name="Name">Its name.</param>
/// <param name="Colour">As <c>#rrggbb</c>.</param>
/// <param name="Description">What it means.</param>
public sealed record CatalogColour(int Index, string Name, string Colour, string Description);

/// <summary>A drawing.</summary>
/// <param name="Name">As in the topic <c>screen/{name}</c>.</param>
/// <param name="Description">Its title.</param>
/// <param name="Parent">The screen it opens from, or null for a root.</param>
/// <param name="Prefix">Tags that begin with it belong here; the longest prefix wins.</param>
public sealed record CatalogScreen(string Name, string Description, string? Parent, string Prefix);
