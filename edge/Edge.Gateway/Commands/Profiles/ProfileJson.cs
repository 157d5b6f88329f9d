using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;

namespace Edge.Gateway.Commands.Profiles;

/// <summary>The output of <c>edge profile check --json</c>.</summary>
internal sealed record CheckJson(
    string Workbook, string? Hash, int[] Comasters, int Errors, int Warnings, int Informations, FindingJson[] Findings)
{
    public static CheckJson Of(string path, ProfileCheck check) => new(
        path, check.Profile?.Hash, [.. check.Import.Comasters.Select(comaster => comaster.Id)], check.Count(FindingSeverity.Error),
        check.Count(FindingSeverity.Warning),
        check.Count(FindingSeverity.Information), [.. check.Findings.Select(FindingJson.Of)]);
}

/// <summary>
/// One finding. <c>start</c> (from 1) and <c>length</c> count characters of <c>formula</c>; <c>start</c> 0: the formula as a whole.
/// </summary>
internal sealed record FindingJson(
    string Severity, string Sheet, int? Row, string? Column, string Text, string Hint, string? Formula, int? Start, int? Length)
{
    public static FindingJson Of(ProfileFinding finding) => new(
        finding.Severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "information" },
        finding.Sheet, finding.Row, finding.Column, Say(finding.Text), Say(finding.Hint), finding.Formula?.Text, finding.Formula?.Start,
        finding.Formula?.Length);
}

/// <summary>The output of <c>edge profile diff --json</c>.</summary>
internal sealed record DiffJson(string Old, string OldHash, int OldErrors, string New, string NewHash, int NewErrors, ChangeJson[] Changes)
{
    public static DiffJson Of(string oldPath, ProfileCheck old, string newPath, ProfileCheck next, ImmutableArray<ProfileChange> changes) =>
        new(
        oldPath, old.Profile!.Hash, old.Count(FindingSeverity.Error), newPath, next.Profile!.Hash, next.Count(FindingSeverity.Error),
        [.. changes.Select(change => new ChangeJson(
            JsonNamingPolicy.CamelCase.ConvertName(change.Group.ToString()), DiffCommand.Word(change.Kind), change.Key,
            [.. change.Fields]))]);
}

/// <summary>One change: <c>group</c>, <c>kind</c> (added, removed, changed, renamed), its name and the fields that changed.</summary>
internal sealed record ChangeJson(string Group, string Kind, string Key, ProfileFieldChange[] Fields);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(DiffJson))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
