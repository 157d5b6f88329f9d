using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>The log lines of the journal. Event ids 3000–3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Journal {Path}: epoch {Epoch}, records {Oldest} to {Last}.")]
    public static partial void Opened(ILogger logger, string path, string epoch, long oldest, long last);

    [LoggerMessage(3001, LogLevel.Information, "Journal {Path} is new; its epoch is {Epoch}.")]
    public static partial void Created(ILogger logger, string path, string epoch);

    [LoggerMessage(3002, LogLevel.Error,
        "Journal {Path} is damaged ({Reason}). It is kept as {Kept}; records that its readers had not handled are only there. A new "
        + "epoch begins.")]
    public static partial void MovedAside(ILogger logger, string path, string reason, string kept);

    [LoggerMessage(3003, LogLevel.Error,
        "Journal {Path} cannot be written ({Reason}). The field gets no acknowledgement until it can be written.")]
    public static partial void JournalWriteFailed(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3004, LogLevel.Critical,
        "Journal {Path} is damaged ({Reason}). Restart the gateway: it checks the file, moves it aside if necessary and begins a new "
        + "epoch.")]
    public static partial void DamageFound(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning,
        "The journal dropped {Count} records that no reader had handled yet ({Why}). They are lost; {Total} in all.")]
    public static partial void Dropped(ILogger logger, long count, string why, long total);

    [LoggerMessage(3006, LogLevel.Error, "The journal cannot drop old records ({Reason}). It tries again with the next scan.")]
    public static partial void DropFailed(ILogger logger, string reason, Exception exception);

    [LoggerMessage(3007, LogLevel.Error, "{Problem} Its readers get it as a loss of one record.")]
    public static partial void UnreadableRecord(ILogger logger, string problem);

    [LoggerMessage(3008, LogLevel.Warning, "The last run reported journal {Path} as damaged. A check of the whole file found no damage.")]
    public static partial void CheckedSound(ILogger logger, string path);

    [LoggerMessage(3050, LogLevel.Information,
        "Journal {Path}: schema {Old} was migrated to {New}. An older version of the gateway cannot read it.")]
    public static partial void Migrated(ILogger logger, string path, long old, long @new);

    [LoggerMessage(3060, LogLevel.Error,
        "Journal {Path}: the stored state of element {Tag} cannot be read: {Fault}. The element has the value of the workbook again.")]
    public static partial void UnreadableElement(ILogger logger, string path, string tag, string fault);
}
