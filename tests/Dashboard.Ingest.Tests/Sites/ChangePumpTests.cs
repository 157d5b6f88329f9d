using System.Collections.Concurrent;
using System.Text;
using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Ingest.Tests.Sites;

public sealed class ChangePumpTests
{
    private static readonly TimeSpan Scan = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(75);

    private readonly Clock _time = new();
    private readonly Listener _listener = new();
    private readonly SiteStore _store;

    public ChangePumpTests()
    {
        _store = new SiteStore(new IngestLimits(), _time);
        _store.LinkUp();
    }

    [Fact]
    public async Task A_change_after_a_rest_waits_for_its_scan_and_the_next_for_the_window()
    {
        using CancellationTokenSource stop = new();
        using ChangePump pump = new(_store, _listener, Scan, Window, _time);
        Task running = pump.RunAsync(stop.Token);

        // The second comes while the first waits: it takes no turn of its own.
        Assert.Equal((Scan, 2), await PassAsync("A", "B"));
        Assert.Equal((Window, 1), await PassAsync("C"));
        _time.Advance(Window / 3);
        Assert.Equal((Window - (Window / 3), 1), await PassAsync("D"));
        _time.Advance(Window);
        Assert.Equal((Scan, 1), await PassAsync("E"));

        await stop.CancelAsync();
        await running;
    }

    // For how long the changes wait, and how many pass then.
    private async Task<(TimeSpan Wait, int Elements)> PassAsync(params string[] elements)
    {
        (int waits, int passed) = (_time.Waits.Count, _listener.Passed.Count);
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        foreach (string element in elements)
        {
            Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/element/{element}", out TopicParts topic));
            _store.Apply(topic, Encoding.UTF8.GetBytes(Payloads.Closed), retained: true);
            await Eventually.TrueAsync(() => _time.Waits.Count == waits + 1, "it waits", cancelled);
        }

        TimeSpan wait = _time.Waits.Last();
        _time.Advance(wait);
        await Eventually.TrueAsync(() => _listener.Passed.Count == passed + 1, "the changes pass", cancelled);
        return (wait, _listener.Passed.Last().Elements!.Count);
    }

    private sealed class Clock : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Waits.Enqueue(dueTime);
            return timer;
        }
    }

    private sealed class Listener : ILiveListener
    {
        public ConcurrentQueue<SiteChanges> Passed { get; } = new();

        public void Changes(SiteChanges changes) => Passed.Enqueue(changes);

        public void Event(EventRecord record)
        {
        }

        public void Health()
        {
        }
    }
}
