using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Edge.Journal.Pages;

/// <summary>
/// The pages of an SQLite file and of its write-ahead log as they are on the disk, read without SQLite: it gives up a whole file for one
/// damaged page. A <em>place</em> is one version of a page: first those of the file, then those of the log, oldest first.
/// </summary>
internal sealed class PageFile : IDisposable
{
    private const int DefaultPageSize = 4096;

    private readonly SafeFileHandle? _file;
    private readonly SafeFileHandle? _log;
    private readonly List<(int Page, long Offset)> _frames = [];
    private readonly Dictionary<int, int> _newest = [];

    private PageFile(SafeFileHandle? file, SafeFileHandle? log)
    {
        (_file, _log) = (file, log);
        PageSize = file is null ? DefaultPageSize : SizeOf(file);
        Pages = file is null ? 0 : (int)((RandomAccess.GetLength(file) + PageSize - 1) / PageSize);
        if (log is not null)
        {
            FindFrames(log);
        }

        for (int i = 0; i < _frames.Count; i++)
        {
            _newest[_frames[i].Page] = Pages + i;
        }
    }

    /// <summary>Bytes of a page.</summary>
    public int PageSize { get; }

    /// <summary>Pages of the file itself, the last one possibly cut.</summary>
    public int Pages { get; }

    /// <summary>Versions of pages, in the file and in the log.</summary>
    public int Places => Pages + _frames.Count;

    /// <summary>The highest number of a page.</summary>
    public int LastPage => _newest.Count == 0 ? Pages : Math.Max(Pages, _newest.Keys.Max());

    /// <summary>Opens the file and its log, each where it exists.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">One of them cannot be opened.</exception>
    public static PageFile Open(string path)
    {
        SafeFileHandle? file = OpenOne(path);
        try
        {
            return new PageFile(file, OpenOne(path + "-wal"));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of a page of a file; those that the program writes where the file is missing or does not say it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static int PageSizeOf(string path)
    {
        using SafeFileHandle? file = OpenOne(path);
        return file is null ? DefaultPageSize : SizeOf(file);
    }

    /// <summary>The number of the page at a place, from 1.</summary>
    public int NumberOf(int place) => place < Pages ? place + 1 : _frames[place - Pages].Page;

    /// <summary>The place of the newest version of a page, or null when there is none.</summary>
    public int? Newest(int page) =>
        _newest.TryGetValue(page, out int place) ? place : page >= 1 && page <= Pages ? page - 1 : null;

    /// <summary>Reads one version of a page; what a cut file lacks is zero.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="into">As long as a page.</param>
    /// <returns>False where the disk does not give it.</returns>
    public bool TryRead(int place, Span<byte> into)
    {
        into.Clear();
        try
        {
            if (place < Pages)
            {
                _ = RandomAccess.Read(_file!, into, (long)place * PageSize);
            }
            else
            {
                _ = RandomAccess.Read(_log!, into, _frames[place - Pages].Offset);
            }

            return true;
        }
        catch (IOException)
        {
            // A bad sector: this page is one of those that cannot be read, and is counted as such. The others may be sound.
            return false;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _log?.Dispose();
    }

    private static SafeFileHandle? OpenOne(string path) =>
        File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;

    // A damaged header does not say it; the program makes all its files with SQLite's own size.
    private static int SizeOf(SafeFileHandle file)
    {
        Span<byte> head = stackalloc byte[18];
        if (RandomAccess.Read(file, head, 0) < head.Length || !head.StartsWith("SQLite format 3\0"u8))
        {
            return DefaultPageSize;
        }

        int size = BinaryPrimitives.ReadUInt16BigEndian(head[16..]);
        return size >= 512 && BitOperations.IsPow2(size) ? size : DefaultPageSize;
    }

    // The check sums of the frames are not compared: a frame behind a damaged one was committed all the same, and each record has a
    // check of its own. What is behind the last commit was never promised to anybody, and is left out.
    private void FindFrames(SafeFileHandle log)
    {
        Span<byte> head = stackalloc byte[LogHeader.Bytes];
        if (RandomAccess.Read(log, head, 0) < head.Length)
        {
            return;
        }

        bool isSound = LogHeader.IsSound(head);
        ulong? salts = isSound && LogHeader.PageSizeOf(head) == PageSize ? LogHeader.SaltsOf(head) : null;
        salts ??= isSound ? null : SaltsOfPair(log, bigEndian: false) ?? SaltsOfPair(log, bigEndian: true);
        Span<byte> bytes = stackalloc byte[LogFrame.Header];
        long length = RandomAccess.GetLength(log);
        int committed = 0;
        for (long at = head.Length; at + bytes.Length + PageSize <= length; at += bytes.Length + PageSize)
        {
            _ = RandomAccess.Read(log, bytes, at);
            LogFrame frame = new(bytes);
            if (frame.Salts == salts && frame.Page is >= 1 and < int.MaxValue)
            {
                _frames.Add(((int)frame.Page, at + bytes.Length));
                committed = frame.IsCommit ? _frames.Count : committed;
            }
        }

        _frames.RemoveRange(committed, _frames.Count - committed);
    }

    // Without a header: the newest frames stand first, and two that follow each other as they were written are no noise.
    private ulong? SaltsOfPair(SafeFileHandle log, bool bigEndian)
    {
        byte[] bytes = new byte[LogFrame.Header + PageSize];
        (ulong Salts, ulong Sums)? before = null;
        for (long at = LogHeader.Bytes; RandomAccess.Read(log, bytes, at) == bytes.Length; at += bytes.Length)
        {
            LogFrame frame = new(bytes);
            if (frame.Page != 0 && before is { } one && one.Salts == frame.Salts && frame.IsSoundAfter(one.Sums, bigEndian))
            {
                return frame.Salts;
            }

            before = (frame.Salts, frame.Sums);
        }

        return null;
    }
}
