namespace FirmwareSim.Devices.Bus;

/// <summary>How the bus is set up.</summary>
public sealed record BusLineOptions
{
    /// <summary>Bits a second, 300 to 115 200. Default 9600: with start and stop bit a byte takes 1.0417 ms.</summary>
    public int Baud { get; init; } = 9600;

    /// <summary>Whether the master hears itself, as with a receiver that is always on. Default no.</summary>
    public bool Echo { get; init; }

    /// <summary>Of what noise and collisions make of a byte. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
