namespace Edge.Gateway.Runtime;

/// <summary>One of the loops of the station failed, or ended by itself.</summary>
internal sealed class LoopFailedException(string loop, Exception? inner)
    : Exception(inner is null ? $"The loop '{loop}' ended by itself." : $"The loop '{loop}' failed: {inner.Message}", inner)
{
    /// <summary>The name of the loop.</summary>
    public string Loop => loop;
}

/// <summary>A running loop that can be stopped independently of the others.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<RunningLoop> _ended;
    private readonly Task _task;
    private volatile bool _expected;

    /// <summary>Starts it.</summary>
    /// <param name="name">Its name in the logs.</param>
    /// <param name="run">The loop.</param>
    /// <param name="ended">Called when it fails, or ends without a stop.</param>
    public RunningLoop(string name, Func<CancellationToken, Task> run, Action<RunningLoop> ended)
    {
        Name = name;
        _ended = ended;
        _task = Task.Run(() => ExecuteAsync(run));
    }

    /// <summary>Its name in the logs.</summary>
    public string Name { get; }

    /// <summary>Why it failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>From now on it may end by itself, because the caller requests that in another way.</summary>
    public void ExpectEnd() => _expected = true;

    /// <summary>Waits until it ends by itself.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="LoopFailedException">It failed.</exception>
    public async Task<bool> WaitForEndAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            await _task.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return Failure is null ? true : throw new LoopFailedException(Name, Failure);
    }

    /// <summary>Stops it and waits for its end. A failure was reported by the callback.</summary>
    public async Task StopAsync()
    {
        _expected = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task ExecuteAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Every exception is reported by the callback.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failure = failure;
        }

        if (Failure is not null || !_expected)
        {
            _ended(this);
        }
    }
}
