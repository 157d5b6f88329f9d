using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Edge.Gateway.Devices;
using Edge.Gateway.Devices.Common;

namespace Edge.Gateway.Configuration;

/// <summary>The keys that the file may have: those of the configuration, and for each device those of its type.</summary>
internal sealed class ConfigurationFormat
{
    private readonly DeviceTypes _types;
    private readonly JsonSerializerOptions _options;

    /// <summary>Makes the format.</summary>
    /// <param name="types">The types of devices.</param>
    public ConfigurationFormat(DeviceTypes types)
    {
        _types = types;
        _options = new JsonSerializerOptions(ConfigurationJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine([ConfigurationJson.Default, .. types.All.Select(type => type.Resolver)]),
            Converters = { new DeviceConverter(types) },
        };
        Root = (JsonTypeInfo<GatewayConfiguration>)_options.GetTypeInfo(typeof(GatewayConfiguration));
    }

    /// <summary>The whole file.</summary>
    public JsonTypeInfo<GatewayConfiguration> Root { get; }

    /// <summary>Whether an object is a device: its keys are those of its type.</summary>
    /// <param name="type">The type of the object.</param>
    public static bool IsDevice(JsonTypeInfo? type) => type?.Type == typeof(DeviceConfiguration);

    /// <summary>The keys of a device; of an unknown type those of all.</summary>
    /// <param name="word">The word of its type.</param>
    public IEnumerable<JsonPropertyInfo> KeysOf(string? word) => _types.Find(word) is { } type
        ? KeysOf(type)
        : _types.All.SelectMany(KeysOf).DistinctBy(key => key.Name);

    /// <summary>The words of the types that have a key.</summary>
    /// <param name="key">A key of a device.</param>
    public IEnumerable<string> TypesWith(string key) =>
        _types.All.Where(type => KeysOf(type).Any(known => known.Name == key)).Select(type => type.Word);

    private IEnumerable<JsonPropertyInfo> KeysOf(DeviceType type) => _options.GetTypeInfo(type.Keys).Properties;

    /// <summary>Reads a device as the record of its type.</summary>
    private sealed class DeviceConverter(DeviceTypes types) : JsonConverter<DeviceConfiguration>
    {
        public override bool HandleNull => true;

        public override DeviceConfiguration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement device = document.RootElement;
            if (device.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("The value could not be converted to a device.");
            }

            string word = TextOf(device, "type");
            if (types.Find(word) is not { } type)
            {
                return types.Unknown(TextOf(device, "name"), word);
            }

            try
            {
                return (DeviceConfiguration)device.Deserialize(options.GetTypeInfo(type.Keys))!;
            }
            catch (JsonException inside)
            {
                // Its path starts at the device; the reader of the file adds the path of the device.
                throw new JsonException(inside.Message, inside);
            }
        }

        public override void Write(Utf8JsonWriter writer, DeviceConfiguration value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A configuration is only read.");

        private static string TextOf(JsonElement device, string key)
        {
            if (!device.TryGetProperty(key, out JsonElement value))
            {
                return "";
            }

            return value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new JsonException(null, new JsonException("The value could not be converted to a text.", $"$.{key}", null, null));
        }
    }
}
