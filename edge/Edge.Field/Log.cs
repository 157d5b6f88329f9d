using Edge.Field.Serial;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field;

/// <summary>What the field side says. Event ids 1000–1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Device}: connected to {Peer}.")]
    public static partial void Connected(ILogger logger, string device, string peer);

    [LoggerMessage(1001, LogLevel.Debug, "{Device}: {Kind}: {Detail}")]
    public static partial void ExchangeFailed(ILogger logger, string device, FieldFailureKind kind, string detail);

    [LoggerMessage(1002, LogLevel.Information, "{Device}: time set to {Local}.")]
    public static partial void TimeSet(ILogger logger, string device, string local);

    [LoggerMessage(1003, LogLevel.Warning, "{Device}: the gateway's own clock says {Now}, which cannot be; the station's time is not set.")]
    public static partial void ClockUnbelievable(ILogger logger, string device, string now);

    [LoggerMessage(1004, LogLevel.Warning,
        "{Device}: the answer has {Variables} sets of system variables, {Digitals} digital and {Analogs} analogue words; the profile expects "
        + "{ExpectedVariables}, {ExpectedDigitals} and {ExpectedAnalogs}. Points that the answer does not hold are bad. Check the workbook.")]
    public static partial void AnswerDiffersFromProfile(ILogger logger, string device, int variables, int digitals, int analogs,
        int expectedVariables, int expectedDigitals, int expectedAnalogs);

    [LoggerMessage(1005, LogLevel.Error,
        "{Device}: the answer to sequence {Sequence:X2} is wrong each time it is repeated ({Fault}). It is given up, with whatever events it "
        + "carried: {Bytes}")]
    public static partial void AnswerGivenUp(ILogger logger, string device, byte sequence, string fault, string bytes);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Device}: it sent again {Count} events that are in the journal already; they were left out. It has probably restarted.")]
    public static partial void RepeatedEventsLeftOut(ILogger logger, string device, int count);

    [LoggerMessage(1007, LogLevel.Warning, "{Device}: the mark in the journal is of no use ({Length} bytes); sequence begins anew.")]
    public static partial void MarkUnreadable(ILogger logger, string device, int length);

    [LoggerMessage(1150, LogLevel.Warning, "{Device}: {Ied} is marked after {Polls} polls without an answer ({Reason}); it is asked rarely from now on.")]
    public static partial void IedLost(ILogger logger, string device, string ied, int polls, string reason);

    [LoggerMessage(1151, LogLevel.Information, "{Device}: {Ied} answers again.")]
    public static partial void IedBack(ILogger logger, string device, string ied);

    [LoggerMessage(1152, LogLevel.Warning, "{Device}: the stack of events of {Ied} overflowed: it dropped events before they could be read.")]
    public static partial void EventsOverflowed(ILogger logger, string device, string ied);

    [LoggerMessage(1153, LogLevel.Warning, "{Device}: the clock of {Ied} is off by {Milliseconds:0} ms; the limit is {Limit:0} ms.")]
    public static partial void IedClockOff(ILogger logger, string device, string ied, double milliseconds, double limit);

    [LoggerMessage(1154, LogLevel.Information, "{Device}: the clock of {Ied} is right again ({Milliseconds:0} ms).")]
    public static partial void IedClockRight(ILogger logger, string device, string ied, double milliseconds);

    [LoggerMessage(1155, LogLevel.Warning, "{Device}: port {Port}, bit {Bit} of {Ied} chatters; its events are left out for {Seconds:0} s and counted.")]
    public static partial void InputMasked(ILogger logger, string device, string ied, int port, int bit, double seconds);

    [LoggerMessage(1156, LogLevel.Information, "{Device}: port {Port}, bit {Bit} of {Ied} is quiet; {LeftOut} of its events were left out.")]
    public static partial void InputUnmasked(ILogger logger, string device, string ied, int port, int bit, int leftOut);

    [LoggerMessage(1100, LogLevel.Information, "{Bus}: open, {BitRate} bit/s, {Bits} bits a byte, direction: {Direction}.")]
    public static partial void BusOpened(ILogger logger, string bus, int bitRate, int bits, DirectionMode direction);

    [LoggerMessage(1101, LogLevel.Warning, "{Bus}: out of order: {Reason} It is opened again by itself.")]
    public static partial void BusFailed(ILogger logger, string bus, string reason);

    [LoggerMessage(1102, LogLevel.Debug, "{Bus}: still out of order: {Reason}")]
    public static partial void BusStillFailed(ILogger logger, string bus, string reason);

    [LoggerMessage(1103, LogLevel.Information,
        "{Bus}: its driver cannot tell when the last bit has left; the direction is switched by arithmetic and a guard of {Microseconds} µs. "
        + "A USB adapter that starts later cuts its own questions off: give it a longer guard, or let its hardware switch.")]
    public static partial void DirectionBlind(ILogger logger, string bus, double microseconds);

    [LoggerMessage(1104, LogLevel.Warning,
        "{Bus}: the transmitter was still busy long after the end of its frame, so the direction was switched back and the rest thrown away. Is the "
        + "speed right, does a flow control hold it? Said once; the metrics count it.")]
    public static partial void TransmitterOverrun(ILogger logger, string bus);

    [LoggerMessage(1105, LogLevel.Information, "{Bus}: works again.")]
    public static partial void BusWorksAgain(ILogger logger, string bus);

    [LoggerMessage(1250, LogLevel.Information, "{Device}: {Unit} works again.")]
    public static partial void LocalUnitWorks(ILogger logger, string device, string unit);

    [LoggerMessage(1251, LogLevel.Warning, "{Device}: the inputs of {Unit} are bad: {Reason} It is tried again until it works.")]
    public static partial void LocalUnitFails(ILogger logger, string device, string unit, string reason);

    [LoggerMessage(1252, LogLevel.Warning,
        "{Device}: {Unit} had lost its settings, so it was without power for a moment, and was set up again. What changed meanwhile is a value and no event.")]
    public static partial void LocalChipWasReset(ILogger logger, string device, string unit);

    [LoggerMessage(1253, LogLevel.Warning,
        "{Device}: {Unit}: {Count} edges of port {Port}, bit {Bit} came faster than they could be kept and are lost; its next event is marked.")]
    public static partial void LocalEdgesLost(ILogger logger, string device, string unit, uint count, int port, int bit);

    [LoggerMessage(1254, LogLevel.Error,
        "{Device}: more than {Most} events wait for the journal; the oldest are dropped, and an event will tell how many.")]
    public static partial void LocalEventsLost(ILogger logger, string device, int most);

    [LoggerMessage(1255, LogLevel.Warning, "{Device}: the profile has points on inputs that are not configured, and they are bad: {Points}.")]
    public static partial void LocalPointsNotWired(ILogger logger, string device, string points);

    [LoggerMessage(1256, LogLevel.Warning, "{Device}: the clock of the box is not synchronised; events are marked so.")]
    public static partial void LocalClockOff(ILogger logger, string device);

    [LoggerMessage(1257, LogLevel.Information, "{Device}: the clock of the box is synchronised.")]
    public static partial void LocalClockRight(ILogger logger, string device);
}
