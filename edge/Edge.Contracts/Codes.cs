namespace Edge.Contracts;

// Lists of words that may grow: a reader shows a word that it does not know as it is. So they are texts, no enums, which
// refuse what they do not know. docs/asyncapi.yaml says under the same names what each means; a test holds the two together.

/// <summary>Why a value or an element is not good.</summary>
public static class ValueReasonCode
{
    /// <summary>Not read since the start.</summary>
    public const string NotYetRead = "notYetRead";

    /// <summary>The link of the gateway to the device is down.</summary>
    public const string LinkDown = "linkDown";

    /// <summary>The device does not answer its concentrator.</summary>
    public const string NoAnswer = "noAnswer";

    /// <summary>The device forced the value to zero, because nothing pulsed.</summary>
    public const string NoPulses = "noPulses";

    /// <summary>The device marks the value itself; its flags say how.</summary>
    public const string MarkedByDevice = "markedByDevice";

    /// <summary>The answer of the device does not hold it.</summary>
    public const string NotInAnswer = "notInAnswer";

    /// <summary>The formula cannot be computed.</summary>
    public const string FormulaError = "formulaError";

    /// <summary>A value that it is made of is not good.</summary>
    public const string Source = "source";

    /// <summary>The gateway is not heard. Set by a reader, as the dashboard is one; never by the gateway.</summary>
    public const string GatewayOffline = "gatewayOffline";

    /// <summary>The reader has no broker. Set by a reader; never by the gateway.</summary>
    public const string BrokerDown = "brokerDown";
}

/// <summary>Why records of the journal are lost.</summary>
public static class LossReasonCode
{
    /// <summary>The journal was full.</summary>
    public const string NoRoom = "noRoom";

    /// <summary>They were older than the journal keeps records.</summary>
    public const string TooOld = "tooOld";

    /// <summary>The file of the journal was damaged.</summary>
    public const string Damaged = "damaged";

    /// <summary>Neither the historian nor the journal has them; the centre says so, no gateway.</summary>
    public const string NotInJournal = "notInJournal";
}

/// <summary>How far the salvage of a damaged journal is.</summary>
public static class SalvageStatusCode
{
    /// <summary>It runs; meanwhile the field keeps its events.</summary>
    public const string Running = "running";

    /// <summary>What could be read is in a new file.</summary>
    public const string Done = "done";

    /// <summary>It cannot be done now and is tried again; the field keeps its events.</summary>
    public const string Failed = "failed";
}

/// <summary>Why a link to the field is down.</summary>
public static class LinkReasonCode
{
    /// <summary>No answer since the start.</summary>
    public const string NotYetAnswered = "notYetAnswered";

    /// <summary>Nothing came in time.</summary>
    public const string TimedOut = "timedOut";

    /// <summary>What came is no valid frame.</summary>
    public const string BadFrame = "badFrame";

    /// <summary>The device answered that it will not.</summary>
    public const string Refused = "refused";

    /// <summary>There is no connection.</summary>
    public const string LinkDown = "linkDown";

    /// <summary>No poll ended for longer than a value counts as fresh.</summary>
    public const string NoAnswer = "noAnswer";

    /// <summary>The field is not asked, because the journal cannot be written.</summary>
    public const string JournalFailed = "journalFailed";
}

/// <summary>Why a running gateway did not take another profile.</summary>
public static class ProfileReasonCode
{
    /// <summary>No profile can be made of it.</summary>
    public const string Unusable = "unusable";

    /// <summary>It has errors that the running profile has not.</summary>
    public const string Worse = "worse";

    /// <summary>It does not go with the configuration of the gateway, or could not be put to work.</summary>
    public const string DoesNotFit = "doesNotFit";

    /// <summary>The journal cannot be written, so the running profile cannot be left.</summary>
    public const string JournalFailed = "journalFailed";

    /// <summary>The gateway was being stopped.</summary>
    public const string GatewayStops = "gatewayStops";

    /// <summary>The program failed over it.</summary>
    public const string ProgramFailed = "programFailed";
}

