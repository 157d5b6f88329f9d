using System.Collections.Immutable;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Sends the journal to one publisher: reads the records after its cursor, sends them, and moves the cursor over the confirmed ones only.
/// Records are sent in the order of seq: after an outage the backlog comes first.
/// </summary>
public sealed class PublisherLoop
{
    /// <summary>The most records of a batch; the cursor moves once per batch.</summary>
    public const int BatchSize = 200;

    private static readonly TimeSpan RetryMinimum = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryMaximum = TimeSpan.FromSeconds(10);

    private readonly IJournal _journal;
    private readonly IPublisher _publisher;
    private readonly Signal _written;
    private readonly TimeProvider _time;
    private readonly ILogger<PublisherLoop> _logger;
    private readonly RetryDelay _retry = new(RetryMinimum, RetryMaximum);
    private bool _readFails;
    private bool _cursorFails;

    /// <summary>Makes the loop; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="publisher">Sends the records.</param>
    /// <param name="board">Signals new records of the journal.</param>
    /// <param name="time">The clock of the pauses after failures.</param>
    /// <param name="logger">Logs failures.</param>
    public PublisherLoop(
        IJournal journal, IPublisher publisher, LiveBoard board, TimeProvider time, ILogger<PublisherLoop> logger)
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(journal);
        _journal = journal;
        _publisher = publisher;
        _time = time;
        _logger = logger;
        _written = board.WatchJournal();
        journal.SalvageChanged += _written.Set;
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long cursor = await FindCursorAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (!TryRead(cursor, out ImmutableArray<JournalRecord> records))
            {
                await Task.Delay(_retry.Next(), _time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (records.IsEmpty)
            {
                await _written.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            int confirmed = await _publisher.SendAsync(records, cancellationToken).ConfigureAwait(false);
            if (confirmed > 0)
            {
                cursor = records[confirmed - 1].Seq;
                MoveCursor(cursor);
                _retry.Reset();
            }

            if (confirmed < records.Length)
            {
                await Task.Delay(_retry.Next(), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A journal that is being salvaged, or whose disk is full, is there later.
    private async Task<long> FindCursorAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return _journal.GetCursor(_publisher.Name);
            }
            catch (JournalWriteException failure)
            {
                if (!_readFails)
                {
                    Log.JournalNotRead(_logger, _publisher.Name, 0, failure.Message);
                }

                _readFails = true;
            }

            await Task.Delay(_retry.Next(), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryRead(long cursor, out ImmutableArray<JournalRecord> records)
    {
        try
        {
            records = _journal.Read(cursor, BatchSize);
            _readFails = false;
            return true;
        }
        catch (IOException failure)
        {
            if (!_readFails)
            {
                Log.JournalNotRead(_logger, _publisher.Name, cursor, failure.Message);
            }

            _readFails = true;
            records = [];
            return false;
        }
    }

    private void MoveCursor(long cursor)
    {
        try
        {
            _journal.MoveCursor(_publisher.Name, cursor);
            _cursorFails = false;
        }
        catch (JournalWriteException failure)
        {
            // Not fatal: after a restart the records are sent again, and receivers recognise them by their identity.
            if (!_cursorFails)
            {
                Log.CursorNotMoved(_logger, _publisher.Name, cursor, failure.Message);
            }

            _cursorFails = true;
        }
    }
}
