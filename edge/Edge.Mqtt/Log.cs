using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>What the publisher says, ids 4000–4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Connected to the broker {Host}:{Port} as {ClientId}.")]
    public static partial void Connected(ILogger logger, string host, int port, string clientId);

    [LoggerMessage(4001, LogLevel.Warning, "No connection to the broker {Host}:{Port}: {Detail}. It is tried again for ever.")]
    public static partial void NotConnected(ILogger logger, string host, int port, string detail);

    [LoggerMessage(4002, LogLevel.Warning,
        "The connection to the broker {Host}:{Port} is lost: {Detail}. Events are kept in the journal and sent when it is back.")]
    public static partial void Lost(ILogger logger, string host, int port, string detail);

    [LoggerMessage(4003, LogLevel.Information, "Published everything: {Screens} drawings, {Tags} tags, {Elements} elements.")]
    public static partial void PublishedAll(ILogger logger, int screens, int tags, int elements);

    [LoggerMessage(4004, LogLevel.Error, "The broker refuses {Topic}: {Reason}. Check what the user of the gateway may write there.")]
    public static partial void Refused(ILogger logger, string topic, string reason);

    [LoggerMessage(4005, LogLevel.Error,
        "{Topic} has {Bytes} bytes, the broker takes {Maximum} at most: it is not sent. Make it smaller, or raise the limit of the broker.")]
    public static partial void TooLarge(ILogger logger, string topic, long bytes, uint maximum);

    [LoggerMessage(4006, LogLevel.Warning,
        "The {Kind} '{Name}' is not published: a topic takes 1 to 64 letters, digits, '-', '_' or '.'. Rename it in the workbook.")]
    public static partial void NoTopic(ILogger logger, string kind, string name);

    [LoggerMessage(4007, LogLevel.Warning, "The {Kind} '{Name}' stands twice in the workbook: only the first is published. Rename the other.")]
    public static partial void TopicTwice(ILogger logger, string kind, string name);

    [LoggerMessage(4008, LogLevel.Information, "Cleared {Count} retained messages of a former profile from the broker.")]
    public static partial void Cleared(ILogger logger, int count);

    [LoggerMessage(4009, LogLevel.Warning, "Retained messages of a former profile cannot be looked for: the broker refuses the subscription ({Reason}).")]
    public static partial void SweepRefused(ILogger logger, string reason);

    [LoggerMessage(4010, LogLevel.Warning, "The broker did not take the word that the gateway stops: {Detail}. Its will says so instead.")]
    public static partial void OfflineNotSent(ILogger logger, string detail);

    [LoggerMessage(4011, LogLevel.Error, "The broker keeps no retained messages: who connects later sees nothing. Allow them in the broker.")]
    public static partial void NoRetain(ILogger logger);

    [LoggerMessage(4012, LogLevel.Warning,
        "Nobody listens to {Topic}: the broker throws away what comes there. It stays in the journal and is sent again until somebody does.")]
    public static partial void NobodyListens(ILogger logger, string topic);

    [LoggerMessage(4014, LogLevel.Information, "Published the new profile: {Screens} drawings, {Tags} tags, {Elements} elements.")]
    public static partial void PublishedProfile(ILogger logger, int screens, int tags, int elements);

    [LoggerMessage(4060, LogLevel.Warning, "A request about an element is refused ({Outcome}): {Reason}")]
    public static partial void CommandRefused(ILogger logger, Edge.Contracts.CommandOutcome outcome, string? reason);

    [LoggerMessage(4061, LogLevel.Warning,
        "The broker does not let the gateway listen to {Topic}: {Reason}. Operators cannot set or acknowledge anything until it may.")]
    public static partial void CommandsRefused(ILogger logger, string topic, string reason);

    [LoggerMessage(4062, LogLevel.Warning, "A request on {Topic} has no response topic or no correlation data: it is not obeyed.")]
    public static partial void CommandWithoutReturn(ILogger logger, string topic);

    [LoggerMessage(4063, LogLevel.Warning, "More than {Waiting} requests wait: one is dropped.")]
    public static partial void TooManyCommands(ILogger logger, int waiting);
}
