using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>How far a value can be trusted.</summary>
[JsonConverter(typeof(CamelCaseEnum<QualityName>))]
public enum QualityName
{
    /// <summary>Fresh from its source and valid.</summary>
    Good,

    /// <summary>The last known value; its source does not answer any more.</summary>
    Stale,

    /// <summary>Never read, invalid, or not computable.</summary>
    Bad,
}

/// <summary>Whether a gateway is there.</summary>
[JsonConverter(typeof(CamelCaseEnum<GatewayStatus>))]
public enum GatewayStatus
{
    /// <summary>Connected to the broker and running.</summary>
    Online,

    /// <summary>Stopped, or lost (then the broker says so, by the will).</summary>
    Offline,
}

/// <summary>Topic <c>state</c>, retained: how the gateway is. Sent again every <see cref="HeartbeatSeconds"/> while it lives.</summary>
public sealed record StateMessage
{
    /// <summary>Whether the gateway is there.</summary>
    public required GatewayStatus Status { get; init; }

    /// <summary>Since when the status holds; in the will, since when the gateway had been connected.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When this was written. The will carries the time of the connection.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How often the state is sent again, in seconds: who has heard nothing for three times as long takes the gateway for lost.</summary>
    public required int HeartbeatSeconds { get; init; }

    /// <summary>The epoch of the journal: new whenever the journal is created.</summary>
    public required string Epoch { get; init; }

    /// <summary>Name and version of the software.</summary>
    public required string Software { get; init; }

    /// <summary>Each link to the field.</summary>
    public ImmutableArray<FieldLinkState> Field { get; init; } = [];

    /// <summary>How full the journal is; absent in the will.</summary>
    public JournalState? Journal { get; init; }
}

/// <summary>One link to the field.</summary>
public sealed record FieldLinkState
{
    /// <summary>Its name in the gateway's configuration.</summary>
    public required string Device { get; init; }

    /// <summary>Whether it answers.</summary>
    public required bool Up { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The last good answer, or absent when there was none.</summary>
    public DateTimeOffset? LastAnswer { get; init; }

    /// <summary>Why it is down, for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>The IEDs behind it that do not answer, by their id in the catalogue.</summary>
    public ImmutableArray<string> Silent { get; init; } = [];
}

/// <summary>How full the journal is.</summary>
public sealed record JournalState
{
    /// <summary>The oldest record kept, 0 when empty.</summary>
    public required long OldestSeq { get; init; }

    /// <summary>The newest record.</summary>
    public required long LastSeq { get; init; }

    /// <summary>The last record that the broker has confirmed.</summary>
    public required long PublishedSeq { get; init; }

    /// <summary>Bytes on disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>Records dropped for want of room, ever.</summary>
    public required long Dropped { get; init; }
}

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

    /// <summary>The devices of the field.</summary>
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

/// <summary>A device of the field.</summary>
/// <param name="Id">Its id within the site.</param>
/// <param name="Address">Its address on its link.</param>
/// <param name="Description">What it is called.</param>
public sealed record CatalogDevice(string Id, int Address, string Description);

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

    /// <summary>The lowest plausible value.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest plausible value.</summary>
    public double? Maximum { get; init; }

    /// <summary>The device that reads it.</summary>
    public required string Device { get; init; }

    /// <summary>The words for state 0 and 1 of a digital point.</summary>
    public ImmutableArray<string>? StateTexts { get; init; }
}

/// <summary>Something that a drawing shows.</summary>
/// <param name="Tag">Its name: the <c>tag</c> of the shapes that show it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Screen">The screen that it belongs to, which is where a click on it leads, or null.</param>
/// <param name="Unit">The unit of its text, when one analogue point alone makes it, or null.</param>
public sealed record CatalogElement(string Tag, string Description, string? Screen, string? Unit);

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

/// <summary>Topic <c>tag/{TAG}</c>, retained: the value of a point.</summary>
public sealed record TagMessage
{
    /// <summary>In engineering units, or the state; absent while never read.</summary>
    public double? Value { get; init; }

    /// <summary>The count or bit on the wire; absent while never read.</summary>
    public int? Raw { get; init; }

    /// <summary>The unit of an analogue point.</summary>
    public string? Unit { get; init; }

    /// <summary>How far it can be trusted.</summary>
    public required QualityName Quality { get; init; }

    /// <summary>Why it is not good.</summary>
    public string? Reason { get; init; }

    /// <summary>When the value was last read (not: sent); absent while never read.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>Topic <c>element/{TAG}</c>, retained: how an element of a drawing looks now.</summary>
public sealed record ElementMessage
{
    /// <summary>The words, ready to show with a decimal point; absent: leave those of the drawing.</summary>
    public string? Text { get; init; }

    /// <summary>The number that <see cref="Text"/> shows, unrounded, for who formats it himself; absent when it is no number.</summary>
    public double? Number { get; init; }

