namespace Edge.Journal.Pages;

/// <summary>
/// Finds damage within a write-ahead log. SQLite uses a log up to its first frame that is not sound and drops what follows without a word,
/// as it must for what a power cut left half written. But where two transactions follow, the frame was on the disk before the second of
/// them began (synchronous = FULL): then records are lost that were there, and the numbers of their successors would be given out again.
/// </summary>
internal static class LogHole
{
    /// <summary>Whether the log of a file has lost its header, or a frame before sound transactions.</summary>
    /// <param name="path">The file; its log is beside it.</param>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static bool Exists(string path)
    {
        if (!File.Exists(path + "-wal"))
        {
            return false;
        }

        using FileStream log = new(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[LogHeader.Bytes];
        return log.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && (LogHeader.IsSound(header) ? Follow(log, header) : LogHeader.IsRotten(path));
    }

    private static bool Follow(FileStream log, ReadOnlySpan<byte> header)
    {
        bool bigEndian = LogHeader.IsBigEndian(header);
        ulong salts = LogHeader.SaltsOf(header);
        ulong before = LogHeader.SumsOf(header);
        byte[] bytes = new byte[LogFrame.Header + LogHeader.PageSizeOf(header)];
        bool isBroken = false;
        int commits = 0;
        while (log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            LogFrame frame = new(bytes);
            bool isSound = frame.Salts == salts && frame.IsSoundAfter(before, bigEndian);
            before = frame.Sums;
            isBroken |= !isSound;
            if (isBroken && isSound && frame.IsCommit && ++commits == 2)
            {
                return true;
            }
        }

        return false;
    }
}
