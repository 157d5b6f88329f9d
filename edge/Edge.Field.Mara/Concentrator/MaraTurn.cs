namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Who may ask on a link: one at a time. The driver keeps the turn from a poll until its answer is journaled. For several threads.
/// </summary>
/// <param name="patience">How long a question of somebody else waits for its turn, above zero.</param>
/// <param name="clock">The clock of that wait.</param>
internal sealed class MaraTurn(TimeSpan patience, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Waits for the turn as long as it takes.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    /// <summary>Waits for the turn for a bounded time.</summary>
    /// <returns>False where the time is over, or the link closes.</returns>
    /// <exception cref="OperationCanceledException">The caller stopped.</exception>
    public async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, _closing.Token);
        try
        {
            await _turn.WaitAsync(any.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Gives the turn to the next.</summary>
    public void Leave() => _ = _turn.Release();

    /// <summary>The link closes: the callers that wait are turned away.</summary>
    public Task CloseAsync() => _closing.CancelAsync();

    /// <summary>Waits until the turn has been given back: the one that has it may have stopped a scan.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Dispose();
        _closing.Dispose();
    }
}
