using System.Collections.Immutable;
using Edge.Field;
using Edge.Field.Taps;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices.Common;

/// <summary>The plan of a device for a profile, complete and checked: nothing is opened before <see cref="Create"/>.</summary>
internal sealed record DevicePlan
{
    /// <summary>The name of the device.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// The place of the device in the profile, as a value that its type defines. A driver with an equal place in the next profile may be
    /// kept; otherwise a new driver is made.
    /// </summary>
    public required object Place { get; init; }

    /// <summary>The id of its concentrator: an outstation role of this id passes requests through it to the field.</summary>
    public int Comaster { get; init; }

    /// <summary>The points that it reads: indices into the tag table.</summary>
    public required ImmutableArray<int> Points { get; init; }

    /// <summary>The devices, by their id in the catalogue, that are local inputs.</summary>
    public ImmutableArray<string> LocalDevices { get; init; } = [];

    /// <summary>After so long without a scan its values are stale.</summary>
    public required TimeSpan MaximumAge { get; init; }

    /// <summary>
    /// From one poll to the next; for a driver that paces itself, the pause while the journal cannot be written.
    /// </summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the gateway sets its clock, so that what it stamps is no better than the clock of the gateway.</summary>
    public bool HasTimeOfGateway { get; init; }

    /// <summary>Makes the driver; it starts with the checkpoint of the journal.</summary>
    /// <exception cref="GatewayStartException">The driver cannot be made.</exception>
    public required Func<DriverParts, IFieldDriver> Create { get; init; }

    /// <summary>The device as the pipeline sees it.</summary>
    public DeviceSource Source => new() { Device = Device, Points = Points, MaximumAge = MaximumAge, HasTimeOfGateway = HasTimeOfGateway };
}

/// <summary>The parts that a driver needs besides its plan.</summary>
/// <param name="Checkpoints">How far each device was read.</param>
/// <param name="Image">The image for control centres; a driver of IEDs writes it.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">Makes the loggers.</param>
/// <param name="Taps">The taps of the links, for the monitor.</param>
/// <param name="Clock">Reports whether the clock is right.</param>
internal sealed record DriverParts(
    ICheckpoints Checkpoints, IStationImage Image, TimeProvider Time, ILoggerFactory Logs, LinkTaps Taps, ISystemClock Clock);
