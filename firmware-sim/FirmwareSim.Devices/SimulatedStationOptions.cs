using System.Net;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Server;

namespace FirmwareSim.Devices;

/// <summary>Everything that can be chosen of a <see cref="SimulatedStation"/>; the defaults are those of a test: quiet, on free ports.</summary>
public sealed record SimulatedStationOptions
{
    /// <summary>The TCP side.</summary>
    public ServerOptions Server { get; init; } = new();

    /// <summary>The plant.</summary>
    public PlantOptions Plant { get; init; } = new();

    /// <summary>The concentrator.</summary>
    public ComasterOptions Comaster { get; init; } = new();

    /// <summary>Where the control port listens, or null: nowhere. It has no password: keep it on the loopback.</summary>
    public IPEndPoint? Control { get; init; }

    /// <summary>A file of captured answers to play in place of the plant, or null.</summary>
    public string? ReplayFile { get; init; }
}
