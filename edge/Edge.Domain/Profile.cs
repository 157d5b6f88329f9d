using System.Collections.Immutable;

namespace Edge.Domain;

/// <summary>
/// What an engineer says of one substation: its devices, its points, its drawings and the formulas that animate them.
/// Immutable: a new workbook makes a new profile.
/// </summary>
public sealed record Profile
{
    /// <summary>SHA-256 (lower-case hex) over the workbook and its drawings, to tell two versions apart.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The IEDs behind the concentrator, itself included (address 1), in the order in which they stand in an answer; of several concentrators one
    /// after the other.
    /// </summary>
    public required ImmutableArray<IedDefinition> Ieds { get; init; }

    /// <summary>Digital inputs.</summary>
    public required ImmutableArray<DigitalPoint> Digitals { get; init; }

    /// <summary>Analogue inputs; those with an energy scale are metered too.</summary>
    public required ImmutableArray<AnalogPoint> Analogs { get; init; }

    /// <summary>What the drawings show.</summary>
    public required ImmutableArray<Element> Elements { get; init; }

    /// <summary>What sets the attributes of the elements, in the order of the sheet.</summary>
    public required ImmutableArray<FormulaRow> Formulas { get; init; }

    /// <summary>The palette that formulas name by index.</summary>
    public required ImmutableArray<PaletteColour> Colours { get; init; }

    /// <summary>The drawings, a tree by <see cref="Screen.Parent"/>.</summary>
    public required ImmutableArray<Screen> Screens { get; init; }

    /// <summary>The words for the two states of a digital input, by text id and value.</summary>
    public required ImmutableArray<StateText> StateTexts { get; init; }

    /// <summary>The system variables of the IEDs by name (<c>varsys</c>); empty where the workbook names none.</summary>
    public ImmutableArray<SystemVariable> SystemVariables { get; init; } = [];

    /// <summary>What can be done about an event (<c>accionev</c>); the bits of the action masks name them.</summary>
    public ImmutableArray<EventAction> Actions { get; init; } = [];

    /// <summary>What is said and done about events of communications (<c>com</c>), by their code.</summary>
    public ImmutableArray<SystemEventRule> SystemEvents { get; init; } = [];
}

/// <summary>An IED as it stands in the answer of its concentrator (Mara 1.4 §4).</summary>
/// <param name="Id">The row's id in the workbook.</param>
/// <param name="Address">Its address on the RS-485 pair, 1 (the concentrator itself) to 63; events name it.</param>
/// <param name="Offset">Its place in the answer, from 1.</param>
/// <param name="SystemVariableBytes">How many bytes of system variables it has (6).</param>
/// <param name="DigitalWords">How many 16-bit words of digital inputs it has.</param>
/// <param name="AnalogWords">How many 16-bit words of analogue inputs it has.</param>
/// <param name="Description">What it is called, or empty.</param>
public sealed record IedDefinition(
    int Id, int Address, int Offset, int SystemVariableBytes, int DigitalWords, int AnalogWords, string Description)
{
    /// <summary>The id of the concentrator in whose answer it stands; 0 where the profile has only one.</summary>
    public int Comaster { get; init; }
}

/// <summary>A digital input.</summary>
/// <param name="Tag">Its name, unique among digital inputs.</param>
/// <param name="Description">What it is, in the words of the engineer.</param>
/// <param name="IedAddress">The bus address of the IED that reads it.</param>
/// <param name="WordOffset">Which word of the digital section of the whole answer of its concentrator, from 1.</param>
/// <param name="Port">Its port on the IED, as events name it.</param>
/// <param name="Bit">Its bit in the word, 0–15.</param>
/// <param name="Inverted">Whether the contact is wired the other way round (<c>maskinv</c>).</param>
/// <param name="AlarmKind">The alarm class of the workbook (<c>tipodi</c>): 0 protection, 1 alarm, 2 breaker.</param>
/// <param name="StateTextId">Which pair of words names its states, or null.</param>
public sealed record DigitalPoint(
    string Tag, string Description, int IedAddress, int WordOffset, int Port, int Bit, bool Inverted, int AlarmKind, int? StateTextId)
{
    /// <summary>The id of the concentrator whose IED reads it; 0 where the profile has only one.</summary>
    public int Comaster { get; init; }

    /// <summary>What to do when it goes to 1: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionH</c>).</summary>
    public uint ActionsHigh { get; init; }

    /// <summary>What to do when it goes to 0: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionL</c>).</summary>
    public uint ActionsLow { get; init; }
}

