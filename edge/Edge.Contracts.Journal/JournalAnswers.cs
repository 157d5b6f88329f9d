using System.Text.Json.Serialization;

namespace Edge.Contracts.Journal;

/// <summary>
/// Topic <c>journal/ack</c>, retained: the historian has all records of the journal up to a seq on its disk, or knows that they are lost.
/// </summary>
public sealed record JournalAck
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>The last seq of them; 0: none yet.</summary>
    public required long Seq { get; init; }
}

/// <summary>Topic <c>journal/replay</c>: the historian lacks records.</summary>
public sealed record JournalReplay
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>It has all records up to this seq.</summary>
    public required long AfterSeq { get; init; }
}

/// <summary>How the answers of a historian are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalAck))]
[JsonSerializable(typeof(JournalReplay))]
public sealed partial class JournalJson : JsonSerializerContext;
