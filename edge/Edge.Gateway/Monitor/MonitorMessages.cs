using System.Text.Json.Serialization;

namespace Edge.Gateway.Monitor;

/// <summary>How much a client of the monitor sees. In the messages: <c>outcomes</c>, <c>frames</c>, <c>bytes</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MonitorLevel>))]
internal enum MonitorLevel
{
    /// <summary>How each exchange ended, with its question.</summary>
    [JsonStringEnumMemberName("outcomes")]
    Outcomes = 0,

    /// <summary>Questions and answers, and how the exchange ended where there is no answer.</summary>
    [JsonStringEnumMemberName("frames")]
    Frames = 1,

    /// <summary>Frames, and beside them all bytes as they arrived.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes = 2,
}

/// <summary>The one line that a client sends.</summary>
/// <param name="Devices">The devices; absent or empty: all.</param>
/// <param name="Level">How much; absent: frames.</param>
internal sealed record MonitorRequest(string[]? Devices = null, MonitorLevel Level = MonitorLevel.Frames);

/// <summary>The first line to a client: what it receives from now on, or why it is refused.</summary>
/// <param name="Devices">Its devices.</param>
/// <param name="Level">Its level.</param>
/// <param name="Error">Why the gateway closes the connection.</param>
internal sealed record MonitorWelcome(string[]? Devices, MonitorLevel? Level, string? Error);

/// <summary>Each further line.</summary>
/// <param name="Time">When, UTC, to the microsecond.</param>
/// <param name="Device">The device.</param>
/// <param name="Direction"><c>out</c> or <c>in</c>.</param>
/// <param name="Hex">The bytes; absent where there are none.</param>
/// <param name="Outcome">How the exchange ended: <c>answered</c>, <c>silent</c>, <c>noise</c>, <c>failed</c>; absent: it continues.</param>
/// <param name="Question">At the level of outcomes: the question, in hex.</param>
/// <param name="Dropped">How many records of the device were lost before this one; absent: none.</param>
/// <param name="Peer">On a port for control centres: the address of the centre; absent: a link of a device.</param>
/// <param name="Whole">True for a complete question of a control centre; absent otherwise.</param>
internal sealed record MonitorLine(
    string Time, string Device, string Direction, string? Hex, string? Outcome = null, string? Question = null, long? Dropped = null,
    string? Peer = null, bool? Whole = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MonitorRequest))]
[JsonSerializable(typeof(MonitorWelcome))]
[JsonSerializable(typeof(MonitorLine))]
internal sealed partial class MonitorJson : JsonSerializerContext;
