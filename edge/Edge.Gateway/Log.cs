using Microsoft.Extensions.Logging;

namespace Edge.Gateway;

/// <summary>The log lines of the program itself. Event ids 5000–5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "{Software} for {Site} ({Name}): {Digitals} digital and {Analogs} analogue points, "
        + "{Elements} elements, {Screens} drawings, profile {Profile}.")]
    public static partial void Starting(
        ILogger logger, string software, string site, string name, int digitals, int analogs, int elements, int screens, string profile);

    [LoggerMessage(5001, LogLevel.Critical, "The loop '{Loop}' failed. The gateway stops, so that it is started again.")]
    public static partial void WorkerFailed(ILogger logger, Exception failure, string loop);

    [LoggerMessage(5002, LogLevel.Critical, "The loop '{Loop}' ended unexpectedly. The gateway stops, so that it is started again.")]
    public static partial void WorkerEnded(ILogger logger, string loop);

    [LoggerMessage(5003, LogLevel.Error, "Profile: {Finding}")]
    public static partial void ProfileError(ILogger logger, string finding);

    [LoggerMessage(5004, LogLevel.Warning, "Profile: {Finding}")]
    public static partial void ProfileWarning(ILogger logger, string finding);

    [LoggerMessage(5005, LogLevel.Information, "Profile: {Finding}")]
    public static partial void ProfileInformation(ILogger logger, string finding);

    [LoggerMessage(5006, LogLevel.Warning,
        "Profile: {Errors} errors and {Warnings} warnings. Parts with an error are left out; the rest works.")]
    public static partial void ProfileSummary(ILogger logger, int errors, int warnings);

    [LoggerMessage(5007, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(5008, LogLevel.Information,
        "The watchdog of the service manager is notified every {Seconds:0.#} s while the pipeline runs.")]
    public static partial void WatchdogOn(ILogger logger, double seconds);

    [LoggerMessage(5009, LogLevel.Warning, "The connection to the broker has no TLS: the password can be read on the network.")]
    public static partial void PasswordInClear(ILogger logger);

    [LoggerMessage(5100, LogLevel.Information, "Metrics for Prometheus on http://{Address}/metrics.")]
    public static partial void MetricsOn(ILogger logger, string address);

    [LoggerMessage(5101, LogLevel.Debug, "A connection to the metrics was closed: {Reason}")]
    public static partial void MetricsPeerFailed(ILogger logger, string reason);

    [LoggerMessage(5110, LogLevel.Information, "The traffic of the links can be watched with: edge monitor --socket {Path}")]
    public static partial void MonitorOn(ILogger logger, string path);

    [LoggerMessage(5111, LogLevel.Warning,
        "The socket {Path} cannot be opened: {Reason} The links cannot be watched with edge monitor; everything else works. "
        + "Set another path (monitor.socket), or \"enabled\": false.")]
    public static partial void MonitorOff(ILogger logger, string path, string reason);

    [LoggerMessage(5112, LogLevel.Information, "A monitor watches {Devices}.")]
    public static partial void MonitorWatched(ILogger logger, string devices);

    [LoggerMessage(5113, LogLevel.Debug, "The connection of a monitor was closed: {Reason}")]
    public static partial void MonitorClientGone(ILogger logger, string reason);

    [LoggerMessage(5120, LogLevel.Information, "{Device}: the gateway is the master of the bus on {Port} with {Count} IEDs: {Addresses}.")]
    public static partial void BusMastered(ILogger logger, string device, string port, int count, string addresses);

    [LoggerMessage(5140, LogLevel.Information,
        "The control centre '{Reader}' is not in the configuration any more. Its cursor is removed, and the journal keeps no events for "
        + "it.")]
    public static partial void CentreForgotten(ILogger logger, string reader);

    [LoggerMessage(5141, LogLevel.Warning,
        "Cursors of control centres that are not in the configuration any more cannot be removed ({Reason}). The next start tries again.")]
    public static partial void CentresNotForgotten(ILogger logger, string reason);

    [LoggerMessage(5142, LogLevel.Information,
        "The historian '{Reader}' is not in the configuration any more. Its cursor is removed, and the journal keeps no records for it.")]
    public static partial void HistorianForgotten(ILogger logger, string reader);

    [LoggerMessage(5143, LogLevel.Warning,
        "Cursors of historians that are not in the configuration any more cannot be removed ({Reason}). The next start tries again.")]
    public static partial void HistoriansNotForgotten(ILogger logger, string reason);

    [LoggerMessage(5200, LogLevel.Information, "Reload: reading {Workbook}.")]
    public static partial void Reloading(ILogger logger, string workbook);

    [LoggerMessage(5201, LogLevel.Information, "Reload: the profile {Profile} is in use already. Nothing changes.")]
    public static partial void ProfileIsTheSame(ILogger logger, string profile);

    [LoggerMessage(5202, LogLevel.Information, "Reload: the profile {Profile} replaces {Old}: {Changes} changes.")]
    public static partial void ProfileChanges(ILogger logger, string old, string profile, int changes);

    [LoggerMessage(5203, LogLevel.Information, "Reload: {Group}: {Change}")]
    public static partial void ProfileChange(ILogger logger, Edge.Profiles.ProfileChangeGroup group, string change);

    [LoggerMessage(5204, LogLevel.Information, "Reload: {Count} more changes are not logged; 'edge profile diff' shows all.")]
    public static partial void ProfileChangesLeftOut(ILogger logger, int count);

    [LoggerMessage(5205, LogLevel.Information, "Reload: the profile {Profile} is in use: {Points} points, {Elements} elements.")]
    public static partial void ProfileTaken(ILogger logger, string profile, int points, int elements);

    [LoggerMessage(5206, LogLevel.Error, "Reload: {Workbook} is refused, and the profile {Profile} stays in use. {Reason}")]
    public static partial void ProfileRefused(ILogger logger, string workbook, string profile, string reason);

    [LoggerMessage(5207, LogLevel.Warning,
        "Reload: {File} has changed since the start. Only the profile is reloaded. Restart the gateway to use the configuration.")]
    public static partial void ConfigurationNotReloaded(ILogger logger, string file);

    [LoggerMessage(5208, LogLevel.Error,
        "Reload: the program failed with the new profile. The old profile stays in use. This is a bug of the program.")]
    public static partial void ReloadBug(ILogger logger, Exception bug);
}
