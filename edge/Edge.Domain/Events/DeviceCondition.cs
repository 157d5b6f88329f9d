namespace Edge.Domain;

/// <summary>What a device, or the concentrator that it stands behind, tells of the device itself.</summary>
public enum DeviceCondition : byte
{
    /// <summary>Something else; the device alone knows.</summary>
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

    /// <summary>A digital event that somebody forced.</summary>
    Forced = 7,
}

/// <summary>Why a device restarted, as far as it says so.</summary>
[Flags]
public enum RestartCauses : byte
{
    /// <summary>No cause is given.</summary>
    None = 0,

    /// <summary>Its supply came on.</summary>
    PowerOn = 1,

    /// <summary>Its supply sagged.</summary>
    BrownOut = 2,

    /// <summary>Its watchdog expired.</summary>
    Watchdog = 4,
}
