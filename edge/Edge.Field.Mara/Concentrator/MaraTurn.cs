namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Allows one question at a time on a link. The driver keeps the turn from a poll until its answer is journaled. Safe for several threads.
/// </summary>
/// <param name="patience">How long a question of another caller waits for its turn, above zero.</param>
/// <param name="clock">The clock of that wait.</param>
internal sealed class MaraTurn(TimeSpan patience, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Waits for the turn indefinitely.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    /// <summary>Waits for the turn for a bounded time.</summary>
    /// <returns>False after a time-out, or when the link closes.</returns>
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

    /// <summary>Releases the turn.</summary>
    public void Leave() => _ = _turn.Release();

    /// <summary>Closes the link: waiting callers are refused.</summary>
    public Task CloseAsync() => _closing.CancelAsync();

    /// <summary>Waits until the turn is released, since its holder may have stopped a scan.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Dispose();
        _closing.Dispose();
    }
}
