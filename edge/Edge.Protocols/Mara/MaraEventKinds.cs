namespace Edge.Protocols.Mara;

/// <summary>The type of an event, bits 7–6 of its byte 0 (Mara 1.4 §5).</summary>
public enum MaraEventType : byte
{
    /// <summary>A digital input changed.</summary>
    Digital = 0,

    /// <summary>A count of energy pulses.</summary>
    Energy = 1,

    /// <summary>An idle mark.</summary>
    Idle = 2,

    /// <summary>Communications or the system.</summary>
    Communications = 3,
}

/// <summary>
/// How byte 1 of a digital event is laid out (Mara 1.4 §5). Nothing in a frame shows it: it is a setting of each IED.
/// </summary>
public enum MaraDigitalLayout : byte
{
    /// <summary>State in bit 7, port in bits 6–4, bit in bits 3–0: firmware since 1.4 v17.11. The default.</summary>
    Epb = 0,

    /// <summary>Bit in bits 7–4, port in bits 3–1, state in bit 0: older boards.</summary>
    Bpe = 1,
}

/// <summary>The codes of an energy event (Mara 1.4 §5).</summary>
public static class MaraEnergyCode
{
    /// <summary>A period of 15 minutes.</summary>
    public const byte Period = 0;

    /// <summary>The last period of the day, see <see cref="MaraEvent.EndAfterStamp"/>.</summary>
    public const byte LastPeriodOfDay = 1;

    /// <summary>The total of the 24 hours, see <see cref="MaraEvent.EndAfterStamp"/>.</summary>
    public const byte DailyTotal = 3;
}

/// <summary>The codes of a communications/system event (Mara 1.4 §5).</summary>
public static class MaraCommunicationsCode
{
    /// <summary>The link to an IED: motive <see cref="MotiveLost"/> or <see cref="MotiveBack"/>.</summary>
    public const byte Link = 2;

    /// <summary>An IED restarted; the motive is a <see cref="MaraRestartMotive"/>.</summary>
    public const byte Restart = 3;

    /// <summary>Communications restarted.</summary>
    public const byte CommunicationsRestarted = 4;

    /// <summary>RAM values returned.</summary>
    public const byte RamReturned = 6;

    /// <summary>A forced digital event on the fictitious port 7.</summary>
    public const byte ForcedDigital = 7;

    /// <summary>Motive of <see cref="Link"/>: the IED no longer answers.</summary>
    public const byte MotiveLost = 0;

    /// <summary>Motive of <see cref="Link"/>: the IED answers again.</summary>
    public const byte MotiveBack = 1;
}

/// <summary>The motive of <see cref="MaraCommunicationsCode.Restart"/>.</summary>
[Flags]
public enum MaraRestartMotive : byte
{
    /// <summary>No cause given; only the UART restarted.</summary>
    None = 0,

    /// <summary>Bit 0: power-on.</summary>
    PowerOn = 1,

    /// <summary>Bit 1: brown-out.</summary>
    BrownOut = 2,

    /// <summary>Bit 2: watchdog.</summary>
    Watchdog = 4,

    /// <summary>Bit 3: the whole IED; without it only its UART.</summary>
    WholeIed = 8,
}
