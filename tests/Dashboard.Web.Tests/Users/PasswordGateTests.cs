using System.Collections.Concurrent;
using Dashboard.Web.Users;
using TestKit;

namespace Dashboard.Web.Tests.Users;

public sealed class PasswordGateTests : IDisposable
{
    private readonly PasswordGate _gate = new();
    private readonly ManualResetEventSlim _open = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _open.Set();
        _gate.Dispose();
        _open.Dispose();
    }

    [Fact]
    public async Task Two_run_the_queue_waits_and_the_rest_is_refused()
    {
        Assert.Equal((2, 32), (PasswordGate.Workers, PasswordGate.Waiting));
        List<Task<Gated<int>>> running = await OccupyAsync();
        Task<Gated<int>>[] waiting = Fill(Cancelled);
        Gated<int> refused = await _gate.RunAsync(() => 1, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.True(refused.Refused);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        _open.Set();
        Assert.Equal(Enumerable.Range(0, PasswordGate.Waiting), (await Task.WhenAll(waiting)).Select(answer => answer.Value));
        Assert.All(await Task.WhenAll(running), answer => Assert.False(answer.Refused));
    }

    [Fact]
    public async Task A_client_that_goes_frees_its_place_at_once()
    {
        await OccupyAsync();
        using CancellationTokenSource gone = new();
        Task<Gated<int>>[] waiting = Fill(gone.Token);
        await gone.CancelAsync();
        Assert.All(waiting, task => Assert.True(task.IsCanceled));
        Task<Gated<int>> next = _gate.RunAsync(() => 7, Cancelled);
        _open.Set();
        Assert.Equal(new Gated<int>(false, 7), await next);
    }

    [Fact]
    public async Task The_work_is_on_two_threads_that_are_not_of_the_pool()
    {
        ConcurrentDictionary<int, bool> threads = new();
        for (int i = 0; i < 20; i++)
        {
            await _gate.RunAsync(() => threads[Environment.CurrentManagedThreadId] = Thread.CurrentThread.IsThreadPoolThread, Cancelled);
        }

        Assert.InRange(threads.Count, 1, PasswordGate.Workers);
        Assert.All(threads.Values, Assert.False);
    }

    [Fact]
    public async Task What_fails_fails_for_its_client_and_the_gate_goes_on()
    {
        Task<Gated<int>> failing = _gate.RunAsync<int>(() => throw new InvalidOperationException(), Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(3, (await _gate.RunAsync(() => 3, Cancelled)).Value);
    }

    private Task<Gated<int>>[] Fill(CancellationToken gone) =>
        [.. Enumerable.Range(0, PasswordGate.Waiting).Select(number => _gate.RunAsync(() => number, gone))];

    private async Task<List<Task<Gated<int>>>> OccupyAsync()
    {
        int begun = 0;
        List<Task<Gated<int>>> running = [.. Enumerable.Range(0, PasswordGate.Workers).Select(number => _gate.RunAsync(
            () =>
            {
                Interlocked.Increment(ref begun);
                _open.Wait();
                return number;
            },
            Cancelled))];
        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == PasswordGate.Workers, "both threads are busy", Cancelled);
        return running;
    }
}
