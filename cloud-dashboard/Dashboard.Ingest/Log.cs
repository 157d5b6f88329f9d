using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest;

internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning, "Refused a message of topic {Topic}: {Reason}. {Count} refused since the start; this topic is not written again within the hour.")]
    public static partial void Refused(ILogger logger, string topic, string reason, long count);

    [LoggerMessage(6001, LogLevel.Information, "Connected to the MQTT broker {Broker} ({Session}).")]
    public static partial void Connected(ILogger logger, string broker, string session);

    [LoggerMessage(6002, LogLevel.Warning, "No connection to the MQTT broker {Broker} ({Session}): {Reason} Trying again.")]
    public static partial void Disconnected(ILogger logger, string broker, string session, string reason);

    [LoggerMessage(6003, LogLevel.Warning, "A record of {Site} could not be stored, so it is not acknowledged and the broker keeps it: {Reason}")]
    public static partial void NotStored(ILogger logger, string site, string reason);
}
