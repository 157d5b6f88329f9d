using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal;

/// <content>The connections, and what happens when the file fails.</content>
public sealed partial class SqliteJournal
{
    private void Move(string reader, long seq, byte[]? note)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader);
        _ = Write(writer =>
        {
            if (seq > writer.LastSeq)
            {
                throw new ArgumentOutOfRangeException(nameof(seq), seq,
                    $"The reader {reader} cannot have handled record {seq}: the last one of epoch {writer.Run.Epoch} is {writer.LastSeq}.");
            }

            long stands = writer.Cursor(reader) ?? 0;
            if (note is not null && seq >= stands)
            {
                writer.SetCursor(reader, seq, note);
            }
            else if (note is null && seq > stands)
            {
                writer.SetCursor(reader, seq);
            }

            return seq;
        });
    }

    private T Write<T>(Func<JournalWriter, T> work)
    {
        lock (_writing)
        {
            _salvage.ThrowIfRunning();
            try
            {
                return work(Writer());
            }
            catch (SqliteException exception)
            {
                throw Fail(exception);
            }
        }
    }

    private JournalWriter Writer()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is null)
        {
            _writer = JournalFile.Reopen(_options.Path, _runs.Present, _sideFile);
            _books = _writer.Books;
            UpdateStatus(_writer);
        }

        return _writer;
    }

    // The entry is on the disk already: nothing that happens here may make it look otherwise.
    private void Enforce(JournalWriter writer)
    {
        try
        {
            _upkeep.Run(writer);
            UpdateStatus(writer);
        }
        catch (SqliteException exception)
        {
            Log.DropFailed(_logger, exception.Message, exception);
            _ = _salvage.Suspect(exception);
            Abandon();
        }
    }

    private JournalWriteException Fail(SqliteException exception)
    {
        bool damaged = _salvage.Suspect(exception);
        Abandon();
        if (!damaged && exception.Message != _failure)
        {
            // Logged once: a write is tried again twice a second, and must not fill a disk that is full already.
            Log.JournalWriteFailed(_logger, _options.Path, exception.Message, exception);
            _failure = exception.Message;
        }

        return new JournalWriteException($"The journal {_options.Path} could not be written: {exception.Message}", exception)
        {
            DiskFull = exception.SqliteErrorCode == JournalFile.DiskFull,
            Damaged = damaged,
        };
    }

    private void Abandon()
    {
        _writer?.Dispose();
        _writer = null;
    }

    // What cannot be written now stands beside the journal; the next start takes it from there.
    private void Close()
    {
        try
        {
            _writer?.WriteCheckpoints();
        }
        catch (SqliteException exception)
        {
            Log.SideFileLeft(_logger, _options.Path, exception.Message, exception);
        }

        Abandon();
        _sideFile.Dispose();
    }

    private void UpdateStatus(JournalWriter writer)
    {
        Retention retention = writer.Retention;
        Bookkeeping books = writer.Books;
        var status = new JournalStatus(writer.Run.Epoch, retention.OldestSeq, writer.LastSeq, retention.UsedBytes, books.Dropped)
        {
            DroppedEvents = books.DroppedEvents,
            Runs = _runs,
            Salvage = books.Salvage,
        };
        lock (_statusLock)
        {
            _status = status;
        }
    }
}
