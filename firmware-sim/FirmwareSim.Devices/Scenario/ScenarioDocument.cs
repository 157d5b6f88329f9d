using System.Text.Json;
using System.Text.Json.Serialization;

namespace FirmwareSim.Devices.Scenario;

/// <summary>A scenario as it stands in its file. Null: the default, which the sample names.</summary>
internal sealed record ScenarioDocument
{
    public int? Seed { get; init; }

    public string? TimeZone { get; init; }

    public string? IncidentsEvery { get; init; }

    public OperatorDocument? Operator { get; init; }

    public string? Control { get; init; }

    public IReadOnlyList<ComasterDocument>? Comasters { get; init; }

    public IReadOnlyList<BusDocument>? Buses { get; init; }

    public IReadOnlyList<TimelineDocument>? Timeline { get; init; }
}

internal sealed record OperatorDocument
{
    public bool Comes { get; init; } = true;

    public string? Least { get; init; }

    public string? Most { get; init; }
}

internal sealed record ComasterDocument
{
    public required string Name { get; init; }

    public required string Listen { get; init; }

    public int? Address { get; init; }

    public string? ClockError { get; init; }

    public int? QueueCapacity { get; init; }

    public bool NewcomerReplaces { get; init; }

    public bool ForgetSequenceOnConnect { get; init; }

    public IReadOnlyList<IedDocument>? Ieds { get; init; }
}

internal sealed record BusDocument
{
    public required string Name { get; init; }

    public string? Pty { get; init; }

    public int? Baud { get; init; }

    public bool Echo { get; init; }

    public double? TurnRoundMs { get; init; }

    public IReadOnlyList<IedDocument>? Ieds { get; init; }
}

internal sealed record IedDocument
{
    public required int Address { get; init; }

    public int? Plant { get; init; }

    public double? DriftPpm { get; init; }

    public double? TurnRoundMs { get; init; }
}

internal sealed record TimelineDocument
{
    public required string At { get; init; }

    public required string Do { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ScenarioDocument))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
