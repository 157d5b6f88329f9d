using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Edge.Domain;

/// <summary>
/// The engineer's description of one substation: its devices, its points, its drawings and the formulas that animate them. Immutable: a new
/// workbook gives a new profile.
/// </summary>
public sealed record Profile
{
    /// <summary>SHA-256 (lower-case hex) over the workbook and its drawings, to tell two versions apart.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The IEDs behind the concentrator, itself included (address 1), in the order in which they stand in an answer; with several
    /// concentrators, one concentrator after the other.
    /// </summary>
    public required ImmutableArray<IedDefinition> Ieds { get; init; }

    /// <summary>The concentrators, by number, each with the layout of its answer.</summary>
    [JsonIgnore]
    public ImmutableArray<ConcentratorLayout> Concentrators =>
        [.. Ieds.Select(i => i.Comaster).Distinct().Order().Select(number => new ConcentratorLayout(number, Ieds))];

    /// <summary>The tree of devices: each concentrator, and behind it its IEDs.</summary>
    [JsonIgnore]
    public ImmutableArray<Device> Devices => [.. Concentrators.SelectMany(DevicesOf)];

    /// <summary>Digital inputs.</summary>
    public required ImmutableArray<DigitalPoint> Digitals { get; init; }

    /// <summary>Analogue inputs; those with an energy scale are metered too.</summary>
    public required ImmutableArray<AnalogPoint> Analogs { get; init; }

    /// <summary>The elements of the drawings.</summary>
    public required ImmutableArray<Element> Elements { get; init; }

    /// <summary>The formulas that set the attributes of the elements, in the order of the sheet.</summary>
    public required ImmutableArray<FormulaRow> Formulas { get; init; }

    /// <summary>The attributes of formulas that could not be used; the importer has reported why. Empty where all could be used.</summary>
    public ImmutableArray<LostFormula> LostFormulas { get; init; } = [];

    /// <summary>The palette that formulas name by index.</summary>
    public required ImmutableArray<PaletteColour> Colours { get; init; }

    /// <summary>The drawings, a tree by <see cref="Screen.Parent"/>.</summary>
    public required ImmutableArray<Screen> Screens { get; init; }

    /// <summary>The texts for the two states of a digital input, by text id and value.</summary>
    public required ImmutableArray<StateText> StateTexts { get; init; }

    /// <summary>The system variables of the IEDs by name (<c>varsys</c>); empty where the workbook names none.</summary>
    public ImmutableArray<SystemVariable> SystemVariables { get; init; } = [];

    /// <summary>The actions for events (<c>accionev</c>); the bits of the action masks select them.</summary>
    public ImmutableArray<EventAction> Actions { get; init; } = [];

    /// <summary>The texts and actions for communications events (<c>com</c>), by their code.</summary>
    public ImmutableArray<SystemEventRule> SystemEvents { get; init; } = [];

    /// <summary>The layout of one concentrator; without an IED of it the layout is empty.</summary>
    /// <param name="number">Its number in the profile; 0 where there is only one.</param>
    public ConcentratorLayout Concentrator(int number) => new(number, Ieds);

    // The concentrator's own IED is the parent; without it (the box replaces it) the IEDs are at the root.
    private static IEnumerable<Device> DevicesOf(ConcentratorLayout concentrator)
    {
        bool own = concentrator.Places.Any(place => place.Ied.Address == ConcentratorLayout.OwnAddress);
        return concentrator.Places.Select(place => place.Ied.Address == ConcentratorLayout.OwnAddress
            ? new Device(place.Ied.Device, DeviceKind.Concentrator, place.Ied.Description, null)
            : new Device(place.Ied.Device, DeviceKind.Ied, place.Ied.Description, own ? concentrator.Id : null));
    }
}
