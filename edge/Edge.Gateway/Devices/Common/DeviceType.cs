using System.Text.Json.Serialization.Metadata;

namespace Edge.Gateway.Devices.Common;

/// <summary>A type of device: a row of the table.</summary>
/// <param name="word">The word in the configuration, the key <c>type</c>.</param>
/// <param name="summary">A short description, for the finding about an unknown type.</param>
/// <param name="json">Its keys: a record made from <see cref="DeviceConfiguration"/>.</param>
internal sealed class DeviceType(string word, Phrase summary, JsonTypeInfo json)
{
    /// <summary>The word in the configuration.</summary>
    public string Word => word;

    /// <summary>A short description.</summary>
    public Phrase Summary => summary;

    /// <summary>The record of its keys.</summary>
    public Type Keys => json.Type;

    /// <summary>Reads the record.</summary>
    public IJsonTypeInfoResolver Resolver => json.OriginatingResolver
        ?? throw new InvalidOperationException($"There is no generated code that reads the keys of {word}.");
}
