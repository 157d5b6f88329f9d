using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>What the journal says. Event ids 3000–3999.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Journal {Path}: epoch {Epoch}, records {Oldest} to {Last}.")]
    public static partial void Opened(ILogger logger, string path, string epoch, long oldest, long last);

    [LoggerMessage(3001, LogLevel.Information, "Journal {Path} is new; its epoch is {Epoch}.")]
    public static partial void Created(ILogger logger, string path, string epoch);

    [LoggerMessage(3002, LogLevel.Error,
        "Journal {Path} is damaged ({Reason}). It was kept as {Kept}; what its readers had not handled is only there. A new epoch begins.")]
    public static partial void MovedAside(ILogger logger, string path, string reason, string kept);

    [LoggerMessage(3003, LogLevel.Error, "Journal {Path} could not be written ({Reason}). Nothing is acknowledged to the field until it can.")]
    public static partial void WriteFailed(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3004, LogLevel.Critical,
        "Journal {Path} is damaged ({Reason}). Restart the gateway: it will check the file, move it aside if need be and begin a new epoch.")]
    public static partial void DamageFound(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning,
        "The journal dropped {Count} records that no reader had handled yet ({Why}); {Total} in all. They are lost.")]
    public static partial void Dropped(ILogger logger, long count, string why, long total);

    [LoggerMessage(3006, LogLevel.Error, "The journal could not drop old records ({Reason}); it tries again with the next scan.")]
    public static partial void DropFailed(ILogger logger, string reason, Exception exception);

    [LoggerMessage(3007, LogLevel.Error, "{Problem} It is given to its readers as a loss of one record.")]
    public static partial void UnreadableRecord(ILogger logger, string problem);

    [LoggerMessage(3008, LogLevel.Warning, "Journal {Path} was reported damaged by the last run; a check of the whole file found nothing wrong.")]
    public static partial void CheckedSound(ILogger logger, string path);

    [LoggerMessage(3050, LogLevel.Information,
        "Journal {Path}: schema {Old} was brought to {New}. The program before this one does not read it any more.")]
    public static partial void Migrated(ILogger logger, string path, long old, long @new);
}
