using System.Text.Json.Serialization.Metadata;

namespace Edge.Gateway.Devices.Common;

/// <summary>A type of device: a row of the table.</summary>
/// <param name="word">The word in the configuration, the key <c>type</c>.</param>
/// <param name="summary">What it is, in some words: for the finding that a type is unknown.</param>
/// <param name="json">Its keys: a record made from <see cref="DeviceConfiguration"/>.</param>
internal sealed class DeviceType(string word, string summary, JsonTypeInfo json)
{
    /// <summary>The word in the configuration.</summary>
    public string Word => word;

    /// <summary>What it is, in some words.</summary>
    public string Summary => summary;

    /// <summary>The record that holds its keys.</summary>
    public Type Keys => json.Type;

    /// <summary>Knows how the record is read.</summary>
    public IJsonTypeInfoResolver Resolver => json.OriginatingResolver
        ?? throw new InvalidOperationException($"The keys of {word} are read by no generated code.");
}