/// <summary>Why a request was not done, where its outcome does not say it all.</summary>
public static class CommandReasonCode
{
    /// <summary>A formula sets this attribute.</summary>
    public const string SetByFormula = "setByFormula";

    /// <summary>The attribute cannot have this value.</summary>
    public const string ValueDoesNotFit = "valueDoesNotFit";

    /// <summary>It does not say what is to be done, or who asks.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The journal cannot be written.</summary>
    public const string JournalFailed = "journalFailed";

    /// <summary>It waited longer than it was valid.</summary>
    public const string TooLate = "tooLate";

    /// <summary>It was retained.</summary>
    public const string Retained = "retained";

    /// <summary>It does not say how long it is valid, or too long.</summary>
    public const string NotBounded = "notBounded";

    /// <summary>Its payload is not of the contract.</summary>
    public const string NotOfContract = "notOfContract";

    /// <summary>Somebody has changed the attribute since it was seen.</summary>
    public const string ChangedMeanwhile = "changedMeanwhile";

    /// <summary>More requests came than the gateway executes; nothing was changed.</summary>
    public const string TooManyRequests = "tooManyRequests";
}

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

    /// <summary>An input has another state than its last event says, for a minute.</summary>
    public const string ChangedWithoutEvent = "changedWithoutEvent";

    /// <summary>The clock of the gateway was set, or is synchronised now.</summary>
    public const string GatewayClockSet = "gatewayClockSet";

    /// <summary>A measurement is above its maximum, or is not any more.</summary>
    public const string AboveMaximum = "aboveMaximum";

    /// <summary>A measurement is below its minimum, or is not any more.</summary>
    public const string BelowMinimum = "belowMinimum";

    /// <summary>The alarms of a point mean nothing now, or count again, by a rule of the workbook.</summary>
    public const string AlarmSuppressed = "alarmSuppressed";

    /// <summary>As <see cref="AlarmSuppressed"/>, of the alarm above the maximum of a measurement alone.</summary>
    public const string AboveMaximumSuppressed = "aboveMaximumSuppressed";

    /// <summary>As <see cref="AlarmSuppressed"/>, of the alarm below the minimum of a measurement alone.</summary>
    public const string BelowMinimumSuppressed = "belowMinimumSuppressed";

    /// <summary>A measurement rose from one reading to the next by more than the workbook says.</summary>
    public const string SteppedUp = "steppedUp";

    /// <summary>As <see cref="SteppedUp"/>, it fell.</summary>
    public const string SteppedDown = "steppedDown";
}

/// <summary>Which change of a digital point raises its alarm.</summary>
public static class AlarmTriggerCode
{
    /// <summary>It is raised by 1, and returns with 0.</summary>
    public const string On = "on";

    /// <summary>It is raised by 0, and returns with 1.</summary>
    public const string Off = "off";
}

/// <summary>How far the clock of a gateway can be trusted.</summary>
public static class GatewayClockCode
{
    /// <summary>A time service keeps it right.</summary>
    public const string Synchronised = "synchronised";

    /// <summary>It was synchronised since the gateway started and no longer is: it may be off by seconds.</summary>
    public const string Unsynchronised = "unsynchronised";

    /// <summary>It was not synchronised since the gateway started: it may be off by years.</summary>
    public const string NotSet = "notSet";

    /// <summary>Nobody checks it; the configuration of the gateway vouches for it. Only of a state.</summary>
    public const string Unchecked = "unchecked";
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

/// <summary>The position of a double-bit: something with two end positions, as two contacts tell it.</summary>
public static class DoubleBitCode
{
    /// <summary>Neither end position: it moves, or it stopped between them.</summary>
    public const string Intermediate = "intermediate";

    /// <summary>Determined off: open.</summary>
    public const string Off = "off";

    /// <summary>Determined on: closed.</summary>
    public const string On = "on";

    /// <summary>Both end positions at once, which cannot be.</summary>
    public const string Indeterminate = "indeterminate";
}
