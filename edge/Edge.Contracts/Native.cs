namespace Edge.Contracts;

/// <summary>
/// How the protocol of a device names what happened, for those who know that protocol. Nothing else in a message depends on
/// a protocol. Which fields are there is the affair of the protocol; another one may add fields of its own.
/// </summary>
public sealed record NativeEvent
{
    /// <summary>The word of the protocol Mara 1.4.</summary>
    public const string Mara = "mara";

    /// <summary>The protocol: <see cref="Mara"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The concentrator of the IED as the profile numbers it; absent where there is only one.</summary>
    public int? Concentrator { get; init; }

    /// <summary>The bus address of the IED as the event has it: 0 or 1 is the concentrator.</summary>
    public int? Ied { get; init; }

    /// <summary>About an input: the port.</summary>
    public int? Port { get; init; }

    /// <summary>About an input: the bit.</summary>
    public int? Bit { get; init; }

    /// <summary>Comms, idle and energy: the code of the event.</summary>
    public int? Code { get; init; }

    /// <summary>Comms: the motive of the event.</summary>
    public int? Motive { get; init; }

    /// <summary>About an energy: the channel of the IED.</summary>
    public int? Channel { get; init; }
}

/// <summary>How a device is reached in its protocol.</summary>
/// <param name="Protocol">The protocol: <see cref="NativeEvent.Mara"/>.</param>
/// <param name="Address">Its address on its bus.</param>
/// <param name="Concentrator">Its concentrator as the profile numbers it, or null where there is only one.</param>
public sealed record NativeDevice(string Protocol, int Address, int? Concentrator);
