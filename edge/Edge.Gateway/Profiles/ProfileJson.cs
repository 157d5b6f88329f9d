using System.Text.Json.Serialization;
using Edge.Profiles;

namespace Edge.Gateway.Profiles;

/// <summary>What <c>edge profile check --json</c> prints.</summary>
internal sealed record CheckJson(
    string Workbook, string? Hash, int? Comaster, int Errors, int Warnings, int Informations, FindingJson[] Findings)
{
    public static CheckJson Of(string path, ProfileCheck check) => new(
        path, check.Profile?.Hash, check.Import.Comaster?.Id, check.Count(FindingSeverity.Error), check.Count(FindingSeverity.Warning),
        check.Count(FindingSeverity.Information), [.. check.Findings.Select(FindingJson.Of)]);
}

/// <summary>One finding. <c>start</c> (from 1) and <c>length</c> count characters of <c>formula</c>; <c>start</c> 0: the formula as a whole.</summary>
internal sealed record FindingJson(
    string Severity, string Sheet, int? Row, string? Column, string Text, string Hint, string? Formula, int? Start, int? Length)
{
    public static FindingJson Of(ProfileFinding finding) => new(
        finding.Severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "information" },
        finding.Sheet, finding.Row, finding.Column, finding.Text, finding.Hint, finding.Formula?.Text, finding.Formula?.Start, finding.Formula?.Length);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckJson))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
