namespace Edge.Domain;

/// <summary>What a device, or the concentrator that it is behind, reports about the device itself.</summary>
public enum DeviceCondition : byte
{
    /// <summary>An unknown code of the device.</summary>
    Other = 0,

    /// <summary>The device does not answer any more.</summary>
    LinkLost = 1,

    /// <summary>The device answers again.</summary>
    LinkRestored = 2,

    /// <summary>The whole device restarted.</summary>
    Restarted = 3,

    /// <summary>Only the serial port of the device restarted.</summary>
    UartRestarted = 4,

    /// <summary>The communications of the concentrator restarted.</summary>
    CommunicationsRestarted = 5,

    /// <summary>Bytes of the memory of the device were returned.</summary>
    RamReturned = 6,

    /// <summary>A digital event that was forced by a person.</summary>
    Forced = 7,
}

/// <summary>The causes of a restart that a device reports.</summary>
[Flags]
public enum RestartCauses : byte
{
    /// <summary>No cause is given.</summary>
    None = 0,

    /// <summary>Its supply was switched on.</summary>
    PowerOn = 1,

    /// <summary>Its supply dipped.</summary>
    BrownOut = 2,

    /// <summary>Its watchdog expired.</summary>
    Watchdog = 4,
}
