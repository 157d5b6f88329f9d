using Microsoft.Extensions.Logging;

namespace Edge.Pipeline;

/// <summary>The log lines of the pipeline. Event ids 2000–2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "{Device} does not answer ({Kind}): {Detail}. It is polled less often until it answers.")]
    public static partial void DeviceFails(ILogger logger, string device, FieldFailureKind kind, string detail);

    [LoggerMessage(2001, LogLevel.Information, "{Device} answers again.")]
    public static partial void DeviceAnswers(ILogger logger, string device);

    [LoggerMessage(2002, LogLevel.Warning, "The {Count} values of {Device} are stale: {Reason}.")]
    public static partial void DeviceStale(ILogger logger, string device, int count, string reason);

    [LoggerMessage(2003, LogLevel.Error,
        "The journal cannot be written: {Detail}. Devices get no acknowledgement and keep their events. The write is repeated until it "
        + "succeeds. Check the disk of the gateway.")]
    public static partial void JournalFails(ILogger logger, string detail);

    [LoggerMessage(2004, LogLevel.Information, "The journal can be written again.")]
    public static partial void JournalWorks(ILogger logger);

    [LoggerMessage(2005, LogLevel.Error,
        "The cursor {Name} of the journal cannot be moved to {Seq}: {Detail}. After a restart some records are sent again.")]
    public static partial void CursorNotMoved(ILogger logger, string name, long seq, string detail);

    [LoggerMessage(2006, LogLevel.Error, "The journal cannot be read for {Name} after {Seq}: {Detail}. The read is repeated.")]
    public static partial void JournalNotRead(ILogger logger, string name, long seq, string detail);

    [LoggerMessage(2080, LogLevel.Information, "{Who}: {Action} {Tag}.{Attribute} = {Value}")]
    public static partial void OperatorDid(
        ILogger logger, string who, ElementAction action, string tag, Edge.Domain.ElementAttribute attribute, string? value);

    [LoggerMessage(2081, LogLevel.Warning,
        "{Count} requests of operators were refused in the last minute: the gateway executes {Rate} a second. Find the client that sends "
        + "them, or raise \"requests\" in the configuration.")]
    public static partial void RequestsRefused(ILogger logger, long count, double rate);

    [LoggerMessage(2050, LogLevel.Warning,
        "The energies of the last day cannot be read from the journal: {Detail}. The check of each channel starts again with its next "
        + "period.")]
    public static partial void EnergiesNotRead(ILogger logger, string detail);

    [LoggerMessage(2100, LogLevel.Warning,
        "The clock of this system is not synchronised. It shows {Now}. Times that the gateway gives are marked until the clock is set. "
        + "Set up a time service (NTP). If something else keeps the clock right, set \"trustClock\" in the configuration.")]
    public static partial void ClockNotSet(ILogger logger, string now);

    [LoggerMessage(2101, LogLevel.Information, "The clock of this system is synchronised. Times are no longer marked.")]
    public static partial void ClockSynchronised(ILogger logger);

    [LoggerMessage(2102, LogLevel.Warning,
        "The clock of this system is no longer synchronised. It runs on, and may be off by seconds. Times are marked until it is "
        + "synchronised. Check the time service (NTP).")]
    public static partial void ClockLost(ILogger logger);

    [LoggerMessage(2103, LogLevel.Warning,
        "The clock of this system was set by {Seconds:0.000} s, from {Before} to {Now}. An event of the gateway records it: marked times "
        + "before it are off by this much.")]
    public static partial void ClockSet(ILogger logger, double seconds, string before, string now);

    [LoggerMessage(2104, LogLevel.Information,
        "The clock of this system is not checked, because \"trustClock\" is set in the configuration. No time is marked for it.")]
    public static partial void ClockUnchecked(ILogger logger);
}
