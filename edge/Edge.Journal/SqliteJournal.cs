using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>
/// The journal in one SQLite file, written ahead (WAL) and synchronised at every commit: what <see cref="Append"/> returned for is there
/// after a power cut. Any thread may call any member; writers wait for each other, and readers do not wait.
/// </summary>
public sealed partial class SqliteJournal : IJournal
{
    private readonly JournalOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FileStream _owner;
    private readonly CheckpointFile _sideFile;
    private readonly Lock _writing = new();
    private readonly ReaderWriterLockSlim _swapping = new();
    private readonly SalvageWatch _salvage;
    private readonly Upkeep _upkeep;
    private readonly Lock _statusLock = new();
    private readonly JournalRuns _runs;
    private readonly ReaderPool _readers;

    // Null after a failure: the next write makes a new one, because what the old one knew may differ from the file.
    private JournalWriter? _writer;

    // What the last writer knew.
    private Bookkeeping _books;

    // What was logged of the present series of failures; null while the journal can be written.
    private string? _failure;
    private JournalStatus _status;
    private bool _disposed;

    private SqliteJournal(JournalOptions options, TimeProvider clock, ILogger logger, FileStream owner)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _owner = owner;
        _readers = new ReaderPool(options.Path, logger);
        _upkeep = new Upkeep(options, clock, logger);
        _salvage = new SalvageWatch(options, clock, logger, Salvage, Report);
        _sideFile = CheckpointFile.Open(options.Path, clock, logger);
        _writer = JournalFile.Open(options, clock, logger, _sideFile);
        _books = _writer.Books;
        _runs = _books.ReadableRuns();
        UpdateStatus(_writer);
        Log.Opened(logger, options.Path, _status.Epoch, _status.OldestSeq, _status.LastSeq);
    }

    /// <inheritdoc/>
    /// <remarks><see cref="JournalStatus.Bytes"/> is what the records take; the write-ahead log beside them adds up to 8 MB.</remarks>
    public JournalStatus Status
    {
        get
        {
            lock (_statusLock)
            {
                return _status;
            }
        }
    }

    /// <summary>
    /// Opens the journal, or creates one; what it writes from now on has an epoch of its own. What can be read of a damaged file is copied
    /// to a new one; the damaged file is kept under another name, and the log says what is lost.
    /// </summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="clock">For the age of records.</param>
    /// <param name="logger">Where losses and failures are logged.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="InvalidDataException">The file is of a newer schema, or no journal at all. It is left as it is.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    public static SqliteJournal Open(JournalOptions options, TimeProvider clock, ILogger<SqliteJournal> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        FileStream owner = JournalFile.Lock(options.Path);
        try
        {
            return new SqliteJournal(options, clock, logger, owner);
        }
        catch (SqliteException exception)
        {
            owner.Dispose();
            throw JournalFile.NotOpened(options.Path, exception);
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
            _salvage.ThrowIfRunning();
            long seq;
            JournalWriter writer;
            try
            {
                writer = Writer();
                long before = writer.LastSeq;
                seq = writer.Append(entry);
                _failure = null;
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
    // Without the cast a null array would become an empty checkpoint.
    public ReadOnlyMemory<byte>? GetCheckpoint(string device) =>
        Write(writer => writer.Checkpoint(device) is { } checkpoint ? (ReadOnlyMemory<byte>?)checkpoint.ToArray() : null);

    /// <inheritdoc/>
    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (_salvage.IsRunning || !_swapping.TryEnterReadLock(0))
        {
            throw new IOException($"The journal {_options.Path} is damaged and being salvaged; it is read again when that is done.");
        }

        try
        {
            return _readers.Read(afterSeq, limit);
        }
        catch (SqliteException exception)
        {
            _ = _salvage.Suspect(exception);
            throw new IOException($"The journal {_options.Path} cannot be read: {exception.Message}", exception);
        }
        finally
        {
            _swapping.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public long GetCursor(string reader)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader);
        return Write(writer =>
        {
            if (writer.Cursor(reader) is { } seq)
            {
                return seq;
            }

            writer.SetCursor(reader, 0);
            return 0;
        });
    }

    /// <inheritdoc/>
    public void MoveCursor(string reader, long seq) => Move(reader, seq, null);

    /// <inheritdoc/>
    public void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, IJournal.MaximumNote);
        Move(reader, seq, note.ToArray());
    }

    /// <inheritdoc/>
    // Without the cast a null array would become an empty note.
    public ReadOnlyMemory<byte>? GetNote(string reader) =>
        Write(writer => writer.Note(reader) is { } note ? (ReadOnlyMemory<byte>?)note : null);

    /// <inheritdoc/>
    public ImmutableArray<ElementState> GetElements() =>
        Write(writer => writer.Elements((tag, fault) => Log.UnreadableElement(_logger, _options.Path, tag, fault)));

    /// <summary>The names of all readers that are known, sorted.</summary>
    /// <exception cref="JournalWriteException">The file fails.</exception>
    public ImmutableArray<string> Readers => Write(writer => writer.Readers.Order(StringComparer.Ordinal).ToImmutableArray());

    /// <summary>Forgets a reader that will not come back: what it has not handled no longer counts as unread.</summary>
    /// <param name="reader">Its name.</param>
    /// <exception cref="JournalWriteException">The disk is full or fails.</exception>
    public void ForgetReader(string reader) => _ = Write(writer => writer.ForgetCursor(reader));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _salvage.DisposeAsync().ConfigureAwait(false);
        lock (_writing)
        {
            if (!_disposed)
            {
                Volatile.Write(ref _disposed, true);
                _readers.Dispose();
                Close();
                _owner.Dispose();
            }
        }
    }

    /// <summary>For tests: the side file.</summary>
    internal CheckpointFile SideFile => _sideFile;

    /// <summary>For tests: what SQLite does when the disk has room for so many pages and no more; 0 lifts the bound.</summary>
    internal void BoundPages(long pages)
    {
        lock (_writing)
        {
            Writer().BoundPages(pages);
        }
    }
}
