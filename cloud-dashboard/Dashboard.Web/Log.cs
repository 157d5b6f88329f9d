namespace Dashboard.Web;

internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Information, "User {User} logged in from {Address}.")]
    public static partial void LoggedIn(ILogger logger, string user, string address);

    [LoggerMessage(7001, LogLevel.Warning, "The log-in of {User} from {Address} is refused: {Reason}.")]
    public static partial void LogInRefused(ILogger logger, string user, string address, string reason);

    [LoggerMessage(7002, LogLevel.Information, "User {User} with role {Role} is created from the configuration.")]
    public static partial void UserSeeded(ILogger logger, string user, string role);

    [LoggerMessage(7003, LogLevel.Warning, "There is no user, so nobody can log in. Configure Users:Seed and start again.")]
    public static partial void NoUsers(ILogger logger);

    [LoggerMessage(7020, LogLevel.Information,
        "The embedded MQTT broker listens on {Endpoint}. It keeps retained messages in memory only; gateways send theirs again when "
        + "they connect.")]
    public static partial void BrokerListens(ILogger logger, string endpoint);

    [LoggerMessage(7021, LogLevel.Warning, "The embedded MQTT broker refused {Client} from {Address}: {Reason}.")]
    public static partial void BrokerRefused(ILogger logger, string client, string address, string reason);

    [LoggerMessage(7022, LogLevel.Warning, "The embedded MQTT broker refused a message of {Client} to {Topic}: {Reason}.")]
    public static partial void PublishRefused(ILogger logger, string client, string topic, string reason);

    [LoggerMessage(7023, LogLevel.Warning, "The embedded MQTT broker left out {Count} lines about what it refused.")]
    public static partial void BrokerLinesLeftOut(ILogger logger, long count);

    [LoggerMessage(7024, LogLevel.Debug, "A connection from {Address} to the embedded MQTT broker has ended: {Reason}.")]
    public static partial void BrokerConnectionEnded(ILogger logger, string address, string reason);

    [LoggerMessage(7025, LogLevel.Information, "The embedded MQTT broker has {Count} users.")]
    public static partial void BrokerUsersRead(ILogger logger, int count);

    [LoggerMessage(7026, LogLevel.Error, "The users of the embedded MQTT broker are not read; those of before stay: {Reason}")]
    public static partial void BrokerUsersWrong(ILogger logger, string reason);

    [LoggerMessage(7040, LogLevel.Warning,
        "Browser {Connection} reads its messages too slowly. Its connection is closed; the browser connects again.")]
    public static partial void BrowserTooSlow(ILogger logger, string connection);

    [LoggerMessage(7041, LogLevel.Error, "The historian did not answer: {Reason}")]
    public static partial void HistorianFailed(ILogger logger, string reason);

    [LoggerMessage(7042, LogLevel.Warning, "{Directory} has no pages, so only the API is served. Build the web part, or publish with it.")]
    public static partial void NoPages(ILogger logger, string directory);
}
