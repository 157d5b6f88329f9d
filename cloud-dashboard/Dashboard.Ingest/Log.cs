using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest;

internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning,
        "A message of topic {Topic} is refused: {Reason}. {Count} were refused since the start. This topic is logged once an hour at "
        + "most.")]
    public static partial void MessageRefused(ILogger logger, string topic, string reason, long count);

    [LoggerMessage(6001, LogLevel.Information, "Connected to the MQTT broker {Broker} ({Session}).")]
    public static partial void SessionConnected(ILogger logger, string broker, string session);

    [LoggerMessage(6002, LogLevel.Warning, "No connection to the MQTT broker {Broker} ({Session}): {Reason} It is tried again.")]
    public static partial void SessionDisconnected(ILogger logger, string broker, string session, string reason);

    [LoggerMessage(6003, LogLevel.Warning, "A record of {Site} cannot be stored: {Reason} It is not acknowledged, so the broker keeps it.")]
    public static partial void NotStored(ILogger logger, string site, string reason);

    [LoggerMessage(6004, LogLevel.Error,
        "A record has a number that another record has already: it is kept beside that one as {Key}. Either another client publishes as "
        + "this gateway, or its journal was restored from a copy. {Count} such records since the last line, which comes once a minute.")]
    public static partial void StoredBeside(ILogger logger, string key, int count);

    [LoggerMessage(6005, LogLevel.Warning,
        "What is known of the stations cannot be kept: {Reason} It is tried every 10 s. After a restart, stations whose gateway is away "
        + "may be missing.")]
    public static partial void StationsNotKept(ILogger logger, string reason);

    [LoggerMessage(6006, LogLevel.Warning,
        "Not all that was kept of station {Site} can be shown: {Reason}. It is complete again when its gateway publishes.")]
    public static partial void StationNotRestored(ILogger logger, string site, string reason);

    [LoggerMessage(6007, LogLevel.Error,
        "A record has a number that its gateway has not announced in its state: it is kept aside as {Key} and marked. Either the state is "
        + "late, and the next one gives the record its place, or another client publishes as this gateway: then find it and remove "
        + "its right to write there. {Count} such records since the last line, which comes once a minute.")]
    public static partial void StoredAhead(ILogger logger, string key, int count);

    [LoggerMessage(6008, LogLevel.Information,
        "The gateway of {Site} has announced the numbers of {Count} records that were kept aside: they have their place now.")]
    public static partial void AheadPlaced(ILogger logger, string site, int count);

    [LoggerMessage(6009, LogLevel.Warning,
        "Records of {Site} that were kept aside cannot be put in their place: {Reason} They are kept, and it is tried again with the next "
        + "state of its gateway.")]
    public static partial void AheadNotPlaced(ILogger logger, string site, string reason);

    [LoggerMessage(6010, LogLevel.Error,
        "A batch of the journal of {Site} (epoch {Epoch}, up to record {LastSeq}) is not stored: its gateway has not announced it in its "
        + "state. The gateway is asked for it again. If this continues, another client publishes as this gateway: find it and remove its "
        + "right to write there. {Count} such batches since the last line, which comes once a minute.")]
    public static partial void BatchNotAnnounced(ILogger logger, string site, string epoch, long lastSeq, int count);

    [LoggerMessage(6011, LogLevel.Error,
        "Records {First} to {Last} of the journal of {Site} (epoch {Epoch}) are lost: neither the historian nor the journal has them. An "
        + "event of the station says so.")]
    public static partial void JournalGap(ILogger logger, string site, long first, long last, string epoch);

    [LoggerMessage(6017, LogLevel.Error,
        "The journal of {Site} does not have records {First} to {Last} of epoch {Former} any more, which are stored: it was restored from "
        + "an older copy, or a second box goes on from the same copy. They are kept, and so is what it records now (epoch {Epoch}). An "
        + "event of the station says so.")]
    public static partial void JournalTakenBack(ILogger logger, string site, long first, long last, string former, string epoch);

    [LoggerMessage(6018, LogLevel.Error,
        "Two gateways run as {Site}: they announce themselves in turn, with the epochs {Epochs}. Stop one of the two boxes, or give it a "
        + "site of its own. An event of the station says so.")]
    public static partial void TwoGateways(ILogger logger, string site, string? epochs);

    [LoggerMessage(6012, LogLevel.Warning,
        "Records of the journal of {Site} cannot be read and are kept as they came: {Reason}. {Count} of all stations since the start; one "
        + "line a minute.")]
    public static partial void RecordsSetAside(ILogger logger, string site, string reason, long count);

    [LoggerMessage(6013, LogLevel.Warning,
        "Records of the journal of {Site} are of a kind that this software does not know. They are kept as they came: update the "
        + "dashboard. {Count} of all stations since the start; one line a minute.")]
    public static partial void UnknownRecords(ILogger logger, string site, long count);

    [LoggerMessage(6014, LogLevel.Information,
        "Records {After} to {Before} of the journal of {Site} are missing: its gateway is asked to send them again.")]
    public static partial void ReplayRequested(ILogger logger, string site, long after, long before);

    [LoggerMessage(6016, LogLevel.Error,
        "The MQTT broker {Broker} does not let the dashboard publish {Topic} ({Reason}): gateways keep their journals, or the marks of "
        + "what was acknowledged, until it does. Give the user of the dashboard the right to write there. One line a minute.")]
    public static partial void AnswerRefused(ILogger logger, string broker, string topic, string reason);

    [LoggerMessage(6015, LogLevel.Warning, "How far the journals are stored cannot be read: {Reason} The broker is connected to again.")]
    public static partial void JournalsNotRead(ILogger logger, string reason);

    [LoggerMessage(6019, LogLevel.Information,
        "This dashboard stores the journal of {Site} now: no other one does, or the one that did has not been heard of.")]
    public static partial void SiteTaken(ILogger logger, string site);

    [LoggerMessage(6021, LogLevel.Warning, "Which marks are to be acknowledged cannot be read: {Reason} It is tried again.")]
    public static partial void MarksNotRead(ILogger logger, string reason);

    [LoggerMessage(6022, LogLevel.Information,
        "The gateway of {Site} has no mark of {Tag} to acknowledge ({Outcome}): {Detail}. The alarm is acknowledged all the same.")]
    public static partial void MarkRefused(ILogger logger, string site, string tag, CommandOutcome outcome, string detail);

    [LoggerMessage(6020, LogLevel.Warning, "Which dashboard stores which journal cannot be read: {Reason} It is tried again.")]
    public static partial void LeasesNotRead(ILogger logger, string reason);

    [LoggerMessage(6023, LogLevel.Warning,
        "What the centre watches of itself and of the gateways cannot be compared with the alarms: {Reason} It is tried again each 5 s.")]
    public static partial void CentreDoesNotWatch(ILogger logger, string reason);

    [LoggerMessage(6024, LogLevel.Information, "What the centre watches is compared with the alarms again.")]
    public static partial void CentreWatchesAgain(ILogger logger);

    [LoggerMessage(6025, LogLevel.Warning, "What {Probe} watches is not known: {Reason} It is asked again each 5 s.")]
    public static partial void ProbeFails(ILogger logger, string probe, string reason);

    [LoggerMessage(6026, LogLevel.Information, "What {Probe} watches is known again.")]
    public static partial void ProbeWorksAgain(ILogger logger, string probe);
}
