using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>
/// Reads what a newer gateway publishes in words that this software does not have. Nothing is left out for that: a word that is unknown is
/// read as the one that claims least, and the message is kept as it came.
/// </summary>
public static class NewerWords
{
    /// <summary>The options of the contract, but for words that are unknown.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    private static readonly ContractJson Json = new(new JsonSerializerOptions(Options));

    /// <summary>Reads an event that is stored.</summary>
    /// <exception cref="JsonException">It is not an event.</exception>
    internal static EventRecord Event(string site, ReadOnlyMemory<byte> payload, long arrival)
    {
        try
        {
            EventMessage message = JsonSerializer.Deserialize(payload.Span, ContractJson.Default.EventMessage)!;
            return new EventRecord(site, message) { Arrival = arrival };
        }
        catch (JsonException)
        {
            return new EventRecord(site, JsonSerializer.Deserialize(payload.Span, Json.EventMessage)!)
            {
                Arrival = arrival,
                AsItCame = payload,
            };
        }
    }

    /// <summary>Reads an energy that is stored.</summary>
    /// <exception cref="JsonException">It is not an energy.</exception>
    internal static EnergyRecord Energy(string site, ReadOnlyMemory<byte> payload)
    {
        try
        {
            return new EnergyRecord(site, JsonSerializer.Deserialize(payload.Span, ContractJson.Default.EnergyMessage)!);
        }
        catch (JsonException)
        {
            return new EnergyRecord(site, JsonSerializer.Deserialize(payload.Span, Json.EnergyMessage)!) { AsItCame = payload };
        }
    }

    /// <summary>A word of a message, as it came.</summary>
    internal static string? Word(ReadOnlyMemory<byte> payload, string name)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty(name, out JsonElement word) && word.ValueKind == JsonValueKind.String
            ? word.GetString() : null;
    }

    /// <summary>The message with another epoch. A property that it has twice stays so.</summary>
    internal static ReadOnlyMemory<byte> WithEpoch(ReadOnlyMemory<byte> payload, string epoch)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        ArrayBufferWriter<byte> written = new(payload.Length + 64);
        using (Utf8JsonWriter writer = new(written))
        {
            writer.WriteStartObject();
            writer.WriteString("epoch", epoch);
            foreach (JsonProperty property in document.RootElement.EnumerateObject().Where(one => !one.NameEquals("epoch")))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return written.WrittenMemory;
    }

    private static JsonSerializerOptions MakeOptions()
    {
        JsonSerializerOptions options = new(ContractJson.Default.Options);
        options.Converters.Add(new Known<EventType>(EventType.Gateway));
        options.Converters.Add(new Known<ClockState>(ClockState.Unsynchronised));
        options.Converters.Add(new Known<TimeSource>(TimeSource.Gateway));
        options.Converters.Add(new Known<EnergyKind>(EnergyKind.Other));
        options.Converters.Add(new KnownOrAbsent<ElementActionName>());
        options.Converters.Add(new KnownOrAbsent<ElementAttributeName>());
        return options;
    }

    private static T? Find<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        string word = reader.TokenType == JsonTokenType.String
            ? reader.GetString()! : throw new JsonException($"{typeof(T).Name} must be a word.");
        foreach (T value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == word)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A word; one that is unknown is read as another.</summary>
    /// <param name="otherwise">What an unknown word is read as.</param>
    public sealed class Known<T>(T otherwise) : JsonConverter<T>
        where T : struct, Enum
    {
        /// <inheritdoc />
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Find<T>(ref reader) ?? otherwise;

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }

    /// <summary>A word that may be absent; one that is unknown is.</summary>
    private sealed class KnownOrAbsent<T> : JsonConverter<T?>
        where T : struct, Enum
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? null : Find<T>(ref reader);

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
        {
            if (value is { } word)
            {
                writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(word.ToString()));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
