namespace Edge.Journal.Inspection;

/// <summary>What can be seen of the files of a journal without opening one: SQLite itself must be the only one that opens them.</summary>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Written">When it was written last.</param>
/// <param name="Log">Bytes of the write-ahead log; null where there is none.</param>
/// <param name="HasIndex">Whether the index of the log is there.</param>
internal readonly record struct FileStamp(long Length, DateTime Written, long? Log, bool HasIndex)
{
    /// <summary>Whether a process has the journal open, or ended without closing it.</summary>
    public bool IsInUse => Log is not null && HasIndex;

    /// <summary>Looks.</summary>
    /// <exception cref="JournalUnreadableException">There is no file, or its directory may not be searched.</exception>
    public static FileStamp Of(string path)
    {
        try
        {
            if ((File.GetAttributes(path) & FileAttributes.Directory) != 0)
            {
                throw new JournalUnreadableException(JournalFault.NotAJournal, path);
            }

            FileInfo file = new(path);
            FileInfo log = new(path + "-wal");
            return new FileStamp(file.Length, file.LastWriteTimeUtc, log.Exists ? log.Length : null, File.Exists(path + "-shm"));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JournalUnreadableException(JournalFault.Missing, path, inner: missing);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new JournalUnreadableException(JournalFault.NoRights, path, inner: refused);
        }
    }
}
