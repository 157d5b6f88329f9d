using Microsoft.Extensions.Logging;

namespace Dashboard.Historian;

internal static partial class Log
{
    [LoggerMessage(6500, LogLevel.Error, "The historian cannot store: {Reason} The broker and the gateways keep the events until it can.")]
    public static partial void HistorianWriteFailed(ILogger logger, string reason);

    [LoggerMessage(6501, LogLevel.Information, "The historian stores again.")]
    public static partial void HistorianWritesAgain(ILogger logger);

    [LoggerMessage(6510, LogLevel.Error,
        "The record {Record} cannot be stored, by a fault of this program: report it. All others are stored. It is tried again.")]
    public static partial void RecordNotWritten(ILogger logger, string record, Exception exception);

    [LoggerMessage(6502, LogLevel.Error,
        "The historian cannot store batches of journals: {Reason} They are not acknowledged, so the gateways keep the records.")]
    public static partial void JournalNotStored(ILogger logger, string reason);

    [LoggerMessage(6503, LogLevel.Information, "The historian stores batches of journals again.")]
    public static partial void JournalStoredAgain(ILogger logger);

    [LoggerMessage(6504, LogLevel.Warning, "Old samples cannot be deleted: {Reason} It is tried again.")]
    public static partial void OldNotDropped(ILogger logger, string reason);

    [LoggerMessage(6505, LogLevel.Warning, "Values cannot be rolled up: {Reason} It is tried again; until then queries read the values.")]
    public static partial void NotRolledUp(ILogger logger, string reason);

    [LoggerMessage(6506, LogLevel.Error,
        "The alarms cannot be brought up to date: {Reason} It is tried again each second; no event is lost.")]
    public static partial void AlarmsDoNotAdvance(ILogger logger, string reason);

    [LoggerMessage(6507, LogLevel.Information, "The alarms are brought up to date again.")]
    public static partial void AlarmsAdvanceAgain(ILogger logger);

    [LoggerMessage(6508, LogLevel.Error,
        "Nobody is called for new alarms: {Reason} It is tried again each second; no call is lost.")]
    public static partial void NotificationsDoNotAdvance(ILogger logger, string reason);

    [LoggerMessage(6509, LogLevel.Information, "People are called for new alarms again.")]
    public static partial void NotificationsAdvanceAgain(ILogger logger);

    [LoggerMessage(6511, LogLevel.Warning,
        "Other dashboards on this database are not heard: {Reason} What they change is looked up each second until they are.")]
    public static partial void NoticesNotHeard(ILogger logger, string reason);

    [LoggerMessage(6512, LogLevel.Information, "Other dashboards on this database are heard again.")]
    public static partial void NoticesHeardAgain(ILogger logger);
}
