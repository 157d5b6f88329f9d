using System.Buffers;
using System.Text.Json;
using Edge.Contracts;
using Edge.Contracts.Journal;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>An answer of a historian: an acknowledgement or a request for a replay.</summary>
/// <param name="Epoch">The epoch that it names.</param>
/// <param name="Seq">Up to where the historian has all records.</param>
internal readonly record struct HistorianAnswer(string Epoch, long Seq)
{
    /// <summary>The largest payload: an answer has about 60 bytes.</summary>
    public const int LargestPayload = 1024;

    /// <summary>Reads an acknowledgement.</summary>
    /// <param name="message">What the broker delivered.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null: it is none.</returns>
    public static HistorianAnswer? Ack(MqttApplicationMessage message, out string? problem)
    {
        JournalAck? ack = Parse(message, (ref Utf8JsonReader json) => JsonSerializer.Deserialize(ref json, JournalJson.Default.JournalAck));
        return Check(ack is null ? null : new HistorianAnswer(ack.Epoch, ack.Seq), out problem);
    }

    /// <summary>Reads a request for a replay. A retained one would be asked again at each connection.</summary>
    /// <param name="message">What the broker delivered.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null: it is none.</returns>
    public static HistorianAnswer? Replay(MqttApplicationMessage message, out string? problem)
    {
        if (message.Retain)
        {
            problem = "it is retained";
            return null;
        }

        JournalReplay? replay = Parse(
            message, (ref Utf8JsonReader json) => JsonSerializer.Deserialize(ref json, JournalJson.Default.JournalReplay));
        return Check(replay is null ? null : new HistorianAnswer(replay.Epoch, replay.AfterSeq), out problem);
    }

    private static HistorianAnswer? Check(HistorianAnswer? answer, out string? problem)
    {
        problem = answer is null ? $"it is not of the contract, or longer than {LargestPayload} bytes"
            : !Topics.IsName(answer.Value.Epoch) ? "its epoch is no name"
            : answer.Value.Seq < 0 ? "its seq is negative"
            : null;
        return problem is null ? answer : null;
    }

    private delegate T? Deserialise<T>(ref Utf8JsonReader json)
        where T : class;

    private static T? Parse<T>(MqttApplicationMessage message, Deserialise<T> deserialise)
        where T : class
    {
        ReadOnlySequence<byte> payload = message.Payload;
        if (payload.Length is 0 or > LargestPayload)
        {
            return null;
        }

        try
        {
            Utf8JsonReader json = new(payload);
            T? answer = deserialise(ref json);
            return json.Read() ? null : answer;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