    /// <summary>How many decimals <see cref="Text"/> shows.</summary>
    public int? Decimals { get; init; }

    /// <summary>As <c>#rrggbb</c>; absent: leave that of the drawing.</summary>
    public string? Fill { get; init; }

    /// <summary>As <c>#rrggbb</c>; absent: leave that of the drawing.</summary>
    public string? Stroke { get; init; }

    /// <summary>How far it can be trusted: the worst of what its formulas used.</summary>
    public required QualityName Quality { get; init; }

    /// <summary>Why it is not good, for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset Time { get; init; }
}

/// <summary>Who stamped a time.</summary>
[JsonConverter(typeof(CamelCaseEnum<TimeSource>))]
public enum TimeSource
{
    /// <summary>The device that recorded the event.</summary>
    Device,

    /// <summary>The gateway, on arrival.</summary>
    Gateway,
}

/// <summary>Whether a time can be trusted.</summary>
[JsonConverter(typeof(CamelCaseEnum<ClockState>))]
public enum ClockState
{
    /// <summary>The clock was synchronised.</summary>
    Synchronised,

    /// <summary>The clock was off by more than its limit, or never set.</summary>
    Unsynchronised,

    /// <summary>The local hour exists twice; the standard-time reading was taken.</summary>
    Ambiguous,
}

/// <summary>What kind of event it is.</summary>
[JsonConverter(typeof(CamelCaseEnum<EventType>))]
public enum EventType
{
    /// <summary>A digital input changed.</summary>
    Digital,

    /// <summary>An idle mark.</summary>
    Idle,

    /// <summary>Communications or the IED itself.</summary>
    Comms,

    /// <summary>The journal had to drop records: <see cref="EventMessage.Dropped"/> says how many.</summary>
    Loss,
}

/// <summary>Topic <c>event</c>: one entry of the sequence of events. (site, epoch, seq) is its identity; it may arrive twice.</summary>
public sealed record EventMessage
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Counts up within the epoch; shared with <see cref="EnergyMessage.Seq"/>, so that each topic alone has gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>What kind of event it is.</summary>
    public required EventType Type { get; init; }

    /// <summary>The device that recorded it.</summary>
    public string? Device { get; init; }

    /// <summary>The bus address of the IED.</summary>
    public int Ied { get; init; }

    /// <summary>The point, or absent when the profile knows none there.</summary>
    public string? Tag { get; init; }

    /// <summary>What the point is.</summary>
    public string? Description { get; init; }

    /// <summary>Digital: the port.</summary>
    public int? Port { get; init; }

    /// <summary>Digital: the bit.</summary>
    public int? Bit { get; init; }

    /// <summary>Digital: the new state.</summary>
    public int? State { get; init; }

    /// <summary>Digital: the word for the state. Comms: what happened, in the language of the profile.</summary>
    public string? Text { get; init; }

    /// <summary>Digital: 0 protection, 1 alarm, 2 breaker.</summary>
    public int? AlarmKind { get; init; }

    /// <summary>Comms and idle: the code of the device.</summary>
    public int? Code { get; init; }

    /// <summary>Comms: the motive of the device.</summary>
    public int? Motive { get; init; }

    /// <summary>Loss: how many records were dropped.</summary>
    public long? Dropped { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who stamped <see cref="Time"/>.</summary>
    public required TimeSource TimeSource { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }
}

/// <summary>Topic <c>energy</c>: one count of a period. (site, epoch, seq) is its identity; it may arrive twice.</summary>
public sealed record EnergyMessage
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Counts up within the epoch; shared with <see cref="EventMessage.Seq"/>.</summary>
    public required long Seq { get; init; }

    /// <summary>The device that counted.</summary>
    public string? Device { get; init; }

    /// <summary>The bus address of the IED.</summary>
    public int Ied { get; init; }

    /// <summary>The channel of the IED.</summary>
    public required int Channel { get; init; }

    /// <summary>The analogue point of the channel, or absent when the profile knows none.</summary>
    public string? Tag { get; init; }

    /// <summary>0: a 15-minute period, 1: the last of the day, 3: the total of the 24 hours.</summary>
    public required int Code { get; init; }

    /// <summary>The pulses counted.</summary>
    public required int Count { get; init; }

    /// <summary>In the unit of the profile, or absent without an energy scale.</summary>
    public double? Value { get; init; }

    /// <summary>The end of the period.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }
}

/// <summary>An enum as a camelCase word; a number, or a word that is none of its names, is refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>How the messages are written: camelCase, enums by name, nulls left out. Source-generated, so it runs without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(CatalogMessage))]
[JsonSerializable(typeof(TagMessage))]
[JsonSerializable(typeof(ElementMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(EnergyMessage))]
public sealed partial class ContractJson : JsonSerializerContext;
