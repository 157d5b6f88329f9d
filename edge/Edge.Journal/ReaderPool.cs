using System.Collections.Concurrent;
using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>The connections that read: one for each thread that reads at a time, kept and used again.</summary>
/// <param name="path">The journal.</param>
/// <param name="logger">Where records that cannot be read are logged.</param>
internal sealed class ReaderPool(string path, ILogger logger) : IDisposable
{
    private readonly ConcurrentBag<JournalReader> _readers = [];
    private readonly ConcurrentDictionary<long, string> _tags = [];
    private bool _disposed;

    /// <summary>Reads records.</summary>
    /// <exception cref="SqliteException">The file fails.</exception>
    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        if (!_readers.TryTake(out JournalReader? reader))
        {
            reader = new(JournalFile.Connect(path, SqliteOpenMode.ReadOnly), _tags, logger);
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

    /// <summary>Closes all that are not in use; the next read opens the file anew.</summary>
    public void Clear()
    {
        while (_readers.TryTake(out JournalReader? reader))
        {
            reader.Dispose();
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        Clear();
    }

    private void Keep(JournalReader reader)
    {
        _readers.Add(reader);
        if (Volatile.Read(ref _disposed) && _readers.TryTake(out JournalReader? late))
        {
            late.Dispose();
        }
    }
}
