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

    [LoggerMessage(1020, LogLevel.Warning,
        "{Device}: the clock of IED {Address} ({Description}) is off by {Milliseconds:0} ms; the limit is {Limit:0} ms. Its events carry times that are wrong.")]
    public static partial void ClockOff(ILogger logger, string device, int address, string description, double milliseconds, double limit);

    [LoggerMessage(1021, LogLevel.Information, "{Device}: the clock of IED {Address} ({Description}) is right again ({Milliseconds:0} ms).")]
    public static partial void ClockRight(ILogger logger, string device, int address, string description, double milliseconds);

    [LoggerMessage(1022, LogLevel.Information,
        "{Device}: the last answer was one to a question of a control centre, from before the restart; it carried no events and is passed over.")]
    public static partial void RelayedAnswerSkipped(ILogger logger, string device);

    [LoggerMessage(1023, LogLevel.Information, "{Device}: the scan of its IEDs is stopped to ask IED {Address} itself.")]
    public static partial void BridgeOpens(ILogger logger, string device, int address);

    [LoggerMessage(1024, LogLevel.Information, "{Device}: the scan of its IEDs runs again after {Milliseconds:0} ms.")]
    public static partial void BridgeClosed(ILogger logger, string device, double milliseconds);

    [LoggerMessage(1025, LogLevel.Error,
        "{Device}: the scan of its IEDs is stopped and could not be started again ({Detail}). It is tried at each poll; until then nothing is read.")]
    public static partial void BridgeStuck(ILogger logger, string device, string detail);

    [LoggerMessage(1026, LogLevel.Warning,
        "{Device}: it does not answer the command that starts its scan (3F: {Detail}); it has none, or the line is bad. Polling goes on.")]
    public static partial void ScanNotStarted(ILogger logger, string device, string detail);
}
