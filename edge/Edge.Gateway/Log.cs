using Microsoft.Extensions.Logging;

namespace Edge.Gateway;

/// <summary>What the program itself says, ids 5000–5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "{Software} for {Site} ({Name}): {Digitals} digital and {Analogs} analogue points, "
        + "{Elements} elements, {Screens} drawings, profile {Profile}.")]
    public static partial void Starting(
        ILogger logger, string software, string site, string name, int digitals, int analogs, int elements, int screens, string profile);

    [LoggerMessage(5001, LogLevel.Critical, "The loop '{Loop}' failed: the gateway ends, so that it is started anew.")]
    public static partial void WorkerFailed(ILogger logger, Exception failure, string loop);

    [LoggerMessage(5002, LogLevel.Critical, "The loop '{Loop}' ended by itself: the gateway ends, so that it is started anew.")]
    public static partial void WorkerEnded(ILogger logger, string loop);

    [LoggerMessage(5003, LogLevel.Error, "Profile: {Finding}")]
    public static partial void ProfileError(ILogger logger, string finding);

    [LoggerMessage(5004, LogLevel.Warning, "Profile: {Finding}")]
    public static partial void ProfileWarning(ILogger logger, string finding);

    [LoggerMessage(5005, LogLevel.Information, "Profile: {Finding}")]
    public static partial void ProfileInformation(ILogger logger, string finding);

    [LoggerMessage(
        5006, LogLevel.Warning, "Profile: {Errors} errors and {Warnings} warnings. What the errors name is left out; the rest works.")]
    public static partial void ProfileSummary(ILogger logger, int errors, int warnings);

    [LoggerMessage(5007, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(5008, LogLevel.Information, "The service manager's watchdog is fed every {Seconds:0.#} s while the pipeline moves.")]
    public static partial void WatchdogOn(ILogger logger, double seconds);

    [LoggerMessage(5009, LogLevel.Warning, "The broker is spoken to without TLS: who can read the network can read the password.")]
    public static partial void PasswordInClear(ILogger logger);

    [LoggerMessage(5100, LogLevel.Information, "Metrics for Prometheus on http://{Address}/metrics.")]
    public static partial void MetricsOn(ILogger logger, string address);

    [LoggerMessage(5101, LogLevel.Debug, "A peer of the metrics was hung up on: {Reason}")]
    public static partial void MetricsPeerFailed(ILogger logger, string reason);

    [LoggerMessage(5120, LogLevel.Information, "{Device}: the gateway masters the bus {Port} with {Count} IEDs: {Addresses}.")]
    public static partial void BusMastered(ILogger logger, string device, string port, int count, string addresses);

    [LoggerMessage(5140, LogLevel.Information,
        "No control centre of the configuration is '{Reader}' any more: what waited for it is forgotten, "
        + "and the journal keeps nothing for it.")]
    public static partial void NorthboundForgotten(ILogger logger, string reader);

    [LoggerMessage(5141, LogLevel.Warning,
        "Control centres that are not in the configuration any more cannot be forgotten ({Reason}); the next start tries again.")]
    public static partial void NorthboundNotForgotten(ILogger logger, string reason);

    [LoggerMessage(5200, LogLevel.Information, "Reload: reading {Workbook}.")]
    public static partial void Reloading(ILogger logger, string workbook);

    [LoggerMessage(5201, LogLevel.Information, "Reload: the profile {Profile} is at work already; nothing changes.")]
    public static partial void ProfileIsTheSame(ILogger logger, string profile);

    [LoggerMessage(5202, LogLevel.Information, "Reload: the profile {Profile} is to take the place of {Old}: {Changes} changes.")]
    public static partial void ProfileChanges(ILogger logger, string old, string profile, int changes);

    [LoggerMessage(5203, LogLevel.Information, "Reload: {Group}: {Change}")]
    public static partial void ProfileChange(ILogger logger, Edge.Profiles.ProfileChangeGroup group, string change);

    [LoggerMessage(5204, LogLevel.Information, "Reload: and {Count} changes more; 'edge profile diff' shows all.")]
    public static partial void ProfileChangesLeftOut(ILogger logger, int count);

    [LoggerMessage(5205, LogLevel.Information, "Reload: the profile {Profile} is at work: {Points} points, {Elements} elements.")]
    public static partial void ProfileTaken(ILogger logger, string profile, int points, int elements);

    [LoggerMessage(5206, LogLevel.Error, "Reload: {Workbook} is refused, the profile {Profile} goes on unchanged. {Reason}")]
    public static partial void ProfileRefused(ILogger logger, string workbook, string profile, string reason);

    [LoggerMessage(5207, LogLevel.Warning,
        "Reload: {File} has changed since the start. Only the profile is reloaded; the configuration needs a restart.")]
    public static partial void ConfigurationNotReloaded(ILogger logger, string file);

    [LoggerMessage(
        5208, LogLevel.Error, "Reload: the program failed over the new profile; the running one goes on. This is a bug of the program.")]
    public static partial void ReloadBug(ILogger logger, Exception bug);
}
