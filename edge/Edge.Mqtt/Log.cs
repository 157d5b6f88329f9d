using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>The log lines of the publisher. Event ids 4000–4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Connected to the broker {Host}:{Port} as {ClientId}.")]
    public static partial void BrokerConnected(ILogger logger, string host, int port, string clientId);

    [LoggerMessage(4001, LogLevel.Warning, "No connection to the broker {Host}:{Port}: {Detail}. The gateway retries indefinitely.")]
    public static partial void BrokerNotConnected(ILogger logger, string host, int port, string detail);

    [LoggerMessage(4002, LogLevel.Warning,
        "The connection to the broker {Host}:{Port} is lost: {Detail}. The journal keeps events, and they are sent when the connection "
        + "is back.")]
    public static partial void BrokerLost(ILogger logger, string host, int port, string detail);

    [LoggerMessage(4003, LogLevel.Information, "Published everything: {Screens} drawings, {Tags} tags, {Elements} elements.")]
    public static partial void PublishedAll(ILogger logger, int screens, int tags, int elements);

    [LoggerMessage(4004, LogLevel.Error, "The broker refuses {Topic}: {Reason}. Check that the gateway's user may write there.")]
    public static partial void TopicRefused(ILogger logger, string topic, string reason);

    [LoggerMessage(4005, LogLevel.Error,
        "{Topic} has {Bytes} bytes, but the broker accepts {Maximum} at most: it is not sent. Make it smaller, or increase the limit of "
        + "the broker.")]
    public static partial void TooLarge(ILogger logger, string topic, long bytes, uint maximum);

    [LoggerMessage(4006, LogLevel.Warning,
        "The {Kind} '{Name}' is not published: a name in a topic has 1 to 64 letters, digits, '-', '_' or '.'. Rename it in the workbook.")]
    public static partial void NoTopic(ILogger logger, string kind, string name);

    [LoggerMessage(4007, LogLevel.Warning, "The {Kind} '{Name}' is in the workbook twice: only the first is published. Rename the other.")]
    public static partial void TopicTwice(ILogger logger, string kind, string name);

    [LoggerMessage(4008, LogLevel.Information, "Cleared {Count} retained messages of a former profile from the broker.")]
    public static partial void Cleared(ILogger logger, int count);

    [LoggerMessage(4009, LogLevel.Warning,
        "Retained messages of a former profile cannot be cleared: the broker refuses the subscription ({Reason}).")]
    public static partial void SweepRefused(ILogger logger, string reason);

    [LoggerMessage(4010, LogLevel.Warning,
        "The state \"offline\" was not sent at the stop: {Detail}. The broker publishes the gateway's will instead.")]
    public static partial void OfflineNotSent(ILogger logger, string detail);

    [LoggerMessage(4011, LogLevel.Error,
        "The broker does not store retained messages: clients that connect later see nothing. Allow retained messages in the broker.")]
    public static partial void NoRetain(ILogger logger);

    [LoggerMessage(4012, LogLevel.Warning,
        "No client subscribes to {Topic}, and the broker drops its messages. They stay in the journal and are sent again until a client "
        + "subscribes.")]
    public static partial void NobodyListens(ILogger logger, string topic);

    [LoggerMessage(4014, LogLevel.Information, "Published the new profile: {Screens} drawings, {Tags} tags, {Elements} elements.")]
    public static partial void PublishedProfile(ILogger logger, int screens, int tags, int elements);

    [LoggerMessage(4015, LogLevel.Warning,
        "Another client writes to the topics of this gateway: {Count} messages, the last to {Topic}. The gateway publishes its own values "
        + "again. Find the client (a second gateway of the same site?) and remove its right to write there.")]
    public static partial void ForeignWriter(ILogger logger, long count, string topic);

    [LoggerMessage(4017, LogLevel.Error,
        "A second gateway runs as this site; its epoch is {Epoch}. Its values and those of this gateway replace each other. Stop one of "
        + "the two, or give it a site, a client id and a journal of its own. One line a minute.")]
    public static partial void SecondGateway(ILogger logger, string epoch);

    [LoggerMessage(4016, LogLevel.Warning,
        "The broker refuses the gateway's subscription to {Topic} ({Reason}). The gateway cannot detect other clients that write there.")]
    public static partial void GuardRefused(ILogger logger, string topic, string reason);

    [LoggerMessage(4060, LogLevel.Warning,
        "{Count} requests about elements were refused in the last minute. The last: {Outcome}, {Reason}")]
    public static partial void CommandsNotDone(ILogger logger, long count, Edge.Contracts.CommandOutcome outcome, string? reason);

    [LoggerMessage(4061, LogLevel.Warning,
        "The broker refuses the gateway's subscription to {Topic} ({Reason}). Operators cannot set or acknowledge elements. Allow the "
        + "subscription in the broker.")]
    public static partial void CommandsRefused(ILogger logger, string topic, string reason);

    [LoggerMessage(4062, LogLevel.Warning,
        "{Count} requests on {Topic} in the last minute had no response topic or no correlation data. They are not executed.")]
    public static partial void CommandWithoutReturn(ILogger logger, long count, string topic);

    [LoggerMessage(4063, LogLevel.Warning, "{Count} requests were dropped in the last minute, because {Waiting} waited already.")]
    public static partial void TooManyCommands(ILogger logger, long count, int waiting);

    [LoggerMessage(4064, LogLevel.Warning,
        "{Count} requests on {Topic} in the last minute had a response topic that the gateway does not use. They are not executed. The "
        + "last: {Fault}.")]
    public static partial void CommandWithWrongReturn(ILogger logger, long count, string topic, string fault);

    [LoggerMessage(4080, LogLevel.Warning,
        "The broker refuses the gateway's subscription to {Topic} ({Reason}). The historian '{Historian}' cannot acknowledge, so it gets "
        + "no records, and the journal keeps them. Allow the subscription in the broker, or take the historian out of mqtt.historians.")]
    public static partial void AnswersRefused(ILogger logger, string historian, string topic, string reason);

    [LoggerMessage(4081, LogLevel.Warning,
        "{Count} messages of the historian '{Historian}' in the last minute are not of the contract and are ignored. The last: {Problem}.")]
    public static partial void AnswersNotOfContract(ILogger logger, long count, string historian, string problem);

    [LoggerMessage(4082, LogLevel.Warning,
        "{Count} answers of the historian '{Historian}' in the last minute are about other epochs of the journal and change nothing. The "
        + "last epoch: {Epoch}.")]
    public static partial void AnswersOfOtherEpoch(ILogger logger, long count, string historian, string epoch);

    [LoggerMessage(4083, LogLevel.Error,
        "The historian '{Historian}' acknowledges record {Seq}, but the last record of the journal is {Last} (epoch {Epoch}). Another "
        + "journal has used these numbers: a restored or copied card, or a second gateway of this site. The cursor does not move. Find the "
        + "other gateway, or give this one a new journal.")]
    public static partial void HistorianClash(ILogger logger, string historian, long seq, long last, string epoch);

    [LoggerMessage(4089, LogLevel.Warning,
        "The historian '{Historian}' has records up to {Seq} of epoch {Epoch}, which ends with record {Last} in this journal: it was "
        + "restored from an older copy, or a second gateway goes on from the same copy. Nothing is overwritten: what this gateway records "
        + "has an epoch of its own.")]
    public static partial void HistorianHasMore(ILogger logger, string historian, long seq, string epoch, long last);

    [LoggerMessage(4084, LogLevel.Warning,
        "The historian '{Historian}' has the records up to {Seq} only; it had acknowledged {Before}. What the journal still has is sent "
        + "again.")]
    public static partial void HistorianWentBack(ILogger logger, string historian, long seq, long before);

    [LoggerMessage(4085, LogLevel.Information, "The historian '{Historian}' lacks records. Those after {Seq} are sent again.")]
    public static partial void HistorianAsks(ILogger logger, string historian, long seq);

    [LoggerMessage(4086, LogLevel.Warning,
        "The cursor of the historian '{Historian}' cannot be moved to {Seq}: {Detail} After a restart some records are sent again.")]
    public static partial void HistorianCursorNotStored(ILogger logger, string historian, long seq, string detail);

    [LoggerMessage(4087, LogLevel.Warning,
        "The journal cannot be read for the historian '{Historian}' after record {Seq}: {Detail} It is tried again each second.")]
    public static partial void JournalNotReadForHistorian(ILogger logger, string historian, long seq, string detail);
}
