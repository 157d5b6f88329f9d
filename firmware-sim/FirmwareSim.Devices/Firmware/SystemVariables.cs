namespace FirmwareSim.Devices.Firmware;

/// <summary>The bits of byte 0 of the system variables (Mara 1.4 §6).</summary>
[Flags]
public enum SystemBits : byte
{
    /// <summary>A power-on.</summary>
    None = 0,

    /// <summary>Clear when a brown-out was the cause of the last restart (a power-on clears it too).</summary>
    NotBrownOut = 0x01,

    /// <summary>Clear when the last restart was a power-on.</summary>
    NotPowerOn = 0x02,

    /// <summary>Clear when the last restart was the watchdog's.</summary>
    NotWatchdog = 0x04,

    /// <summary>The whole IED restarted, not only its UART.</summary>
    WholeRestart = 0x08,

    /// <summary>No answer; the concentrator sets it.</summary>
    NoAnswer = 0x10,

    /// <summary>Its stack of five overflowed.</summary>
    Overflow = 0x20,

    /// <summary>It has received a set-time.</summary>
    HasTime = 0x40,

    /// <summary>Its clock is off by more than the limit.</summary>
    ClockOff = 0x80,
}

/// <summary>Why a device restarted.</summary>
public enum RestartCause : byte
{
    /// <summary>Its supply came.</summary>
    PowerOn = 0,

    /// <summary>Its supply sagged.</summary>
    BrownOut = 1,

    /// <summary>Its watchdog, which is also how it restarts by order.</summary>
    Watchdog = 2,
}

/// <summary>Motives of the type-3 event "restarted" (code 3, Mara 1.4 §5).</summary>
internal static class Restart
{
    public const int Code = 3;
    public const int PowerOn = 0x1;
    public const int BrownOut = 0x2;
    public const int Watchdog = 0x4;
    public const int Whole = 0x8;
}

/// <summary>The six bytes of one IED.</summary>
internal static class SystemVariables
{
    public const int Length = 6;

    /// <summary>The skew of a clock that was never compared.</summary>
    public const short UnknownSkew = short.MinValue;

    public static void Write(Span<byte> six, SystemBits bits, int restarts, short skew, int uartRestarts = 0)
    {
        six[0] = (byte)bits;
        six[1] = (byte)restarts;
        six[2] = (byte)skew;
        six[3] = (byte)(skew >> 8);
        six[4] = 0;
        six[5] = (byte)uartRestarts;
    }
}
