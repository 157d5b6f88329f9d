using System.Net;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Server;

namespace FirmwareSim.Devices.Simulation;

/// <summary>
/// Everything that can be chosen of a <see cref="SimulatedStation"/>; the defaults are those of a test: quiet, on free ports.
/// </summary>
public sealed record SimulatedStationOptions
{
    /// <summary>The TCP side.</summary>
    public ServerOptions Server { get; init; } = new();

    /// <summary>The plant.</summary>
    public PlantOptions Plant { get; init; } = new();

    /// <summary>The concentrator.</summary>
    public ComasterOptions Comaster { get; init; } = new();

    /// <summary>The concentrators. Default null: the one of <see cref="Server"/> and <see cref="Comaster"/>. An empty list: none.</summary>
    public IReadOnlyList<ComasterSetup>? Comasters { get; init; }

    /// <summary>Buses whose master is somebody else, each on a pty. Default: none.</summary>
    public IReadOnlyList<BusSetup> Buses { get; init; } = [];

    /// <summary>Orders that come by themselves. Default: none.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Where the control port listens, or null: nowhere. It has no password: keep it on the loopback.</summary>
    public IPEndPoint? Control { get; init; }

    /// <summary>A file of captured answers to play in place of the plant, or null.</summary>
    public string? ReplayFile { get; init; }
}

/// <summary>One concentrator with its own port.</summary>
public sealed record ComasterSetup
{
    /// <summary>As orders call it. Default <c>comaster</c>.</summary>
    public string Name { get; init; } = "comaster";

    /// <summary>The TCP side.</summary>
    public ServerOptions Server { get; init; } = new();

    /// <summary>The concentrator.</summary>
    public ComasterOptions Comaster { get; init; } = new();
}

/// <summary>An order that comes by itself.</summary>
/// <param name="At">After the start, in the station's time.</param>
/// <param name="Do">The order, as at the control port.</param>
public sealed record TimelineEntry(TimeSpan At, string Do);
