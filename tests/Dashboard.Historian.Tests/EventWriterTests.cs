using Dashboard.Historian.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Dashboard.Historian.Tests;

public sealed class EventWriterTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Many_callers_at_once_each_learn_whether_theirs_was_new()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        Arrived[] stored = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(i => writer.StoreAsync(Records.Event(1 + i % 500, i % 500), Cancelled)));
        Assert.Equal(500, stored.Count(one => one.Became == Stored.New));
        Assert.Equal(500, store.QueryEvents(new RecordQuery { Limit = 500 }).Records.Length);
        Assert.True(writer.Health.Up);
    }

    [Fact]
    public async Task A_store_that_fails_throws_to_the_caller_and_changes_the_health()
    {
        SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        int changes = 0;
        writer.HealthChanged += () => changes++;
        store.Dispose();
        await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Records.Event(1, 0), Cancelled));
        Assert.False(writer.Health.Up);
        Assert.NotNull(writer.Health.Reason);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task Disposing_writes_what_was_waiting_and_refuses_what_comes_later()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        Task<Arrived> waiting = writer.StoreAsync(Records.Event(1, 0), Cancelled);
        await writer.DisposeAsync();
        Assert.Equal(Stored.New, (await waiting).Became);
        await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Records.Event(2, 0), Cancelled));
    }
}
