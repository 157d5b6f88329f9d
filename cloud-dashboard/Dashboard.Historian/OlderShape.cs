using System.Buffers;
using System.Text.Json;
using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>
/// Converts events and energies from before the contract had <c>native</c>, when the fields of Mara stood beside all others. Old rows are
/// not changed in the store but converted when they are read, as are messages of an older gateway that the broker still holds.
/// </summary>
public static class OlderShape
{
    private const string Ied = "ied";

    // The present name of each field within "native".
    private static readonly Dictionary<string, string> Moved = new(StringComparer.Ordinal)
    {
        [Ied] = "ied",
        ["comaster"] = "concentrator",
        ["port"] = "port",
        ["bit"] = "bit",
        ["code"] = "code",
        ["motive"] = "motive",
    };

    /// <summary>The message in the present form; a present one is returned unchanged.</summary>
    /// <param name="payload">The JSON, UTF-8.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ReadOnlyMemory<byte> Upgrade(ReadOnlyMemory<byte> payload)
    {
        if (payload.Span.IndexOf("\"ied\""u8) < 0)
        {
            return payload;
        }

        using JsonDocument document = JsonDocument.Parse(payload);
        JsonElement old = document.RootElement;
        if (old.ValueKind != JsonValueKind.Object || !old.TryGetProperty(Ied, out _))
        {
            return payload;
        }

        ArrayBufferWriter<byte> today = new(payload.Length + 64);
        using (Utf8JsonWriter writer = new(today))
        {
            Write(writer, old);
        }

        return today.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement old)
    {
        string? type = old.TryGetProperty("type", out JsonElement word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;
        bool energy = type is null;
        writer.WriteStartObject();
        foreach (JsonProperty property in old.EnumerateObject().Where(p => !Moved.ContainsKey(p.Name) && (energy || p.Name != "channel")))
        {
            property.WriteTo(writer);
        }

        if (energy)
        {
            writer.WriteString("kind", Kind(Number(old, "code")));
        }

        if (type == "comms")
        {
            WriteCondition(writer, Number(old, "code"), Number(old, "motive") ?? 0);
        }

        // A loss and an action of an operator had an "ied" of 0, without meaning.
        if (type is not ("loss" or "operator"))
        {
            writer.WriteStartObject("native");
            writer.WriteString("protocol", NativeEvent.Mara);
            foreach (JsonProperty property in old.EnumerateObject().Where(p => Moved.ContainsKey(p.Name) || p.Name == "channel"))
            {
                writer.WritePropertyName(Moved.GetValueOrDefault(property.Name, "channel"));
                property.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // Mara 1.4 §5.1.
    private static string Kind(int? code) => code switch
    {
        0 => "period",
        1 => "lastPeriodOfDay",
        3 => "day",
        _ => "other",
    };

    // Mara 1.4 §5.2.
    private static void WriteCondition(Utf8JsonWriter writer, int? code, int motive)
    {
        writer.WriteString("condition", code switch
        {
            2 => motive == 1 ? ConditionCode.LinkRestored : ConditionCode.LinkLost,
            3 => (motive & 8) != 0 ? ConditionCode.Restarted : ConditionCode.UartRestarted,
            4 => ConditionCode.CommunicationsRestarted,
            6 => ConditionCode.RamReturned,
            7 => ConditionCode.Forced,
            _ => ConditionCode.Other,
        });
        if (code != 3 || (motive & 7) == 0)
        {
            return;
        }

        writer.WriteStartArray("causes");
        foreach ((int bit, string cause) in new[] { (1, CauseCode.PowerOn), (2, CauseCode.BrownOut), (4, CauseCode.Watchdog) })
        {
            if ((motive & bit) != 0)
            {
                writer.WriteStringValue(cause);
            }
        }

        writer.WriteEndArray();
    }

    private static int? Number(JsonElement old, string name) =>
        old.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number) ? number : null;
}
