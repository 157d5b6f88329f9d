using System.Collections.Immutable;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Sends the journal to one publisher: reads the records after its cursor, sends them, and moves the cursor over the confirmed ones only.
/// Records are sent in the order of seq: after an outage the backlog comes first. Over records that are not sent the cursor lags a little.
/// </summary>
public sealed class PublisherLoop
{
    /// <summary>The most records of a batch; the cursor moves once per batch.</summary>
    public const int BatchSize = 200;

    /// <summary>How long the cursor lags at most, over records that are not sent, while others follow.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

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
    private long _cursor;
    private long _stored;
    private long _storedAt;

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
        _stored = await FindCursorAsync(cancellationToken).ConfigureAwait(false);
        _storedAt = _time.GetTimestamp();
        _cursor = _stored;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (_cursor > _stored)
            {
                MoveCursor();
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!TryRead(out ImmutableArray<JournalRecord> records))
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
                _cursor = records[confirmed - 1].Seq;
                if (MustMove(records.AsSpan(0, confirmed)))
                {
                    MoveCursor();
                }

                _retry.Reset();
            }

            if (confirmed < records.Length)
            {
                await Task.Delay(_retry.Next(), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool MustMove(ReadOnlySpan<JournalRecord> confirmed)
    {
        foreach (JournalRecord record in confirmed)
        {
            if (_publisher.Publishes(record))
            {
                return true;
            }
        }

        return _cursor - _stored >= BatchSize || _time.GetElapsedTime(_storedAt) >= Lag;
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

    private bool TryRead(out ImmutableArray<JournalRecord> records)
    {
        try
        {
            records = _journal.Read(_cursor, BatchSize);
            _readFails = false;
            return true;
        }
        catch (IOException failure)
        {
            if (!_readFails)
            {
                Log.JournalNotRead(_logger, _publisher.Name, _cursor, failure.Message);
            }

            _readFails = true;
            records = [];
            return false;
        }
    }

    private void MoveCursor()
    {
        try
        {
            _journal.MoveCursor(_publisher.Name, _cursor);
            (_stored, _storedAt) = (_cursor, _time.GetTimestamp());
            _cursorFails = false;
        }
        catch (JournalWriteException failure)
        {
            // Not fatal: after a restart the records are sent again, and receivers recognise them by their identity.
            if (!_cursorFails)
            {
                Log.CursorNotMoved(_logger, _publisher.Name, _cursor, failure.Message);
            }

            _cursorFails = true;
        }
    }
}
