using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles;
using Edge.Profiles.Sheets;

namespace Edge.Gateway.Devices.Common;

/// <summary>The inputs for the plan of a device.</summary>
/// <param name="import">The workbook, with its profile.</param>
/// <param name="zone">The zone of the substation.</param>
/// <param name="time">The clock.</param>
internal sealed class DevicePlanning(ProfileImportResult import, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>The points.</summary>
    public Profile Profile { get; } = import.Profile ?? throw new ArgumentException("There is no profile.", nameof(import));

    /// <summary>The zone of the substation.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The id of a concentrator in the points of the profile: 0 where the profile has only one.</summary>
    public int ComasterOf(ConcentratorShare share) => import.Comasters.Length > 1 ? share.Comaster ?? 0 : 0;

    /// <summary>The row of a concentrator in the workbook; null where there is none.</summary>
    public ComasterDefinition? RowOf(ConcentratorShare share) =>
        ComasterOf(share) is var id && id == 0 ? import.Comaster : import.Comasters.FirstOrDefault(row => row.Id == id);

    /// <summary>The points of a share: indices into the tag table.</summary>
    public ImmutableArray<int> PointsOf(ConcentratorShare share)
    {
        int comaster = ComasterOf(share);
        int first = Profile.Digitals.Length;
        bool Reads(PointSource source) => source is MaraSource at && at.Concentrator == comaster && share.Reads(at.Ied);
        return
        [
            .. Enumerable.Range(0, first).Where(i => Reads(Profile.Digitals[i].Source)),
            .. Enumerable.Range(0, Profile.Analogs.Length).Where(i => Reads(Profile.Analogs[i].Source)).Select(i => first + i),
        ];
    }
}
