using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Domain;
using Edge.Drawings;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;
using Edge.Profiles.Workbook;

namespace Edge.Profiles;

/// <summary>
/// The profile file: a checked workbook with its drawings in one file, which a gateway loads in place of the workbook. It has two JSON
/// documents: a head in the first line (format, version, SHA-256 of the rest) and the profile, indented for reading and comparing. The same
/// input gives the same bytes.
/// </summary>
public static class ProfileFile
{
    /// <summary>The version that is written, and the highest that is read.</summary>
    public const int Version = 2;

    private static readonly Phrase Again = $"Write it again with 'edge profile import'.";

    /// <summary>Writes the profile of an import.</summary>
    /// <param name="import">An import with a profile.</param>
    /// <param name="workbookName">The file name of the workbook, for reports.</param>
    /// <exception cref="ArgumentException">The import has no profile.</exception>
    public static byte[] Write(ProfileImportResult import, string workbookName)
    {
        ArgumentNullException.ThrowIfNull(import);
        ArgumentNullException.ThrowIfNull(workbookName);
        if (import.Profile is not { } profile || import.Comasters.IsDefaultOrEmpty)
        {
            throw new ArgumentException("There is no profile to write.", nameof(import));
        }

        var document = new ProfileDocument(
            workbookName, import.Comasters, profile, import.Findings, import.Places, import.FormulaSheet,
            [.. import.Dropped.Order(StringComparer.Ordinal)], [.. import.Elsewhere.Order(StringComparer.Ordinal)]);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document, ProfileFileContext.Default.ProfileDocument);
        string head = $"{{\"edgeProfile\":{Version},\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"}}\n";
        return [.. Encoding.UTF8.GetBytes(head), .. body, (byte)'\n'];
    }

    /// <summary>Whether the bytes are the beginning of a profile file.</summary>
    /// <param name="bytes">The beginning of a file.</param>
    public static bool IsProfileFile(ReadOnlySpan<byte> bytes) => bytes.StartsWith("{\"edgeProfile\":"u8);

    /// <summary>Reads a profile file; never throws because of its content.</summary>
    internal static ProfileImportResult Read(byte[] bytes, ProfileImportOptions options, FindingList findings)
    {
        int end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 || Head(bytes.AsMemory(0, end)) is not { } head)
        {
            return Refuse(findings, $"The profile file is damaged: its first line cannot be read.", $"Copy it again, or write it again "
                + $"with 'edge profile import'.");
        }

        if (head.EdgeProfile is < 1 or > Version)
        {
            return Refuse(
                findings, $"The profile file has the format {head.EdgeProfile}; this program reads up to {Version}.",
                $"Update the gateway, or import the workbook with the program of this gateway.");
        }

        ReadOnlySpan<byte> body = bytes.AsSpan(end + 1);
        body = body.Length > 0 && body[^1] == '\n' ? body[..^1] : body;
        if (!Convert.ToHexStringLower(SHA256.HashData(body)).Equals(head.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(
                findings, $"The profile file is damaged or was changed by hand: its checksum does not fit.",
                $"Copy it again. To change a profile change the workbook; then write it again with 'edge profile import'.");
        }

        try
        {
            ReadOnlySpan<byte> present = head.EdgeProfile == 1 ? ProfileFileVersion1.Upgrade(body) : body;
            return JsonSerializer.Deserialize(present, ProfileFileContext.Default.ProfileDocument) is { } document
                ? Take(document, options, findings)
                : Refuse(findings, $"The profile file is empty.", Again);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            return Refuse(findings, $"The profile file cannot be read: {exception.Message}", Again);
        }
    }

    private static ProfileHead? Head(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, ProfileFileContext.Default.ProfileHead);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProfileImportResult Take(ProfileDocument document, ProfileImportOptions options, FindingList findings)
    {
        if (document.Profile is not { } profile || document.Comasters.IsDefaultOrEmpty || document.Findings.IsDefault
            || document.Places.IsDefault || !IsWhole(profile))
        {
            return Refuse(findings, $"The profile file is not complete.", Again);
        }

        ImmutableArray<int> wanted = options.Wanted;
        int[] held = [.. document.Comasters.Select(comaster => comaster.Id)];
        if (wanted.Length > 0 && !wanted.ToHashSet().SetEquals(held))
        {
            return Refuse(
                findings,
                $"The profile file is for the concentrators {string.Join(", ", held)}; the settings ask for {string.Join(", ", wanted)}.",
                $"Import the workbook with --comaster for each, or correct the settings.");
        }

        foreach (Screen screen in profile.Screens.Where(screen => screen.Svg is not null))
        {
            // Drawings are published to browsers, so they are always sanitised; a drawing from an import stays unchanged.
            SvgSanitizerResult clean = SvgSanitizer.Sanitize(new MemoryStream(Encoding.UTF8.GetBytes(screen.Svg!)), options.Drawings);
            if (clean.Findings.Any(finding => finding.Kind < DrawingFindingKind.LooksDifferent))
            {
                return Refuse(
                    findings, $"The drawing of the screen {RowReader.Shorten(screen.Name)} holds what no import writes.",
                    $"Somebody changed the file. {Again}");
            }
        }

        return new ProfileImportResult(Whole(profile), document.Comasters[0], document.Findings)
        {
            Comasters = document.Comasters,
            Places = document.Places,
            FormulaSheet = document.FormulaSheet ?? "formulas",
            Dropped = document.Dropped.IsDefault ? [] : [.. document.Dropped],
            Elsewhere = document.Elsewhere.IsDefault ? [] : [.. document.Elsewhere],
            Source = document.Workbook,
        };
    }

    private static bool IsWhole(Profile profile) =>
        profile.Hash is { Length: > 0 } && !profile.Ieds.IsDefaultOrEmpty && !profile.Digitals.IsDefault && !profile.Analogs.IsDefault
        && !profile.Elements.IsDefault && !profile.Formulas.IsDefault && !profile.Colours.IsDefault && !profile.Screens.IsDefault
        && !profile.StateTexts.IsDefault && profile.Digitals.All(point => point.Source is not null)
        && profile.Analogs.All(point => point.Source is not null);

    /// <summary>Fields of later versions may be missing in a file: they are then empty, not null.</summary>
    private static Profile Whole(Profile profile) => profile with
    {
        Digitals = [.. profile.Digitals.Select(AlarmSheet.WithMask)],
        Analogs = [.. profile.Analogs.Select(AlarmSheet.WithMasks)],
        SystemVariables = profile.SystemVariables.IsDefault ? [] : profile.SystemVariables,
        Actions = profile.Actions.IsDefault ? [] : profile.Actions,
        SystemEvents = profile.SystemEvents.IsDefault ? [] : profile.SystemEvents,
        LostFormulas = profile.LostFormulas.IsDefault ? [] : profile.LostFormulas,
    };

    private static ProfileImportResult Refuse(FindingList findings, Phrase text, Phrase hint)
    {
        findings.Error("", null, null, text, hint);
        return new ProfileImportResult(null, null, findings.ToImmutable());
    }
}

/// <summary>The first line of a profile file.</summary>
internal sealed record ProfileHead(int EdgeProfile, string Sha256);

/// <summary>The rest of a profile file.</summary>
internal sealed record ProfileDocument(
    string Workbook, ImmutableArray<ComasterDefinition> Comasters, Profile Profile, ImmutableArray<ProfileFinding> Findings,
    ImmutableArray<string> Places, string FormulaSheet, ImmutableArray<string> Dropped, ImmutableArray<string> Elsewhere);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProfileHead))]
[JsonSerializable(typeof(ProfileDocument))]
internal sealed partial class ProfileFileContext : JsonSerializerContext;
