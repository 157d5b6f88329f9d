using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Domain;

/// <summary>
/// The name of a device within its substation: the catalogue, points, events, links and the historian use it. Equal ids are the same
/// device.
/// </summary>
[JsonConverter(typeof(DeviceIdConverter))]
public readonly record struct DeviceId
{
    /// <summary>How many characters an id may have.</summary>
    public const int MaximumLength = 64;

    private readonly string? _text;

    /// <summary>Creates an id.</summary>
    /// <param name="text">1 to <see cref="MaximumLength"/> characters.</param>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public DeviceId(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length > MaximumLength)
        {
            throw new ArgumentException($"The id of a device has at most {MaximumLength} characters, not {text.Length}.", nameof(text));
        }

        _text = text;
    }

    /// <summary>Whether it names no device.</summary>
    public bool IsNone => _text is null;

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}

/// <summary>Writes an id as a string in JSON.</summary>
internal sealed class DeviceIdConverter : JsonConverter<DeviceId>
{
    public override DeviceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text ? new DeviceId(text) : default;

    public override void Write(Utf8JsonWriter writer, DeviceId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
