using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>An enum as a camelCase word; a number, or a word that is none of its names, is refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>
/// How the messages are written: camelCase, enums by name, nulls left out. Source-generated, so it runs without reflection.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateMessage))]
[JsonSerializable(typeof(CatalogMessage))]
[JsonSerializable(typeof(TagMessage))]
[JsonSerializable(typeof(ElementMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(EnergyMessage))]
[JsonSerializable(typeof(ElementCommand))]
[JsonSerializable(typeof(CommandReply))]
public sealed partial class ContractJson : JsonSerializerContext;