/// <summary>An analogue input.</summary>
/// <param name="Tag">Its name, unique among analogue inputs.</param>
/// <param name="Description">What it measures.</param>
/// <param name="Unit">The unit after scaling.</param>
/// <param name="IedAddress">The bus address of the IED that reads it.</param>
/// <param name="WordOffset">Which word of the analogue section of the whole answer of its concentrator, from 1.</param>
/// <param name="Channel">Its channel on the IED, as energy events name it.</param>
/// <param name="Scale">Engineering units a count (<c>escala</c>).</param>
/// <param name="EnergyScale">Energy units a pulse (<c>escE</c>), or null when it is not metered.</param>
/// <param name="Minimum">The lowest value in engineering units that is plausible, or null.</param>
/// <param name="Maximum">The highest value in engineering units that is plausible, or null.</param>
/// <param name="InitialRaw">The count that the workbook gives as a first value.</param>
public sealed record AnalogPoint(
    string Tag, string Description, string Unit, int IedAddress, int WordOffset, int Channel, double Scale, double? EnergyScale,
    double? Minimum, double? Maximum, double InitialRaw)
{
    /// <summary>The id of the concentrator whose IED reads it; 0 where the profile has only one.</summary>
    public int Comaster { get; init; }

    /// <summary>A rise by more than this, in engineering units, is an event (<c>deltah</c>); null: none is watched.</summary>
    public double? DeltaHigh { get; init; }

    /// <summary>A fall by more than this, in engineering units, is an event (<c>deltal</c>, its sign left out); null: none is watched.</summary>
    public double? DeltaLow { get; init; }

    /// <summary>Which pair of words names a crossing of <see cref="Maximum"/> (1) or <see cref="Minimum"/> (0) (<c>idTextoEvM</c>), or null.</summary>
    public int? LimitTextId { get; init; }

    /// <summary>Which pair of words names a step beyond <see cref="DeltaHigh"/> (1) or <see cref="DeltaLow"/> (0) (<c>idTextoEv2</c>), or null.</summary>
    public int? DeltaTextId { get; init; }

    /// <summary>What to do above the maximum or at a rise: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionH</c>).</summary>
    public uint ActionsHigh { get; init; }

    /// <summary>What to do below the minimum or at a fall: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionL</c>).</summary>
    public uint ActionsLow { get; init; }
}

/// <summary>Something that a drawing shows: the sheet <c>eg</c>.</summary>
/// <param name="Tag">Its name; every shape of a drawing with this <c>tag</c> shows it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Text">The words at the start, or null.</param>
/// <param name="Fill">The palette index of its fill at the start, or null to leave the drawing as it is.</param>
/// <param name="Stroke">The palette index of its line at the start, or null to leave the drawing as it is.</param>
/// <param name="Mark">A number that formulas filter by, or null.</param>
/// <param name="Screen">The name of the screen that it belongs to.</param>
/// <param name="Disabled">Whether it is out of use: never animated.</param>
/// <param name="Decimals">How many decimals a number in its text shows, from the number format of the cell; null: the usual two.</param>
public sealed record Element(
    string Tag, string Description, string? Text, int? Fill, int? Stroke, double? Mark, string? Screen, bool Disabled,
    int? Decimals = null);

/// <summary>Which attribute of an element a formula sets.</summary>
public enum ElementAttribute : byte
{
    /// <summary>The words.</summary>
    Text = 0,

    /// <summary>The fill, a palette index.</summary>
    Fill = 1,

    /// <summary>The line, a palette index.</summary>
    Stroke = 2,

    /// <summary>The number that formulas filter by.</summary>
    Mark = 3,
}

/// <summary>One formula of the sheet <c>formulas</c>.</summary>
/// <param name="Tag">The element that it sets.</param>
/// <param name="Attribute">What of the element it sets.</param>
/// <param name="Expression">The formula as the engineer wrote it.</param>
/// <param name="Row">Its row in the sheet, from 1, to name it in a finding.</param>
public sealed record FormulaRow(string Tag, ElementAttribute Attribute, string Expression, int Row);

/// <summary>A colour that formulas name by its index.</summary>
/// <param name="Index">The index.</param>
/// <param name="Name">Its name in the workbook.</param>
/// <param name="Colour">As <c>#rrggbb</c>, from the cell's background.</param>
/// <param name="Description">What it means.</param>
public sealed record PaletteColour(int Index, string Name, string Colour, string Description);

/// <summary>A drawing.</summary>
/// <param name="Name">Its short name, unique.</param>
/// <param name="Description">Its title.</param>
/// <param name="Prefix">Tags that begin with it belong to this screen; of several the longest wins.</param>
/// <param name="Parent">The screen it opens from, or null for the root.</param>
/// <param name="Svg">The sanitised drawing, or null when its file is missing.</param>
public sealed record Screen(string Name, string Description, string Prefix, string? Parent, string? Svg);

/// <summary>The word for one state of a digital input (<c>textoevtipo</c>).</summary>
/// <param name="Id">Which pair.</param>
/// <param name="Value">Which state.</param>
/// <param name="Text">The word.</param>
public sealed record StateText(int Id, int Value, string Text);

/// <summary>A system variable of an IED: a whole byte of its section of the answer, or one bit of it (<c>varsys</c>, Mara 1.4 §6).</summary>
/// <param name="Name">What it is called: not unique, every IED has its own of the same name.</param>
/// <param name="Description">What it means.</param>
/// <param name="IedId">The id of the IED's row (<see cref="IedDefinition.Id"/>).</param>
/// <param name="ByteOffset">Which byte of the system variables of the whole answer, from 1.</param>
/// <param name="Bit">Its bit, 0–7; null for the whole byte.</param>
public sealed record SystemVariable(string Name, string Description, int IedId, int ByteOffset, int? Bit);

/// <summary>What can be done about an event (<c>accionev</c>).</summary>
/// <param name="Id">Its bit in an action mask, 0–31.</param>
/// <param name="Text">What is done, in the words of the engineer.</param>
/// <param name="Address">Whom it goes to (<c>direccion</c>: a telephone number, a mail address), or empty.</param>
public sealed record EventAction(int Id, string Text, string Address);

/// <summary>What is said and done about one code of the events of communications (<c>com</c>, Mara 1.4 §5).</summary>
/// <param name="Code">The code of the event, 0–15.</param>
/// <param name="Description">What it is.</param>
/// <param name="StateTextId">Which pair of words goes with it, or null.</param>
/// <param name="Actions">What to do: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccion</c>).</param>
public sealed record SystemEventRule(int Code, string Description, int? StateTextId, uint Actions);
