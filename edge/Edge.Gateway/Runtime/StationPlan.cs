using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field;
using Edge.Field.Mara.Outstation;
using Edge.Formulas;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.Common;
using Edge.Mqtt;
using Edge.Pipeline;
using Edge.Pipeline.Commands;
using Edge.Profiles;

namespace Edge.Gateway.Runtime;

/// <summary>
/// The plan of a station for a configuration and a profile. It is made and checked before any running part is changed: a complete plan can
/// be activated.
/// </summary>
internal sealed record StationPlan
{
    /// <summary>The import and its findings.</summary>
    public required ProfileCheck Check { get; init; }

    /// <summary>The profile.</summary>
    public required Profile Profile { get; init; }

    /// <summary>Its formulas.</summary>
    public required FormulaEngine Engine { get; init; }

    /// <summary>The plan of each device of the configuration.</summary>
    public required ImmutableArray<DevicePlan> Devices { get; init; }

    /// <summary>The image for control centres.</summary>
    public required StationImage Image { get; init; }

    /// <summary>The options of the outstation roles, in the order of the configuration.</summary>
    public required ImmutableArray<OutstationOptions> Outstations { get; init; }

    /// <summary>The site as it is published.</summary>
    public required SiteDescription Site { get; init; }

    /// <summary>The devices as the pipeline sees them.</summary>
    public ImmutableArray<DeviceSource> Sources => [.. Devices.Select(device => device.Source)];

    /// <summary>The parts of the workbook that the devices of a configuration need.</summary>
    /// <param name="configuration">A checked configuration.</param>
    public static ProfileImportOptions ImportOptions(GatewayConfiguration configuration) => new()
    {
        ComasterId = configuration.Profile.Comaster,
        ComasterIds = [.. configuration.Devices.Select(device => device.Share?.Comaster).OfType<int>().Distinct()],
    };

    /// <summary>Makes the plan.</summary>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="check">A profile.</param>
    /// <param name="before">The active image, or null: concentrators with the same layout keep their last answer.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="GatewayStartException">The plan cannot be made; the message says why and what to do.</exception>
    public static StationPlan Of(GatewayConfiguration configuration, ProfileCheck check, StationImage? before, TimeProvider time)
    {
        Profile profile = check.Profile ?? throw new ArgumentException("There is no profile.", nameof(check));
        ProfileImportResult import = check.Import;
        DevicePlanning planning = new(import, TimeZoneInfo.FindSystemTimeZoneById(configuration.TimeZone), time);
        ImmutableArray<DevicePlan> devices = [.. configuration.Devices.Select(device => device.Plan(planning))];
        StationImage image = before?.For(profile.Ieds) ?? OutstationServers.ImageOf(devices, profile, time);
        return new StationPlan
        {
            Check = check,
            Profile = profile,
            Engine = check.Engine!,
            Devices = devices,
            Image = image,
            Outstations = OutstationServers.OptionsOf(configuration, import, image),
            Site = new SiteDescription
            {
                Site = configuration.Site,
                Name = configuration.Name,
                TimeZone = configuration.TimeZone,
                Profile = profile,
                ElementUnits = ElementUnits(profile, check.Engine!),
                Settable = SettableByHand.Of(profile, check.Engine!),
                LocalDevices = [.. devices.SelectMany(device => device.LocalDevices)],
                Software = Software.Name,
            },
        };
    }

    /// <summary>Whether the field is the same for a driver: the same IEDs and points at the same indices of the tag table.</summary>
    public bool HasFieldOf(StationPlan other) =>
        ReferenceEquals(this, other)
        || (Profile.Ieds.SequenceEqual(other.Profile.Ieds) && Profile.Digitals.SequenceEqual(other.Profile.Digitals)
            && Profile.Analogs.SequenceEqual(other.Profile.Analogs) && Profile.StateTexts.SequenceEqual(other.Profile.StateTexts));

    private static ImmutableArray<string?> ElementUnits(Profile profile, FormulaEngine engine)
    {
        Dictionary<string, string> units = profile.Analogs.Where(a => a.Unit.Length > 0).GroupBy(a => a.Tag)
            .ToDictionary(g => g.Key, g => g.First().Unit, StringComparer.Ordinal);
        return
        [
            .. Enumerable.Range(0, profile.Elements.Length)
                .Select(i => engine.FindSoleAnalog(i) is { } tag ? units.GetValueOrDefault(tag) : null),
        ];
    }
}

/// <summary>The image that the drivers write, independent of the active profile.</summary>
internal sealed class ImageSwitch(StationImage image) : IStationImage
{
    private volatile StationImage _image = image;

    /// <summary>Replaces the image that is written from now on.</summary>
    public void Use(StationImage image) => _image = image;

    /// <inheritdoc/>
    public void Update(
        int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs) =>
        _image.Update(comaster, address, systemVariables, digitals, analogs);

    /// <inheritdoc/>
    public void Lost(int comaster) => _image.Lost(comaster);
}
