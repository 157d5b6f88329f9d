using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Edge.Journal;

/// <summary>
/// The side file of a journal (ADR 0024): checkpoints that came without a record. Each device has two sectors in turn, so that one which is
/// cut leaves the other whole. A sector counts only while the journal ends with the record with which it ended then: a transaction that
/// writes a record takes all checkpoints into the journal. Not for several threads.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    /// <summary>How far apart sectors are: no disk writes more at once, so a cut write damages no other.</summary>
    public const int Stride = 4096;

    /// <summary>For how many devices there is room; the checkpoints of others go to the journal.</summary>
    public const int MostDevices = 32;

    /// <summary>The length of the file.</summary>
    public const int Length = 2 * MostDevices * Stride;

    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    private readonly string _journal;
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly BodyWriter _body = new();
    private readonly Memory<byte> _buffer = Direct.Buffer(Stride);

    // What the sectors hold, by their place; null where there is nothing.
    private readonly CheckpointSector?[] _sectors = new CheckpointSector?[2 * MostDevices];
    private SafeFileHandle? _file;

    // Whether it may be written as it is; else it is made anew.
    private bool _isSound = true;
    private string? _failure;
    private long? _failed;

    private CheckpointFile(string journal, TimeProvider clock, ILogger logger)
    {
        _journal = journal;
        _path = PathOf(journal);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>For tests: runs before each write, and may fail as a disk does.</summary>
    public Action? Writing { get; set; }

    /// <summary>The side file of a journal.</summary>
    public static string PathOf(string journal) => journal + ".checkpoints";

    /// <summary>Reads what is there. None of it is a reason not to start; the file is made when it is needed.</summary>
    public static CheckpointFile Open(string journal, TimeProvider clock, ILogger logger)
    {
        CheckpointFile file = new(journal, clock, logger);
        file.Load();
        return file;
    }

    /// <summary>Adds the checkpoints of the state in which a journal is, where they are newer than its own.</summary>
    public void AddTo(Bookkeeping books)
    {
        string epoch = books.EpochOfLast();
        foreach (CheckpointSector? sector in _sectors)
        {
            if (sector is not null && sector.LastSeq == books.LastSeq && sector.Epoch == epoch
                && sector.Number > (books.Checkpoints.GetValueOrDefault(sector.Device)?.Number ?? 0))
            {
                books.Checkpoints[sector.Device] = new(sector.Bytes, sector.Number, isInFile: false);
            }
        }
    }

    /// <summary>The highest number of a device that was ever found or written here; also that of a sector that does not count.</summary>
    public long HighestOf(string device)
    {
        long highest = 0;
        foreach (CheckpointSector? sector in _sectors)
        {
            highest = sector?.Device == device ? Math.Max(highest, sector.Number) : highest;
        }

        return highest;
    }

    /// <summary>Writes a sector. When it returns true the sector is on the disk.</summary>
    /// <param name="sector">The sector; its number is the highest of its device.</param>
    /// <returns>False where it cannot be written here.</returns>
    public bool TryWrite(CheckpointSector sector)
    {
        int place = PlaceOf(sector);
        if (place < 0 || !IsReady() || sector.Write(_body, _buffer.Span) is not (> 0 and var length))
        {
            return false;
        }

        int sectors = (length + Direct.Sector - 1) / Direct.Sector * Direct.Sector;
        _buffer.Span[length..sectors].Clear();
        try
        {
            Writing?.Invoke();
            RandomAccess.Write(_file!, _buffer.Span[..sectors], (long)place * Stride);
        }
        catch (IOException failure)
        {
            Fail(failure);
            return false;
        }

        _sectors[place] = sector;
        _failure = null;
        return true;
    }

    public void Dispose() => _file?.Dispose();

    // The other sector of the device; for a new device two of which none counts.
    private int PlaceOf(CheckpointSector sector)
    {
        int newest = -1;
        for (int place = 0; place < _sectors.Length; place++)
        {
            if (_sectors[place]?.Device == sector.Device && (newest < 0 || _sectors[place]!.Number > _sectors[newest]!.Number))
            {
                newest = place;
            }
        }

        bool Counts(CheckpointSector? other) => other is not null && other.LastSeq == sector.LastSeq && other.Epoch == sector.Epoch;

        // A device that was away may have left a sector beside that of another one.
        if (newest >= 0 && (_sectors[newest ^ 1]?.Device == sector.Device || !Counts(_sectors[newest ^ 1])))
        {
            return newest ^ 1;
        }

        for (int first = 0; first < _sectors.Length; first += 2)
        {
            if (!Counts(_sectors[first]) && !Counts(_sectors[first + 1]))
            {
                return first;
            }
        }

        return -1;
    }

    private void Load()
    {
        byte[] bytes = new byte[Length];
        string? fault;
        try
        {
            if (!File.Exists(_path))
            {
                return;
            }

            using SafeFileHandle file = File.OpenHandle(_path);
            _ = RandomAccess.Read(file, bytes, 0);
            fault = RandomAccess.GetLength(file) is not Length and var length ? $"it has {length} bytes, not {Length}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Array.Clear(bytes);
            fault = failure.Message;
        }

        int damaged = 0;
        for (int place = 0; place < _sectors.Length; place++)
        {
            ReadOnlySpan<byte> sector = bytes.AsSpan(place * Stride, Stride);
            _sectors[place] = CheckpointSector.Read(sector);
            damaged += _sectors[place] is null && sector.ContainsAnyExcept((byte)0) ? 1 : 0;
        }

        fault ??= damaged > 0 ? $"{damaged} of its sectors cannot be read" : null;
        if (fault is not null)
        {
            Log.SideFileDamaged(_logger, _path, fault);
            _isSound = false;
        }
    }

    private bool IsReady()
    {
        if (_file is not null)
        {
            return true;
        }

        if (_failed is { } failed && _clock.GetElapsedTime(failed) < s_again)
        {
            return false;
        }

        try
        {
            if (!_isSound || !File.Exists(_path))
            {
                Create();
            }

            _file = Direct.Open(_path, _buffer.Span);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure);
            return false;
        }
    }

    // With what is known, under its name when it is whole. A sector that cannot be read now must not be read later: it may be too old.
    // Written, not only reserved: the first use of a reserved block would write to the list of blocks too.
    private void Create()
    {
        string unfinished = _path + ".new";
        byte[] bytes = new byte[Length];
        for (int place = 0; place < _sectors.Length; place++)
        {
            _ = _sectors[place]?.Write(_body, bytes.AsSpan(place * Stride, Stride));
        }

        try
        {
            using (FileStream made = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 0))
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(made.SafeFileHandle, File.GetUnixFileMode(_journal));
                }

                made.Write(bytes);
                made.Flush(flushToDisk: true);
            }

            File.Move(unfinished, _path, overwrite: true);
            Direct.SynchroniseFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        _isSound = true;
        Log.SideFileCreated(_logger, _journal, _path);
    }

    private void Fail(Exception failure)
    {
        _file?.Dispose();
        _file = null;
        _failed = _clock.GetTimestamp();
        if (failure.Message != _failure)
        {
            Log.SideFileFailed(_logger, _path, failure.Message, failure);
            _failure = failure.Message;
        }
    }
}
