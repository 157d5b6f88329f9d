namespace TestKit;

/// <summary>Waits for a condition of the world outside, with a deadline; never for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // A busy machine is slow, not wrong: a program that starts in two seconds took more than thirty beside all the others.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(90);

    /// <summary>Asks until the answer is true.</summary>
    /// <exception cref="TimeoutException">It did not become true; names <paramref name="what"/> was awaited.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        TimeSpan patience = limit ?? Usual;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        using PeriodicTimer timer = new(Pause);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {patience}: {what}.");
        }
    }

    /// <summary>Asks until the answer is true.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken, TimeSpan? limit = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, cancellationToken, limit);

    /// <summary>Waits for what is compared below, where the difference says more than a time-out.</summary>
    public static async Task ElseBelowAsync(Task wait)
    {
        try
        {
            await wait;
        }
        catch (TimeoutException)
        {
            // What is missing is said below.
        }
    }
}
