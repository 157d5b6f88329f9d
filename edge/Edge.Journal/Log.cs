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
        "Journal {Path} was damaged ({Reason}) and has been salvaged: {Written} records are in a new file. Lost are {Records} records that "
        + "some reader had not handled, at most {Events} of them events ({First} to {Last}), and {Handled} that all had handled. The "
        + "damaged file is kept as {Kept}. Check the disk: it may fail.")]
    public static partial void Salvaged(
        ILogger logger, string path, string reason, long written, long records, long events, long first, long last, long handled,
        string kept);

    [LoggerMessage(3003, LogLevel.Error,
        "Journal {Path} cannot be written ({Reason}). The field gets no acknowledgement until it can be written.")]
    public static partial void JournalWriteFailed(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3004, LogLevel.Critical,
        "Journal {Path} is damaged ({Reason}). Its records are copied to a new file now; until then the field gets no acknowledgement.")]
    public static partial void DamageFound(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning,
        "The journal dropped {Count} records that some reader had not handled yet, {Events} of them events ({Why}). They are lost; {Total} "
        + "records in all.")]
    public static partial void Dropped(ILogger logger, long count, long events, string why, long total);

    [LoggerMessage(3006, LogLevel.Error, "The journal cannot drop old records ({Reason}). It tries again with the next scan.")]
    public static partial void DropFailed(ILogger logger, string reason, Exception exception);

    [LoggerMessage(3007, LogLevel.Error, "{Problem} Its readers get it as a loss of one record.")]
    public static partial void UnreadableRecord(ILogger logger, string problem);

    [LoggerMessage(3008, LogLevel.Warning, "The last run reported journal {Path} as damaged. A check of the whole file found no damage.")]
    public static partial void CheckedSound(ILogger logger, string path);

    [LoggerMessage(3009, LogLevel.Critical,
        "Journal {Path} is damaged ({Reason}). Its records are copied to a new file before the gateway starts.")]
    public static partial void DamageFoundAtStart(ILogger logger, string path, string reason);

    [LoggerMessage(3010, LogLevel.Critical,
        "Damaged journal {Path} cannot be salvaged now ({Reason}). The field gets no acknowledgement until it can; the next try is in "
        + "{Seconds} s. Check that the disk has room and works.")]
    public static partial void SalvageFailed(ILogger logger, string path, string reason, double seconds, Exception exception);

    [LoggerMessage(3011, LogLevel.Error,
        "The end of damaged journal {Path} could not be read: more may be lost than was counted. Which numbers were used is not known, so "
        + "a new epoch begins: {Epoch}.")]
    public static partial void SalvagedWithoutEnd(ILogger logger, string path, string epoch);

    [LoggerMessage(3012, LogLevel.Warning,
        "The disk has no room for the salvage of journal {Path}: older damaged files that were kept beside it are deleted.")]
    public static partial void KeptDeleted(ILogger logger, string path);

    [LoggerMessage(3013, LogLevel.Error,
        "The header of the write-ahead log of journal {Path} was damaged. It has been restored from the first frame of the log, and all "
        + "records in it are read. Check the disk: it may fail.")]
    public static partial void LogRestored(ILogger logger, string path);

    [LoggerMessage(3014, LogLevel.Information,
        "Journal {Path}: the side file {SideFile} is new. It keeps how far devices were read while the journal gets no record.")]
    public static partial void SideFileCreated(ILogger logger, string path, string sideFile);

    [LoggerMessage(3015, LogLevel.Warning,
        "The side file {SideFile} is damaged ({Reason}). What is damaged does not count; a device may send its last events again, or one "
        + "answer of it may be lost. After a power cut within a write this is normal, and nothing is lost.")]
    public static partial void SideFileDamaged(ILogger logger, string sideFile, string reason);

    [LoggerMessage(3016, LogLevel.Warning,
        "The side file {SideFile} cannot be written ({Reason}). The journal itself is written in its place: nothing is lost, but more is "
        + "written to the disk. It is tried again once a minute.")]
    public static partial void SideFileFailed(ILogger logger, string sideFile, string reason, Exception exception);

    [LoggerMessage(3017, LogLevel.Warning,
        "Journal {Path}: what its side file has could not be written into it at the stop ({Reason}). Keep both together; the next start "
        + "reads them.")]
    public static partial void SideFileLeft(ILogger logger, string path, string reason, Exception exception);

    [LoggerMessage(3050, LogLevel.Information,
        "Journal {Path}: schema {Old} was migrated to {New}. An older version of the gateway cannot read it.")]
    public static partial void Migrated(ILogger logger, string path, long old, long @new);

    [LoggerMessage(3060, LogLevel.Error,
        "Journal {Path}: the stored state of element {Tag} cannot be read: {Fault}. The element has the value of the workbook again.")]
    public static partial void UnreadableElement(ILogger logger, string path, string tag, string fault);
}
