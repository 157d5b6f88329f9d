using FirmwareSim.Devices.Firmware;

namespace FirmwareSim.Devices.Bus;

/// <summary>A bus of IEDs whose master is somebody else: the gateway.</summary>
public sealed record BusSetup
{
    /// <summary>As orders call it. Default <c>bus</c>.</summary>
    public string Name { get; init; } = "bus";

    /// <summary>
    /// A symbolic link to the pty's slave side, made at start, made anew after a hang-up and removed at the end; null: none.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>The bus.</summary>
    public BusLineOptions Line { get; init; } = new();

    /// <summary>From the end of a question to the begin of its answer, where an IED has none of its own. Default 4 ms.</summary>
    public TimeSpan TurnRound { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>The IEDs. Default: 2 to 12.</summary>
    public IReadOnlyList<IedSetup> Ieds { get; init; } = IedSetup.All;
}
