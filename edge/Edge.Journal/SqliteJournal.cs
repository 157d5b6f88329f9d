using System.Collections.Concurrent;
using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>
/// The journal in one SQLite file, written ahead (WAL) and synchronised at every commit: what <see cref="Append"/> returned for is there
/// after a power cut. Any thread may call any member; writers wait for each other, readers for nobody.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    private const int DiskFullCode = 13;
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromMinutes(1);

    private readonly JournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FileStream _owner;
    private readonly Lock _writing = new();
    private readonly Lock _telling = new();
    private readonly ConcurrentBag<JournalReader> _readers = [];
    private readonly ConcurrentDictionary<long, string> _tags = [];

    // Null after a failure: made anew by the next one who writes, because what it knew may differ from the file.
    private JournalWriter? _writer;
    private JournalStatus _status;
    private DateTimeOffset _nextAgeCheck;
    private bool _makingRoom;
    private bool _disposed;

    private SqliteJournal(JournalOptions options, TimeProvider clock, ILogger logger, FileStream owner)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _owner = owner;
        _writer = JournalFile.Open(options.Path, clock, logger);
        Tell(_writer);
        Log.Opened(logger, options.Path, _status.Epoch, _status.OldestSeq, _status.LastSeq);
    }

    /// <inheritdoc/>
    /// <remarks><see cref="JournalStatus.Bytes"/> is what the records take; the write-ahead log beside them adds up to 8 MB.</remarks>
    public JournalStatus Status
    {
        get
        {
            lock (_telling)
            {
                return _status;
            }
        }
    }

    /// <summary>Opens the journal, or begins one with a new epoch. A damaged file is kept under another name, and the log says so.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="clock">For the age of records.</param>
    /// <param name="logger">Where losses and failures are told.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="InvalidDataException">The file is of a newer schema, or no journal at all. It is left as it is.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    public static SqliteJournal Open(JournalOptions options, TimeProvider clock, ILogger<SqliteJournal> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        FileStream owner = Own(options.Path);
        try
        {
            return new SqliteJournal(options, clock, logger, owner);
        }
        catch (SqliteException exception)
        {
            owner.Dispose();
            throw new IOException($"The journal {options.Path} cannot be opened: {exception.Message} "
                + "Check that its directory exists, is writable and has room.", exception);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long Append(in JournalEntry entry)
    {
        lock (_writing)
        {
            long seq;
            JournalWriter writer;
            try
            {
                writer = Writer();
                long before = writer.LastSeq;
                seq = writer.Append(entry);
                if (seq > before)
                {
                    writer.Retention.Wrote(before + 1);
                }
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }

            Enforce(writer);
            return seq;
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? GetDeviceMark(string device)
    {
        lock (_writing)
        {
            try
            {
                return Writer().Mark(device) is { } mark ? mark.ToArray() : null;
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        try
        {
            if (!_readers.TryTake(out JournalReader? reader))
            {
                reader = new(JournalFile.Connect(_options.Path, SqliteOpenMode.ReadOnly), _tags, _logger);
            }

            try
            {
                ImmutableArray<JournalRecord> records = reader.Read(afterSeq, limit);
                Keep(reader);
                return records;
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
        catch (SqliteException exception)
        {
            _ = Suspect(exception);
            throw new IOException($"The journal {_options.Path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public long GetCursor(string reader)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader);
        lock (_writing)
        {
            try
            {
                JournalWriter writer = Writer();
                if (writer.Cursor(reader) is { } seq)
                {
                    return seq;
                }

                writer.SetCursor(reader, 0);
                return 0;
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void MoveCursor(string reader, long seq)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader);
        lock (_writing)
        {
            try
            {
                JournalWriter writer = Writer();
                if (seq > writer.LastSeq)
                {
                    throw new ArgumentOutOfRangeException(nameof(seq), seq,
                        $"The reader {reader} cannot have handled record {seq}: the last one of epoch {writer.Epoch} is {writer.LastSeq}.");
                }

                if (seq > (writer.Cursor(reader) ?? 0))
                {
                    writer.SetCursor(reader, seq);
                }
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }
        }
    }

    /// <summary>Forgets a reader that will not come back: what it has not handled no longer counts as unread.</summary>
    /// <param name="reader">Its name.</param>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    public void ForgetReader(string reader)
    {
        lock (_writing)
        {
            try
            {
                Writer().ForgetCursor(reader);
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_writing)
        {
            if (!_disposed)
            {
                Volatile.Write(ref _disposed, true);
                while (_readers.TryTake(out JournalReader? reader))
                {
                    reader.Dispose();
                }

                _writer?.Dispose();
                _owner.Dispose();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>For tests: what SQLite does when the disk has room for so many pages and no more; 0 lifts the bound.</summary>
    internal void BoundPages(long pages)
    {
        lock (_writing)
        {
            Writer().BoundPages(pages);
        }
    }

    // Advisory: it keeps a second gateway on the same file from mixing its records with ours. The kernel lets go of it when we die.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException exception)
        {
            throw new IOException($"The journal {path} cannot be taken: {exception.Message} Another gateway may be running on it.", exception);
        }
    }

    private void Keep(JournalReader reader)
    {
        _readers.Add(reader);
        if (Volatile.Read(ref _disposed) && _readers.TryTake(out JournalReader? late))
        {
            late.Dispose();
        }
    }

    private JournalWriter Writer()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is null)
        {
            // Only damage found at the start is moved aside: an epoch that changed in the middle of a run would mislead the publishers.
            _writer = JournalFile.Reopen(_options.Path);
            Tell(_writer);
        }

        return _writer;
    }

    // The entry is on the disk already: nothing that happens here may make it look otherwise.
    private void Enforce(JournalWriter writer)
    {
        try
        {
            DateTimeOffset now = _clock.GetUtcNow();
            if (now >= _nextAgeCheck || now < _nextAgeCheck - s_ageCheck)
            {
                _nextAgeCheck = now + s_ageCheck;
                DropTold(writer.Retention.DropByAge(now.UtcTicks, (now - _options.MaximumAge).UtcTicks), "older than the maximum age", writer);
            }

            long used = writer.Retention.UsedBytes;
            _makingRoom = used > (_makingRoom ? _options.MaximumBytes - (_options.MaximumBytes / 32) : _options.MaximumBytes);
            if (_makingRoom)
            {
                DropTold(writer.Retention.DropForRoom(now.UtcTicks), "the journal is full", writer);
                writer.Retention.Shrink();
            }

            Tell(writer);
        }
        catch (SqliteException exception)
        {
            Log.DropFailed(_logger, exception.Message, exception);
            _ = Suspect(exception);
            Abandon();
        }
    }

    private void DropTold(Drop drop, string why, JournalWriter writer)
    {
        if (drop.Lost > 0)
        {
            Log.Dropped(_logger, drop.Lost, why, writer.Retention.Dropped);
        }
    }

    private JournalWriteException Fail(SqliteException exception)
    {
        Abandon();
        bool damaged = Suspect(exception);
        if (!damaged)
        {
            Log.WriteFailed(_logger, _options.Path, exception.Message, exception);
        }

        return new JournalWriteException($"The journal {_options.Path} could not be written: {exception.Message}", exception)
        {
            DiskFull = exception.SqliteErrorCode == DiskFullCode,
            Damaged = damaged,
        };
    }

    private bool Suspect(SqliteException exception)
    {
        if (!JournalFile.IsDamage(exception))
        {
            return false;
        }

        Log.DamageFound(_logger, _options.Path, exception.Message, exception);
        try
        {
            File.WriteAllText(JournalFile.SuspicionOf(_options.Path), exception.Message);
        }
        catch (IOException unwritten)
        {
            Log.WriteFailed(_logger, JournalFile.SuspicionOf(_options.Path), unwritten.Message, unwritten);
        }

        return true;
    }

    private void Abandon()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private void Tell(JournalWriter writer)
    {
        Retention retention = writer.Retention;
        var status = new JournalStatus(writer.Epoch, retention.OldestSeq, writer.LastSeq, retention.UsedBytes, retention.Dropped);
        lock (_telling)
        {
            _status = status;
        }
    }
}
