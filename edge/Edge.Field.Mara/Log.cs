using System.Net;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara;

/// <summary>The log messages of the Mara drivers and the outstation. Event ids 1000–1099 and 1150–1249.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Device}: connected to {Peer}.")]
    public static partial void Connected(ILogger logger, string device, string peer);

    [LoggerMessage(1001, LogLevel.Debug, "{Device}: {Kind}: {Detail}")]
    public static partial void ExchangeFailed(ILogger logger, string device, FieldFailureKind kind, string detail);

    [LoggerMessage(1002, LogLevel.Information, "{Device}: time set to {Local}.")]
    public static partial void TimeSet(ILogger logger, string device, string local);

    [LoggerMessage(1003, LogLevel.Warning,
        "{Device}: the gateway's own clock shows {Now}, which is not plausible. The devices get no time until it is set.")]
    public static partial void ClockUnbelievable(ILogger logger, string device, string now);

    [LoggerMessage(1004, LogLevel.Warning,
        "{Device}: the answer has {Variables} sets of system variables, {Digitals} digital and {Analogs} analogue words; the profile "
        + "expects {ExpectedVariables}, {ExpectedDigitals} and {ExpectedAnalogs}. Points that are not in the answer are bad. Check the "
        + "workbook.")]
    public static partial void AnswerDiffersFromProfile(ILogger logger, string device, int variables, int digitals, int analogs,
        int expectedVariables, int expectedDigitals, int expectedAnalogs);

    [LoggerMessage(1005, LogLevel.Error,
        "{Device}: the answer to sequence {Sequence:X2} is not valid each time it is repeated ({Fault}). It is skipped; if it "
        + "carried events, they are lost: {Bytes}")]
    public static partial void AnswerGivenUp(ILogger logger, string device, byte sequence, string fault, string bytes);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Device}: {Count} events were sent again that are already in the journal; they were left out. The device has probably "
        + "restarted.")]
    public static partial void RepeatedEventsLeftOut(ILogger logger, string device, int count);

    [LoggerMessage(1007, LogLevel.Warning,
        "{Device}: the checkpoint in the journal cannot be read ({Length} bytes). The sequence starts from the beginning.")]
    public static partial void CheckpointUnreadable(ILogger logger, string device, int length);

    [LoggerMessage(1022, LogLevel.Information,
        "{Device}: it repeated its answer to a question of a control centre from before the restart. That answer has no events and is "
        + "skipped.")]
    public static partial void PassedAnswerSkipped(ILogger logger, string device);

    [LoggerMessage(1023, LogLevel.Information, "{Device}: the scan of its IEDs is stopped, to ask IED {Address} directly.")]
    public static partial void BridgeOpens(ILogger logger, string device, int address);

    [LoggerMessage(1024, LogLevel.Information, "{Device}: the scan of its IEDs runs again after {Milliseconds:0} ms.")]
    public static partial void BridgeClosed(ILogger logger, string device, double milliseconds);

    [LoggerMessage(1025, LogLevel.Error,
        "{Device}: the scan of its IEDs is stopped and could not be started again ({Detail}). It is tried again at each poll; until it "
        + "runs nothing is read.")]
    public static partial void BridgeStuck(ILogger logger, string device, string detail);

    [LoggerMessage(1026, LogLevel.Warning,
        "{Device}: it does not answer the command that starts its scan (3F: {Detail}). It does not support the command, or the line is "
        + "bad. Polling goes on.")]
    public static partial void ScanNotStarted(ILogger logger, string device, string detail);

    [LoggerMessage(1150, LogLevel.Warning,
        "{Device}: {Ied} is lost: {Polls} polls in a row had no answer ({Reason}). It is asked rarely from now on.")]
    public static partial void IedLost(ILogger logger, string device, string ied, int polls, string reason);

    [LoggerMessage(1151, LogLevel.Information, "{Device}: {Ied} answers again.")]
    public static partial void IedBack(ILogger logger, string device, string ied);

    [LoggerMessage(1152, LogLevel.Warning, "{Device}: the event stack of {Ied} overflowed. Events were lost before they could be read.")]
    public static partial void EventsOverflowed(ILogger logger, string device, string ied);

    [LoggerMessage(1153, LogLevel.Warning, "{Device}: the clock of {Ied} is off by {Milliseconds:0} ms; the limit is {Limit:0} ms.")]
    public static partial void IedClockOff(ILogger logger, string device, string ied, double milliseconds, double limit);

    [LoggerMessage(1154, LogLevel.Information, "{Device}: the clock of {Ied} is right again ({Milliseconds:0} ms).")]
    public static partial void IedClockRight(ILogger logger, string device, string ied, double milliseconds);

    [LoggerMessage(1155, LogLevel.Warning,
        "{Device}: port {Port}, bit {Bit} of {Ied} chatters. Its events are left out for {Seconds:0} s and counted.")]
    public static partial void InputMasked(ILogger logger, string device, string ied, int port, int bit, double seconds);

    [LoggerMessage(1156, LogLevel.Information,
        "{Device}: port {Port}, bit {Bit} of {Ied} is quiet again. {LeftOut} of its events were left out.")]
    public static partial void InputUnmasked(ILogger logger, string device, string ied, int port, int bit, int leftOut);

    [LoggerMessage(1157, LogLevel.Warning,
        "{Device}: {Ied} answers badly: {Missed} of its last {Polls} polls had no valid answer ({Reason}). Each was repeated, so "
        + "nothing is lost. Check its cable and the ends of the line, and that no other IED has its address.")]
    public static partial void IedAnswersBadly(ILogger logger, string device, string ied, int missed, int polls, string reason);

    [LoggerMessage(1158, LogLevel.Information, "{Device}: {Ied} answers well again: {Polls} polls in a row.")]
    public static partial void IedAnswersWell(ILogger logger, string device, string ied, int polls);

    [LoggerMessage(1159, LogLevel.Warning,
        "{Device}: the line is disturbed: {Missed} of the last {Polls} questions to IEDs that otherwise answer well returned bytes, but "
        + "no valid answer. Check for noise, and for a device that sends without a question.")]
    public static partial void LineDisturbed(ILogger logger, string device, int missed, int polls);

    [LoggerMessage(1160, LogLevel.Information, "{Device}: the line is quiet again: {Polls} questions in a row were answered well.")]
    public static partial void LineWell(ILogger logger, string device, int polls);

    [LoggerMessage(1161, LogLevel.Warning,
        "{Device}: {Ied} answers late: after {Milliseconds:0} ms, and the time-out is {Timeout:0} ms. Late answers up to half a second are "
        + "waited out and used, but each costs the bus time. Set answerTimeout higher, or check the IED.")]
    public static partial void IedAnswersLate(ILogger logger, string device, string ied, double milliseconds, double timeout);

    [LoggerMessage(1162, LogLevel.Information, "{Device}: {Ied} answers in time again: {Polls} answers in a row.")]
    public static partial void IedAnswersInTime(ILogger logger, string device, string ied, int polls);

    [LoggerMessage(1200, LogLevel.Information, "Outstation {Comaster}: control centres are answered on {Endpoint}.")]
    public static partial void OutstationListening(ILogger logger, int comaster, IPEndPoint endpoint);

    [LoggerMessage(1201, LogLevel.Error,
        "Outstation {Comaster}: {Endpoint} cannot be opened ({Reason}); it is tried again. Does another program use it, or is the "
        + "address not one of this machine?")]
    public static partial void OutstationNotListening(ILogger logger, int comaster, IPEndPoint endpoint, string reason);

    [LoggerMessage(1202, LogLevel.Information, "Outstation: {Centre} polls concentrator {Comaster} from {Address}.")]
    public static partial void OutstationConnected(ILogger logger, string centre, IPAddress address, int comaster);

    [LoggerMessage(1203, LogLevel.Information,
        "Outstation: the connection of {Centre} from {Address} ended: {Why}. Its events are kept for it.")]
    public static partial void OutstationLeft(ILogger logger, string centre, IPAddress address, string why);

    [LoggerMessage(1204, LogLevel.Warning,
        "Outstation {Comaster}: {Who} is not in the configuration and is not answered. Add it to northbound.clients if it should be.")]
    public static partial void OutstationNotServed(ILogger logger, int comaster, string who);

    [LoggerMessage(1205, LogLevel.Warning,
        "Outstation {Comaster}: {Address} is refused because {Maximum} connections are open already. Does a centre connect again and "
        + "again, or is northbound.maximumClients too small?")]
    public static partial void OutstationFull(ILogger logger, int comaster, IPAddress address, int maximum);

    [LoggerMessage(1206, LogLevel.Warning, "Outstation: a connection from {Address} asked nothing and was closed: {Why}.")]
    public static partial void OutstationStranger(ILogger logger, IPAddress address, string why);

    [LoggerMessage(1207, LogLevel.Error,
        "Outstation: a bug of the gateway ended the connection from {Address}; the other connections continue.")]
    public static partial void OutstationBug(ILogger logger, Exception bug, IPAddress address);

    [LoggerMessage(1208, LogLevel.Error,
        "Outstation: the journal cannot store how far {Centre} was answered ({Reason}). Questions that depend on it are not answered until "
        + "it can, so that no event is lost or doubled.")]
    public static partial void OutstationNotKept(ILogger logger, string centre, string reason);

    [LoggerMessage(1209, LogLevel.Error,
        "Outstation: the journal cannot be read for {Centre} behind record {Seq} ({Reason}). The centre gets values now and its events "
        + "later.")]
    public static partial void OutstationJournalNotRead(ILogger logger, string centre, long seq, string reason);

    [LoggerMessage(1210, LogLevel.Error,
        "Outstation: {Centre} did not poll for so long that the journal dropped {Count} records before it read them. Events among them "
        + "are lost for it.")]
    public static partial void OutstationRecordsDropped(ILogger logger, string centre, long count);

    [LoggerMessage(1211, LogLevel.Error,
        "Outstation: the note of {Centre} in the journal cannot be read ({Length} bytes); the events of its last answer may come "
        + "twice.")]
    public static partial void OutstationNoteUnreadable(ILogger logger, string centre, int length);

    [LoggerMessage(1212, LogLevel.Information,
        "Outstation: {Who} is not in the configuration and is served as an unknown centre, with the events from now on, in place of "
        + "{Before}.")]
    public static partial void OutstationGuest(ILogger logger, string who, string before);

    [LoggerMessage(1213, LogLevel.Warning,
        "Outstation: {Centre} sets the time; it is not passed through to the field. Set northbound.setTime to true if it should be.")]
    public static partial void OutstationSetTimeRefused(ILogger logger, string centre);

    [LoggerMessage(1214, LogLevel.Information, "Outstation: {Centre} set the time of the field to {Local:s}.")]
    public static partial void OutstationTimeSet(ILogger logger, string centre, DateTime local);

    [LoggerMessage(1215, LogLevel.Warning,
        "Outstation: {Centre} orders port {Port}, bit {Bit} to {State}; it is refused. Set northbound.control to true if it should be "
        + "allowed.")]
    public static partial void OutstationOrderRefused(ILogger logger, string centre, byte port, byte bit, byte state);

    [LoggerMessage(1216, LogLevel.Warning, "Outstation: {Centre} ordered port {Port}, bit {Bit} to {State}: {Result} by the field.")]
    public static partial void OutstationOrder(ILogger logger, string centre, byte port, byte bit, byte state, string result);

    [LoggerMessage(1217, LogLevel.Warning, "Outstation: the field did not answer command {Command:X2} of {Centre} ({Outcome}: {Detail}).")]
    public static partial void OutstationPassThroughFailed(
        ILogger logger, string centre, byte command, string outcome, string? detail);

    [LoggerMessage(1218, LogLevel.Error,
        "Outstation: {Centre} repeats an order from before the gateway restarted: port {Port}, bit {Bit} to {State}. It may have been "
        + "carried out, so it is refused.")]
    public static partial void OutstationOrderNotRepeated(ILogger logger, string centre, byte port, byte bit, byte state);

    [LoggerMessage(1219, LogLevel.Information,
        "Outstation: {Who} sent no question for {Days:0} days and is removed. If it connects again it gets the events from then on.")]
    public static partial void OutstationGuestForgotten(ILogger logger, string who, double days);
}
