namespace Edge.Gateway.Runtime;

/// <summary>One of the loops of the station failed, or ended by itself.</summary>
internal sealed class LoopFailedException(string loop, Exception? inner)
    : Exception(inner is null ? $"The loop '{loop}' ended by itself." : $"The loop '{loop}' failed: {inner.Message}", inner)
{
    /// <summary>Which.</summary>
    public string Loop => loop;
}

/// <summary>A loop that runs, and can be stopped by itself.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<RunningLoop> _ended;
    private readonly Task _task;
    private volatile bool _expected;

    /// <summary>Starts it.</summary>
    /// <param name="name">Its name in the logs.</param>
    /// <param name="run">The loop.</param>
    /// <param name="ended">Told when it ends and nobody asked it to.</param>
    public RunningLoop(string name, Func<CancellationToken, Task> run, Action<RunningLoop> ended)
    {
        Name = name;
        _ended = ended;
        _task = Task.Run(() => WatchAsync(run));
    }

    /// <summary>Its name in the logs.</summary>
    public string Name { get; }

    /// <summary>Why it failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>From now on it may end by itself: it is about to be asked to in its own way.</summary>
    public void Expect() => _expected = true;

    /// <summary>Waits until it ends by itself.</summary>
    /// <param name="patience">For how long.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="LoopFailedException">It failed.</exception>
    public async Task<bool> EndsAsync(TimeSpan patience, TimeProvider time)
    {
        try
        {
            await _task.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return Failure is null ? true : throw new LoopFailedException(Name, Failure);
    }

    /// <summary>Stops it and waits for its end. If it failed, that was told.</summary>
    public async Task StopAsync()
    {
        _expected = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever it is, it is handed on: nothing is swallowed.
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
