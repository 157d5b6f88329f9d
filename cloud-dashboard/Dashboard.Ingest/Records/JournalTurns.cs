namespace Dashboard.Ingest.Records;

/// <summary>One after the other for each site, in the order in which they asked.</summary>
internal sealed class JournalTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _last = new(StringComparer.Ordinal);

    /// <summary>Waits until all that asked before have ended.</summary>
    internal async Task<Turn> TakeAsync(string site, CancellationToken cancellationToken)
    {
        Turn turn;
        Task former;
        lock (_lock)
        {
            former = _last.TryGetValue(site, out Turn? last) ? last.Ended : Task.CompletedTask;
            turn = new Turn(this, site, former);
            _last[site] = turn;
        }

        try
        {
            await former.WaitAsync(cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private void Remove(Turn turn)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(turn.Site) == turn)
            {
                _last.Remove(turn.Site);
            }
        }
    }

    /// <summary>The turn of one; its end lets the next one begin.</summary>
    internal sealed class Turn(JournalTurns turns, string site, Task former) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal string Site => site;

        /// <summary>Ends with this one, and not before those before it: one that is given up does not let the next overtake them.</summary>
        internal Task Ended => Task.WhenAll(former, _ended.Task);

        public void Dispose()
        {
            _ = _ended.TrySetResult();
            turns.Remove(this);
        }
    }
}
