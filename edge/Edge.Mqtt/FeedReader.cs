using System.Collections.Immutable;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>Reads the journal for a feed, and makes its batches. What was read and found no room is kept for the next one.</summary>
internal sealed class FeedReader(string name, IJournal journal, ILogger logger)
{
    /// <summary>The pause after a read that failed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private ImmutableArray<JournalRecord> _read = [];
    private long _after;
    private int _used;

    /// <summary>Whether the journal could not be read.</summary>
    public bool Fails { get; private set; }

    /// <summary>The batch behind a seq; null: there is none now.</summary>
    /// <param name="epoch">The epoch of the journal.</param>
    /// <param name="sent">The last seq that was sent.</param>
    /// <param name="maximumBytes">The most bytes.</param>
    public Batch? Next(string epoch, long sent, int maximumBytes)
    {
        JournalStatus status = journal.Status;
        if (status.LastSeq <= sent || status.Epoch != epoch || !TryFill(sent))
        {
            return null;
        }

        // Where nothing is left behind the seq, an empty batch says so: the historian would ask again and again.
        Batch batch = _used == _read.Length
            ? JournalBatches.Of(status.Runs, status.Runs.Present, sent, status.LastSeq)
            : JournalBatches.Of(status.Runs, sent, _read.AsSpan(_used..), maximumBytes);
        (_after, _used) = (batch.LastSeq, _used + batch.Records.Count);
        batch.OldestSeq = status.OldestSeq;
        batch.Historical = status.LastSeq > batch.LastSeq;
        return batch;
    }

    private bool TryFill(long sent)
    {
        if (_after == sent && _used < _read.Length)
        {
            return true;
        }

        try
        {
            (_read, _after, _used) = (journal.Read(sent, JournalBatches.MaximumRecords), sent, 0);
            Fails = false;
        }
        catch (IOException failure)
        {
            if (!Fails)
            {
                Log.JournalNotReadForHistorian(logger, name, sent, failure.Message);
            }

            (_read, _used, Fails) = ([], 0, true);
        }

        return !Fails;
    }
}
