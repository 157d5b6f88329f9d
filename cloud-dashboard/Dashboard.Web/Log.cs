namespace Dashboard.Web;

internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Information, "User {User} logged in from {Address}.")]
    public static partial void LoggedIn(ILogger logger, string user, string address);

    [LoggerMessage(7001, LogLevel.Warning, "The log-in of {User} from {Address} is refused: {Reason}.")]
    public static partial void LogInRefused(ILogger logger, string user, string address, string reason);

    [LoggerMessage(7002, LogLevel.Information, "User {User} with role {Role} is created from the configuration.")]
    public static partial void UserSeeded(ILogger logger, string user, string role);

    [LoggerMessage(7003, LogLevel.Warning,
        "There was no user. {User} is created as administrator with a password for the first log-in, which is on the standard output. "
        + "If it is lost: edge-dashboard user password {User}.")]
    public static partial void FirstAdministrator(ILogger logger, string user);

    [LoggerMessage(7004, LogLevel.Information, "User {User} has changed the password; every other session of the user has ended.")]
    public static partial void PasswordChanged(ILogger logger, string user);

    [LoggerMessage(7005, LogLevel.Warning,
        "The users cannot be read: {Reason}. Open pages stay connected; a user who is disabled now stays on them until it can "
        + "be read.")]
    public static partial void UsersUnreadable(ILogger logger, string reason);

    [LoggerMessage(7006, LogLevel.Warning,
        "{Address} is reachable from other machines without encryption, for the proxies of Proxies:Known. Let the firewall pass nobody "
        + "else to it: passwords and sessions could be read on the way (docs/users.md).")]
    public static partial void PlainHttp(ILogger logger, string address);

    [LoggerMessage(7007, LogLevel.Warning,
        "{Count} requests of another origin were refused in the last minute; the last of origin {Origin} for host {Host}. Behind a "
        + "reverse proxy, name the proxy in Proxies:Known and let it set X-Forwarded-Host to the host that the browser asked for, with its "
        + "port; or name the origin in Proxies:Origins.")]
    public static partial void OriginRefused(ILogger logger, int count, string origin, string host);

    [LoggerMessage(7008, LogLevel.Warning,
        "{Count} requests with a token that is unknown, revoked or expired were refused in the last minute; the last from {Address}.")]
    public static partial void TokensRefused(ILogger logger, int count, string address);

    [LoggerMessage(7009, LogLevel.Information,
        "{Count} users of {File} are taken over into PostgreSQL, with their sessions, the tokens and the keys of the cookies. The file "
        + "stays as it is and is not read any more.")]
    public static partial void UsersTakenOver(ILogger logger, int count, string file);

    [LoggerMessage(7010, LogLevel.Error,
        "The provider {Authority} of OpenIdConnect does not answer: {Reason}. Nobody logs in by it; look at its address, the network and "
        + "its certificate. Users with a password log in as before.")]
    public static partial void ProviderDown(ILogger logger, Uri authority, string reason);

    [LoggerMessage(7011, LogLevel.Error,
        "The provider {Authority} refuses the client {Client}: {Reason}. Compare OpenIdConnect:ClientId and the first line of "
        + "OpenIdConnect:ClientSecretFile with what the provider has.")]
    public static partial void ProviderClient(ILogger logger, Uri authority, string client, string reason);

    [LoggerMessage(7012, LogLevel.Error,
        "A token of the provider {Authority} names another issuer: {Reason}. Set OpenIdConnect:Authority to the issuer that the provider "
        + "names, and look at what a proxy before the provider does with its host.")]
    public static partial void ProviderIssuer(ILogger logger, Uri authority, string reason);

    [LoggerMessage(7013, LogLevel.Error,
        "A token of the provider {Authority} is not valid at this time: {Reason}. Set the clocks of both servers by NTP.")]
    public static partial void ProviderClock(ILogger logger, Uri authority, string reason);

    [LoggerMessage(7014, LogLevel.Warning,
        "A log-in by the provider came back too late or to another browser: {Reason}. If it happens each time, the proxy must pass the "
        + "cookies and set X-Forwarded-Host and X-Forwarded-Proto (docs/install-centre.md).")]
    public static partial void ProviderLate(ILogger logger, string reason);

    [LoggerMessage(7015, LogLevel.Error, "A log-in by the provider {Authority} failed: {Reason}. Look at the log of the provider.")]
    public static partial void ProviderFailed(ILogger logger, Uri authority, string reason);

    [LoggerMessage(7016, LogLevel.Warning,
        "{User} of the provider has no role here: the claim {Claim} has [{Values}]. Add one of them to OpenIdConnect:Roles, or the user to "
        + "a group that is there. Where it is empty, let the provider put the claim into its tokens.")]
    public static partial void ProviderNoRole(ILogger logger, string user, string claim, string values);

    [LoggerMessage(7017, LogLevel.Warning,
        "The name [{User}] of a user of the provider is none for the dashboard. Choose a claim with Latin letters, digits and . - _ @ + in "
        + "OpenIdConnect:UserClaim; it is {Claim}.")]
    public static partial void ProviderBadName(ILogger logger, string user, string claim);

    [LoggerMessage(7018, LogLevel.Warning,
        "{User} of the provider was not let in: there is another user of this name, with a password or of an earlier account. Remove that "
        + "one (edge-dashboard user remove {User}), or let the provider use another name.")]
    public static partial void ProviderNameTaken(ILogger logger, string user);

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

    [LoggerMessage(7043, LogLevel.Information, "Station {Site} was forgotten by {User}: it is shown again when its gateway publishes.")]
    public static partial void StationForgotten(ILogger logger, string site, string user);

    [LoggerMessage(7045, LogLevel.Error,
        "What {User} did is not in the record of it: {What}, {Target}. {Reason} The users' work goes on.")]
    public static partial void NotAudited(ILogger logger, string user, string what, string target, string reason);

    [LoggerMessage(7046, LogLevel.Information, "{Administrator} administered a user: {What}, {User}.")]
    public static partial void UserAdministered(ILogger logger, string administrator, string what, string user);

    [LoggerMessage(7044, LogLevel.Error, "{Count} calls of pages failed in the last minute, the last of {Method}: a fault of the program.")]
    public static partial void CallFailed(ILogger logger, int count, string method, Exception exception);

    [LoggerMessage(7080, LogLevel.Error,
        "{Count} tries to notify by {Way} failed in the last minute; the last was message {Message} to {Address}: {Fault}, {Detail}. Each "
        + "is tried again for two hours; the page of the notifications has them all.")]
    public static partial void NotificationNotSent(
        ILogger logger, int count, string way, long message, string address, string fault, string detail);

    [LoggerMessage(7081, LogLevel.Error,
        "The queue of notifications by {Way} cannot be read or written: {Reason} It is tried again each second.")]
    public static partial void NotificationsNotRead(ILogger logger, string way, string reason);

    [LoggerMessage(7082, LogLevel.Error, "Message {Message} by {Way} failed: a fault of the program. It is tried again.")]
    public static partial void NotificationFault(ILogger logger, string way, long message, Exception exception);
}
