using System.Collections.Concurrent;
using Dashboard.Historian;
using Dashboard.Web.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Queries of events take turns, and none of them holds a thread that serves others.</summary>
[Trait("Fault", "10")]
public sealed class Fault_10_A_flood_of_queries_stops_nothing_else
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_queries_run_at_a_time_and_the_rest_is_turned_away()
    {
        using TemporaryFolder directory = new();
        using SlowHistorian historian = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            directory.Path, null, services => services.Replace(ServiceDescriptor.Singleton<IEventStore>(historian)));
        using HttpClient user = await dashboard.LogInAsync();
        ConcurrentBag<int> answers = [];
        Task[] flood = [.. Enumerable.Range(0, 64).Select(_ => QueryAsync(user, answers))];
        int turnedAway = 64 - QueryGate.Workers - QueryGate.Waiting;
        await Eventually.TrueAsync(() => answers.Count == turnedAway, "all but those in the gate are answered", Cancelled);
        Assert.All(answers, status => Assert.Equal(429, status));
        Assert.Equal(QueryGate.Workers, historian.Running);
        await user.JsonAsync("/api/sites");
        await user.JsonAsync("/healthz");
        historian.Release();
        await Task.WhenAll(flood);
        Assert.Equal(64 - turnedAway, answers.Count(status => status == 200));
        Assert.True(historian.NeverOnThePool);
    }

    private static async Task QueryAsync(HttpClient client, ConcurrentBag<int> answers)
    {
        using HttpResponseMessage answer = await client.GetAsync("/api/events?type=loss", Cancelled);
        answers.Add((int)answer.StatusCode);
    }

    private sealed class SlowHistorian : IEventStore
    {
        private readonly ManualResetEventSlim _open = new(initialState: false);
        private int _running;

        internal int Running => Volatile.Read(ref _running);

        internal bool NeverOnThePool { get; private set; } = true;

        public void Dispose()
        {
            _open.Set();
            _open.Dispose();
        }

        public long LastArrival() => 0;

        public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) => [.. batch.Select(_ => Stored.New)];

        public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) => new([], null);

        public RecordPage<EventRecord> QueryEvents(RecordQuery query)
        {
            Interlocked.Increment(ref _running);
            NeverOnThePool &= !Thread.CurrentThread.IsThreadPoolThread;
            _open.Wait(Cancelled);
            Interlocked.Decrement(ref _running);
            return new RecordPage<EventRecord>([], null);
        }

        public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => new([], null);

        internal void Release() => _open.Set();
    }
}
