namespace Edge.Contracts;

// Lists of words that may grow: a reader shows a word that it does not know as it is. So they are texts, no enums, which
// refuse what they do not know. docs/asyncapi.yaml says under the same names what each means; a test holds the two together.

/// <summary>What the gateway found out about the field.</summary>
public static class FindingCode
{
    /// <summary>The clock of the device is off by more than its limit.</summary>
    public const string ClockOff = "clockOff";

    /// <summary>The clock is within its limit again.</summary>
    public const string ClockRight = "clockRight";

    /// <summary>The input chatters; its events are left out.</summary>
    public const string InputMasked = "inputMasked";

    /// <summary>The input is quiet again; its events count.</summary>
    public const string InputUnmasked = "inputUnmasked";

    /// <summary>A period of a channel never came.</summary>
    public const string EnergyMissing = "energyMissing";

    /// <summary>The total of a day is not the sum of its periods.</summary>
    public const string EnergyDiffers = "energyDiffers";

    /// <summary>Events were dropped before the gateway could read them, or cannot be read.</summary>
    public const string EventsLost = "eventsLost";
}

/// <summary>What happened to a device or to the way to it.</summary>
public static class ConditionCode
{
    /// <summary>The device does not answer any more.</summary>
    public const string LinkLost = "linkLost";

    /// <summary>The device answers again.</summary>
    public const string LinkRestored = "linkRestored";

    /// <summary>The whole device restarted.</summary>
    public const string Restarted = "restarted";

    /// <summary>Only the serial port of the device restarted.</summary>
    public const string UartRestarted = "uartRestarted";

    /// <summary>The communications of the device restarted.</summary>
    public const string CommunicationsRestarted = "communicationsRestarted";

    /// <summary>The device gave back values of its memory.</summary>
    public const string RamReturned = "ramReturned";

    /// <summary>Somebody forced an event of a digital input.</summary>
    public const string Forced = "forced";

    /// <summary>The device says something that has no word here: see the code of <see cref="EventMessage.Native"/>.</summary>
    public const string Other = "other";
}

/// <summary>What made a device restart.</summary>
public static class CauseCode
{
    /// <summary>Its supply was switched on.</summary>
    public const string PowerOn = "powerOn";

    /// <summary>Its supply was too low for a moment.</summary>
    public const string BrownOut = "brownOut";

    /// <summary>Its program hung, its watchdog started it again.</summary>
    public const string Watchdog = "watchdog";
}

/// <summary>What a device itself says of the quality of a value or of an event, as DNP3 and IEC 60870-5 know it.</summary>
public static class FlagCode
{
    /// <summary>The value is beyond what its type can hold.</summary>
    public const string Overflow = "overflow";

    /// <summary>Somebody or something put the value in the place of the measured one.</summary>
    public const string Substituted = "substituted";

    /// <summary>The value is held, by somebody or by a function of the device.</summary>
    public const string Blocked = "blocked";

    /// <summary>The last update of the value failed.</summary>
    public const string NotTopical = "notTopical";

    /// <summary>The value is not to be used.</summary>
    public const string Invalid = "invalid";

    /// <summary>The value is from before the restart of its device.</summary>
    public const string Restart = "restart";

    /// <summary>The device lost its own source of the value.</summary>
    public const string CommLost = "commLost";

    /// <summary>A device behind this one forces the value.</summary>
    public const string RemoteForced = "remoteForced";

    /// <summary>The device itself forces the value.</summary>
    public const string LocalForced = "localForced";

    /// <summary>The input chatters and is filtered.</summary>
    public const string ChatterFilter = "chatterFilter";

    /// <summary>The counter went over its end and began anew.</summary>
    public const string Rollover = "rollover";

    /// <summary>The counter cannot be compared with its value before.</summary>
    public const string Discontinuity = "discontinuity";

    /// <summary>The value is beyond the range of its input.</summary>
    public const string OverRange = "overRange";

    /// <summary>The reference of the converter is wrong, so the value may be.</summary>
    public const string ReferenceError = "referenceError";
}
