namespace Dashboard.Web;

/// <summary>The answer of the gate.</summary>
/// <param name="Refused">The queue was full: nothing was worked out, and the client should come back later.</param>
/// <param name="Value">What was worked out; the default when refused.</param>
public readonly record struct Gated<T>(bool Refused, T? Value);

/// <summary>
/// Does work that takes long, or that blocks, on threads of its own: a few at a time, with a short queue. A flood of it gets refusals and
/// takes neither the pool that answers everything else nor more memory than the queue.
/// </summary>
public class WorkGate : IDisposable
{
    private readonly int _waiting;
    private readonly Lock _lock = new();
    private readonly LinkedList<Action> _queue = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread[] _threads;
    private bool _stopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">How many works are done at a time.</param>
    /// <param name="waiting">How many more may wait.</param>
    /// <param name="name">Names the threads.</param>
    protected WorkGate(int workers, int waiting, string name)
    {
        _waiting = waiting;
        _threads = [.. Enumerable.Range(1, workers).Select(number => new Thread(Work) { IsBackground = true, Name = $"{name} {number}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Works it out on a thread of the gate.</summary>
    /// <param name="work">Must not wait for anything.</param>
    /// <param name="cancellation">When the client has gone: if its turn has not come yet, its place in the queue is free at once.</param>
    /// <returns>What <paramref name="work"/> returned, or a refusal when the queue is full. What it throws comes out here.</returns>
    public Task<Gated<T>> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<Gated<T>>(cancellation);
        }

        // Continuations go to the pool: the threads of the gate only do the work.
        TaskCompletionSource<Gated<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<Action> place = new(() => WorkOut(work, answer));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_queue.Count >= _waiting)
            {
                return Task.FromResult(new Gated<T>(Refused: true, default));
            }

            _queue.AddLast(place);
        }

        _work.Release();
        CancellationTokenRegistration registration = cancellation.Register(() =>
        {
            if (Leave(place))
            {
                answer.TrySetCanceled(cancellation);
            }
        });
        answer.Task.ContinueWith(
            _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return answer.Task;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the threads.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
        }

        // What waits is still worked out: each has somebody who waits for the answer.
        _work.Release(_threads.Length);
        Array.ForEach(_threads, thread => thread.Join());
        _work.Dispose();
    }

    private static void WorkOut<T>(Func<T> work, TaskCompletionSource<Gated<T>> answer)
    {
        try
        {
            answer.TrySetResult(new Gated<T>(Refused: false, work()));
        }
        catch (Exception exception)
        {
            answer.TrySetException(exception);
        }
    }

    private bool Leave(LinkedListNode<Action> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return false;
            }

            _queue.Remove(place);
            return true;
        }
    }

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            Action? next = null;
            lock (_lock)
            {
                if (_queue.First is { } first)
                {
                    _queue.Remove(first);
                    next = first.Value;
                }
                else if (_stopped)
                {
                    return;
                }
            }

            // None when the one that this turn was for has left.
            next?.Invoke();
        }
    }
}
