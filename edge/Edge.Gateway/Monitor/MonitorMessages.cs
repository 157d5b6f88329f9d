using System.Text.Json.Serialization;

namespace Edge.Gateway.Monitor;

/// <summary>How much a client of the monitor sees. In the messages: <c>outcomes</c>, <c>frames</c>, <c>bytes</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MonitorLevel>))]
internal enum MonitorLevel
{
    /// <summary>How each exchange ended, with its question.</summary>
    [JsonStringEnumMemberName("outcomes")]
    Outcomes = 0,

    /// <summary>Questions and answers, and how it ended where there is no answer.</summary>
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

/// <summary>The first line that a client is sent: what it sees from now on, or why it sees nothing.</summary>
/// <param name="Devices">The devices that it sees.</param>
/// <param name="Level">How much.</param>
/// <param name="Error">Why the gateway hangs up.</param>
internal sealed record MonitorWelcome(string[]? Devices, MonitorLevel? Level, string? Error);

/// <summary>Each further line.</summary>
/// <param name="Time">When, UTC, to the microsecond.</param>
/// <param name="Device">The device.</param>
/// <param name="Direction"><c>out</c> or <c>in</c>.</param>
/// <param name="Hex">The bytes; absent where there are none.</param>
/// <param name="Outcome">How the exchange ended: <c>answered</c>, <c>silent</c>, <c>noise</c>, <c>failed</c>; absent: it goes on.</param>
/// <param name="Question">At the level of outcomes: the question, in hex.</param>
/// <param name="Dropped">How many records of the device were lost before this one; absent: none.</param>
/// <param name="Peer">Where gateways answer: the control centre, by its address; absent: a link of a device.</param>
/// <param name="Whole">True for a question of a control centre that was found whole in what arrived; absent otherwise.</param>
internal sealed record MonitorLine(
    string Time, string Device, string Direction, string? Hex, string? Outcome = null, string? Question = null, long? Dropped = null,
    string? Peer = null, bool? Whole = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MonitorRequest))]
[JsonSerializable(typeof(MonitorWelcome))]
[JsonSerializable(typeof(MonitorLine))]
internal sealed partial class MonitorJson : JsonSerializerContext;
