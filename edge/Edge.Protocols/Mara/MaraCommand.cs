namespace Edge.Protocols.Mara;

/// <summary>The command numbers (Mara 1.4 §3). An answer has the number of its request.</summary>
public static class MaraCommand
{
    /// <summary>Write RAM of an IED, paged; the data begins with AA 55.</summary>
    public const byte WriteRamPaged = 0x04;

    /// <summary>Restart; the data is AA 55, and 00 00 in the answer means refused.</summary>
    public const byte Restart = 0x05;

    /// <summary>Read RAM, paged.</summary>
    public const byte ReadRamPaged = 0x06;

    /// <summary>Write EEPROM of an IED.</summary>
    public const byte WriteEeprom = 0x08;

    /// <summary>Read EEPROM of an IED.</summary>
    public const byte ReadEeprom = 0x09;

    /// <summary>Control by physical port: port high, port low, bit, state.</summary>
    public const byte ControlPhysicalPort = 0x0B;

    /// <summary>Broadcast that aligns the fraction of a second; no answer.</summary>
    public const byte Sync = 0x0C;

    /// <summary>State and events: the poll.</summary>
    public const byte Poll = 0x10;

    /// <summary>Set the time; a broadcast without an answer.</summary>
    public const byte SetTime = 0x12;

    /// <summary>Control by logical port: port, bit, state; bit FF in the answer means refused.</summary>
    public const byte Control = 0x13;

    /// <summary>Write RAM of the concentrator, flat.</summary>
    public const byte WriteRam = 0x14;

    /// <summary>Read RAM of the concentrator, flat.</summary>
    public const byte ReadRam = 0x16;

    /// <summary>Read flash of the concentrator.</summary>
    public const byte ReadFlash = 0x19;

    /// <summary>Read the time of the concentrator.</summary>
    public const byte ReadTime = 0x1A;

    /// <summary>Read RAM of an IED through the concentrator.</summary>
    public const byte ReadIedRam = 0x36;

    /// <summary>Local display control of the concentrator: 0 or 1.</summary>
    public const byte LocalDisplay = 0x3A;

    /// <summary>How often the concentrator sets the time of its bus, in seconds; 0 stops it.</summary>
    public const byte SetTimeInterval = 0x3B;

    /// <summary>Simulated values of the concentrator on or off.</summary>
    public const byte SimulatedValues = 0x3C;

    /// <summary>1 stops the scan of the slaves (the concentrator is then a transparent bridge), 0 starts it.</summary>
    public const byte StopScan = 0x3F;

    /// <summary>The name of a command, or null for a number that Mara 1.4 does not define.</summary>
    /// <param name="command">The number.</param>
    public static string? NameOf(byte command) => command switch
    {
        WriteRamPaged => "write RAM (paged)",
        Restart => "restart",
        ReadRamPaged => "read RAM (paged)",
        WriteEeprom => "write EEPROM",
        ReadEeprom => "read EEPROM",
        ControlPhysicalPort => "control, physical port",
        Sync => "sync",
        Poll => "state and events",
        SetTime => "set time",
        Control => "control, logical port",
        WriteRam => "write RAM",
        ReadRam => "read RAM",
        ReadFlash => "read flash",
        ReadTime => "read time",
        ReadIedRam => "read RAM of an IED",
        LocalDisplay => "local display",
        SetTimeInterval => "set-time interval",
        SimulatedValues => "simulated values",
        StopScan => "stop or start the scan",
        _ => null,
    };
}
