using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field;
using Edge.Field.Links;
using Edge.Field.Mara.Concentrator;
using Edge.Gateway.Configuration;
using Edge.Pipeline;
using Edge.Profiles;
using Edge.Profiles.Sheets;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices;

/// <summary>Makes the driver that a device of the configuration asks for.</summary>
internal static class FieldDrivers
{
    /// <summary>A station that came back is asked at the latest after so long.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    /// <summary>What of the workbook the devices of a configuration need.</summary>
    public static ProfileImportOptions ImportOptions(GatewayConfiguration configuration) => new()
    {
        ComasterId = configuration.Profile.Comaster,
        ComasterIds = [.. configuration.Devices.Where(d => d.Comaster is not null).Select(d => d.Comaster!.Value).Distinct()],
    };

    /// <summary>The id that the points of the device carry in the profile: 0 where the profile has only one concentrator.</summary>
    public static int ComasterOf(DeviceConfiguration device, ProfileImportResult import) =>
        import.Comasters.Length > 1 ? device.Comaster ?? 0 : 0;

    /// <summary>The points that the device reads: indices into the tag table.</summary>
    public static ImmutableArray<int> PointsOf(DeviceConfiguration device, ProfileImportResult import)
    {
        Profile profile = import.Profile!;
        int comaster = ComasterOf(device, import);
        int first = profile.Digitals.Length;
        bool Reads(int id, int address) => id == comaster
            && (!LocalIoDrivers.IsLocal(device) || LocalIoDrivers.Reads(address))
            && (!BusDrivers.IsBus(device) || BusDrivers.Reads(device.Bus!, address));
        return
        [
            .. Enumerable.Range(0, first).Where(i => Reads(profile.Digitals[i].Comaster, profile.Digitals[i].IedAddress)),
            .. Enumerable.Range(0, profile.Analogs.Length)
                .Where(i => Reads(profile.Analogs[i].Comaster, profile.Analogs[i].IedAddress)).Select(i => first + i),
        ];
    }

    /// <summary>After so long without an answer the values of the device are stale: two polls, and the second may take its time.</summary>
    public static TimeSpan MaximumAgeOf(DeviceConfiguration device) =>
        BusDrivers.IsBus(device) ? BusDrivers.OptionsOf(device, 0).MaximumAge : (device.PollPeriod * 2) + device.AnswerTimeout;

    /// <summary>Where a profile has the device.</summary>
    /// <exception cref="GatewayStartException">The profile does not say where it is, or has not what it needs.</exception>
    public static FieldPlace PlaceOf(DeviceConfiguration device, string timeZone, ProfileImportResult import, TimeProvider time)
    {
        int comaster = ComasterOf(device, import);
        if (LocalIoDrivers.IsLocal(device))
        {
            return new FieldPlace(comaster, null, 0);
        }

        if (BusDrivers.IsBus(device))
        {
            BusDrivers.Check(device, comaster, import.Profile!, TimeZoneInfo.FindSystemTimeZoneById(timeZone), time);
            return new FieldPlace(comaster, null, 0);
        }

        ComasterDefinition? row = comaster == 0 ? import.Comaster : import.Comasters.FirstOrDefault(c => c.Id == comaster);
        string? host = device.Host ?? row?.Host;
        return string.IsNullOrWhiteSpace(host)
            ? throw new GatewayStartException(
                $"devices: {device.Name} has no host, and the workbook names none: give \"host\" in the configuration, or fill it in the sheet comaster.")
            : new FieldPlace(comaster, host, device.Port ?? row?.Port ?? 9761);
    }

    /// <summary>Makes the driver; it begins with the mark that the journal keeps for the device.</summary>
    /// <exception cref="GatewayStartException">It cannot be.</exception>
    public static IFieldDriver Create(
        DeviceConfiguration device, FieldPlace place, string timeZone, Profile profile, IJournal journal, IStationImage image, TimeProvider time,
        ILoggerFactory logs)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        if (LocalIoDrivers.IsLocal(device))
        {
            return LocalIoDrivers.Create(device, place.Comaster, profile, zone, image, time, logs);
        }

        if (BusDrivers.IsBus(device))
        {
            return BusDrivers.Create(device, place.Comaster, profile, zone, journal, image, time, logs);
        }

        return new MaraTcpDriver(
            new MaraTcpOptions
            {
                Device = device.Name,
                Comaster = place.Comaster,
                Peer = new TcpPeerOptions { Host = place.Host!, Port = place.Port },
                AnswerTimeout = device.AnswerTimeout,
                SetTime = device.SetTime,
                LongestBackoff = LongestBackoff,
                SkewLimit = device.SkewLimit,
                Bridge = device.Bridge,
                MaximumAge = MaximumAgeOf(device),
                OldEventLayout = [.. device.OldEventLayout],
            },
            profile, zone, journal.GetCheckpoint(device.Name), time, logs.CreateLogger<MaraTcpDriver>(), image: image);
    }
}

/// <summary>Where a profile has a device.</summary>
/// <param name="Comaster">The id that its points carry.</param>
/// <param name="Host">The host of a concentrator; null where there is none.</param>
/// <param name="Port">Its port.</param>
internal readonly record struct FieldPlace(int Comaster, string? Host, int Port);
