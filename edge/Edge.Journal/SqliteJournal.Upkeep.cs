using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal;

/// <content>Who owns the file, what happens when it fails, and keeping within bounds.</content>
public sealed partial class SqliteJournal
{
    private const int DiskFullCode = 13;
    private const int BatchesAnAppend = 4;
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromMinutes(1);

    // Advisory: it keeps a second gateway on the same file from mixing its records with ours. The kernel releases it at the end
    // of the process.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The journal {path} cannot be locked: {exception.Message} Another gateway may be running on it.", exception);
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

    private void Move(string reader, long seq, byte[]? note)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reader);
        _ = Write(writer =>
        {
            if (seq > writer.LastSeq)
            {
                throw new ArgumentOutOfRangeException(nameof(seq), seq,
                    $"The reader {reader} cannot have handled record {seq}: the last one of epoch {writer.Epoch} is {writer.LastSeq}.");
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
            // Only damage found at the start is moved aside: an epoch that changed in the middle of a run would mislead the publishers.
            _writer = JournalFile.Reopen(_options.Path);
            UpdateStatus(_writer);
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
                Drop drop = writer.Retention.DropByAge(now.UtcTicks, (now - _options.MaximumAge).UtcTicks);
                LogLoss(drop, "older than the maximum age", writer);
            }

            // Several small batches: together more than any scan brings, so that the bound holds, and few enough not to delay the field.
            for (int batch = 0; batch < BatchesAnAppend && IsTooFull(writer); batch++)
            {
                LogLoss(writer.Retention.DropForRoom(now.UtcTicks), "the journal is full", writer);
                writer.Retention.Shrink();
            }

            UpdateStatus(writer);
        }
        catch (SqliteException exception)
        {
            Log.DropFailed(_logger, exception.Message, exception);
            _ = Suspect(exception);
            Abandon();
        }
    }

    // Once full it makes a little more room than it needs, so that it does not drop at every scan.
    private bool IsTooFull(JournalWriter writer)
    {
        long bound = _makingRoom ? _options.MaximumBytes - (_options.MaximumBytes / 32) : _options.MaximumBytes;
        _makingRoom = writer.Retention.UsedBytes > bound;
        return _makingRoom;
    }

    private void LogLoss(Drop drop, string why, JournalWriter writer)
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
        if (!damaged && exception.Message != _failure)
        {
            // Logged once: a write is tried again twice a second, and must not fill a disk that is full already.
            Log.JournalWriteFailed(_logger, _options.Path, exception.Message, exception);
            _failure = exception.Message;
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
            Log.JournalWriteFailed(_logger, JournalFile.SuspicionOf(_options.Path), unwritten.Message, unwritten);
        }

        return true;
    }

    private void Abandon()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private void UpdateStatus(JournalWriter writer)
    {
        Retention retention = writer.Retention;
        var status = new JournalStatus(writer.Epoch, retention.OldestSeq, writer.LastSeq, retention.UsedBytes, retention.Dropped);
        lock (_statusLock)
        {
            _status = status;
        }
    }
}
