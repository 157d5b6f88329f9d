using System.Collections.Immutable;
using Edge.Field;
using Edge.Field.Taps;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices.Common;

/// <summary>What a profile makes of a device, worked out and checked: nothing is opened before <see cref="Create"/>.</summary>
internal sealed record DevicePlan
{
    /// <summary>The name of the device.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// Where the profile has the device, as a value of the type's own. A driver whose place is equal in the next profile may be kept; one
    /// whose place is another is made anew.
    /// </summary>
    public required object Place { get; init; }

    /// <summary>The id that the points of its concentrator carry: an outstation role of this id asks the field through it.</summary>
    public int Comaster { get; init; }

    /// <summary>The points that it reads: indices into the tag table.</summary>
    public required ImmutableArray<int> Points { get; init; }

    /// <summary>The devices, by their id in the catalogue, that are inputs of the box itself.</summary>
    public ImmutableArray<string> LocalDevices { get; init; } = [];

    /// <summary>After so long without a scan its values are stale.</summary>
    public required TimeSpan MaximumAge { get; init; }

    /// <summary>
    /// From one poll to the next; of a driver that paces itself, how long a journal that cannot be written is waited for.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Makes the driver; it begins with the checkpoint in the journal.</summary>
    /// <exception cref="GatewayStartException">It cannot be.</exception>
    public required Func<DriverParts, IFieldDriver> Create { get; init; }

    /// <summary>The device as the pipeline sees it.</summary>
    public DeviceSource Source => new() { Device = Device, Points = Points, MaximumAge = MaximumAge };
}

/// <summary>What a driver is made of, besides its plan.</summary>
/// <param name="Checkpoints">How far each device was read.</param>
/// <param name="Image">What control centres are shown; a driver of IEDs writes it.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Where everything is logged.</param>
/// <param name="Taps">Where what goes over the links is seen.</param>
internal sealed record DriverParts(
    ICheckpoints Checkpoints, IStationImage Image, TimeProvider Time, ILoggerFactory Logs, LinkTaps Taps);
