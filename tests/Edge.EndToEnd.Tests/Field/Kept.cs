namespace Edge.EndToEnd.Tests.Field;

/// <summary>Everything that a test has started: it is stopped in the other order, whatever happens.</summary>
internal sealed class Kept : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _all = new();

    /// <summary>Keeps one more.</summary>
    public T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        _all.Push(one);
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_all.TryPop(out IAsyncDisposable? one))
        {
            try
            {
                await one.DisposeAsync();
            }
            catch (Exception e)
            {
                // The others must be stopped all the same, or their processes stay.
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
