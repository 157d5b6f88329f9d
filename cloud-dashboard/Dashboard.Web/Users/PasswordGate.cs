namespace Dashboard.Web.Users;

/// <summary>The answer of the gate.</summary>
/// <param name="Refused">The queue was full: nothing was worked out, and the client should come back later.</param>
/// <param name="Value">What was worked out; the default when refused.</param>
public readonly record struct Gated<T>(bool Refused, T? Value);

/// <summary>
/// Works out password hashes, which are slow on purpose. On threads of its own, two at a time, with a short queue: a flood of log-ins gets
/// refusals and takes neither the pool that answers everything else nor more memory than the queue.
/// </summary>
public sealed class PasswordGate : IDisposable
{
    /// <summary>How many hashes are worked out at a time.</summary>
    public const int Workers = 2;

    /// <summary>How many more may wait. A hash takes about 50 ms, so the last of the queue waits less than a second.</summary>
    public const int Waiting = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<Action> _queue = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread[] _threads;
    private bool _stopped;

    /// <summary>Starts the threads.</summary>
    public PasswordGate()
    {
        _threads = [.. Enumerable.Range(1, Workers)
            .Select(number => new Thread(Work) { IsBackground = true, Name = $"password {number}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Works it out on a thread of the gate.</summary>
    /// <param name="hash">Must not wait for anything.</param>
    /// <param name="cancellation">When the client has gone: if its turn has not come yet, its place in the queue is free at once.</param>
    /// <returns>What <paramref name="hash"/> returned, or a refusal when the queue is full. What it throws comes out here.</returns>
    public Task<Gated<T>> RunAsync<T>(Func<T> hash, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<Gated<T>>(cancellation);
        }

        // Continuations go to the pool: the threads of the gate only work out hashes.
        TaskCompletionSource<Gated<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<Action> place = new(() => WorkOut(hash, answer));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_queue.Count >= Waiting)
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
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
        }

        // What waits is still worked out: each has somebody who waits for the answer.
        _work.Release(Workers);
        Array.ForEach(_threads, thread => thread.Join());
        _work.Dispose();
    }

    private static void WorkOut<T>(Func<T> hash, TaskCompletionSource<Gated<T>> answer)
    {
        try
        {
            answer.TrySetResult(new Gated<T>(Refused: false, hash()));
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
