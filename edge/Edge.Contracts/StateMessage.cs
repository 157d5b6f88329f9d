using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

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

    /// <summary>
    /// How often the state is sent again, in seconds: a reader that heard nothing for three times as long takes the gateway for lost.
    /// </summary>
    public required int HeartbeatSeconds { get; init; }

    /// <summary>The epoch of this run of the gateway: a base, a point, and a part that no other run has. Seqs go on over runs.</summary>
    public required string Epoch { get; init; }

    /// <summary>Name and version of the software.</summary>
    public required string Software { get; init; }

    /// <summary>
    /// How far the clock of the gateway can be trusted, and so each time in these topics that is not of a device: one of
    /// <see cref="GatewayClockCode"/> or a word of a newer gateway. Absent in the will, while the gateway is offline, and of an older one.
    /// </summary>
    public string? Clock { get; init; }

    /// <summary>Each link to the field.</summary>
    public ImmutableArray<FieldLinkState> Field { get; init; } = [];

    /// <summary>How full the journal is; absent in the will.</summary>
    public JournalState? Journal { get; init; }

    /// <summary>Which profile is at work, and why a newer one is not; absent in the will and while the gateway is offline.</summary>
    public ProfileState? Profile { get; init; }

    /// <summary>That another client has written under the topics of this site since the gateway started; absent when none did.</summary>
    public ForeignWriter? ForeignWriter { get; init; }
}

/// <summary>Another client wrote where only this gateway may. What it wrote was published over.</summary>
public sealed record ForeignWriter
{
    /// <summary>How many messages, at least.</summary>
    public required long Count { get; init; }

    /// <summary>When the last one was noticed.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>The topic of the last one.</summary>
    public required string Topic { get; init; }

    /// <summary>A second gateway runs as this site: its epoch. Absent when there is no sign of one.</summary>
    public string? Gateway { get; init; }
}

/// <summary>Which profile is at work.</summary>
public sealed record ProfileState
{
    /// <summary>SHA-256 over the workbook and its drawings, lower-case hex: that of the catalogue.</summary>
    public required string Hash { get; init; }

    /// <summary>Since when it is at work.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The newer profile that was refused last; absent when none was since this one was taken.</summary>
    public ProfileRefusal? Refused { get; init; }
}

/// <summary>A profile that a running gateway did not take: the one before goes on.</summary>
public sealed record ProfileRefusal
{
    /// <summary>When it was refused.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, one of <see cref="ProfileReasonCode"/> or a word of a newer gateway.</summary>
    public required string Reason { get; init; }

    /// <summary>What exactly, for a person: with sheet and row where they are known. At most 1000 characters.</summary>
    public string? Detail { get; init; }
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

    /// <summary>Why it is down, one of <see cref="LinkReasonCode"/> or a word of a newer gateway; absent when it is up.</summary>
    public string? Reason { get; init; }

    /// <summary>What exactly happened, for a person.</summary>
    public string? Detail { get; init; }

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

    /// <summary>Records that were lost before they were published, ever: for want of room, by age, or by damage.</summary>
    public required long Dropped { get; init; }

    /// <summary>How many of them were events, energies or what operators did, at most; those of an older program are not counted.</summary>
    public long? DroppedEvents { get; init; }

    /// <summary>The last salvage of a damaged file; absent when there was none.</summary>
    public JournalSalvageState? Salvage { get; init; }

    /// <summary>How far each historian is; empty where the site has none.</summary>
    public ImmutableArray<HistorianState> Historians { get; init; } = [];
}

/// <summary>
/// How much of the journal a historian has. The journal keeps for it what it has not acknowledged, as far as there is room.
/// </summary>
public sealed record HistorianState
{
    /// <summary>Its name in the gateway's configuration.</summary>
    public required string Name { get; init; }

    /// <summary>It has all records up to this seq.</summary>
    public required long AckedSeq { get; init; }

    /// <summary>How many records it does not have.</summary>
    public required long Backlog { get; init; }

    /// <summary>How many records a second it acknowledged in the last minute.</summary>
    public required double Rate { get; init; }

    /// <summary>When it will have everything, at the pace of the last minute; absent where that cannot be told.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>
    /// The seq that it acknowledged although the journal has not written it: two journals of this site use the same numbers. Absent when
    /// there is no clash.
    /// </summary>
    public long? Clash { get; init; }
}

/// <summary>The file of the journal was damaged: how far its salvage is, and what could not be read.</summary>
public sealed record JournalSalvageState
{
    /// <summary>How far it is, one of <see cref="SalvageStatusCode"/> or a word of a newer gateway.</summary>
    public required string Status { get; init; }

    /// <summary>When the damage was found.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many records were lost before they were published.</summary>
    public required long Records { get; init; }

    /// <summary>How many of them were events, energies or what operators did, at most.</summary>
    public required long Events { get; init; }

    /// <summary>The first seq that is lost; absent when none is.</summary>
    public long? FirstSeq { get; init; }

    /// <summary>The last seq that is lost; absent when none is.</summary>
    public long? LastSeq { get; init; }

    /// <summary>The end of the file could not be read, so more may be lost than was counted.</summary>
    public required bool EndLost { get; init; }

    /// <summary>Why it failed, for a person; absent else.</summary>
    public string? Detail { get; init; }
}
