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
    public async Task A_message_with_a_property_twice_holds_up_nobody()
    {
        // Of a type of a newer gateway, and its number is taken: it is stored beside, as it came.
        byte[] twice =
        [
            .. """
               {"epoch":"e1","seq":1,"type":"nuevo","tag":"X","time":"2026-12-01T02:56:00Z","timeSource":"gateway","clock":"synchronised",
               "received":"2026-12-01T02:56:00Z","x":1,"x":2}
               """u8,
        ];
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        Assert.Equal(Stored.New, (await writer.StoreAsync(Records.Event(1, 0), Cancelled)).Became);

        Assert.Equal(Stored.Beside, (await writer.StoreAsync(NewerWords.Event("los-alamos", twice, 0), Cancelled)).Became);

        Assert.Equal(Stored.New, (await writer.StoreAsync(Records.Event(2, 1), Cancelled)).Became);
        EventRecord beside = store.QueryEvents(new RecordQuery { Limit = 10 }).Records.Single(one => one.TypeWord == "nuevo");
        Assert.EndsWith("\"x\":1,\"x\":2}", System.Text.Encoding.UTF8.GetString(beside.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_over_one_record_is_that_record_alone()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);

        // Its number is taken, and it cannot be written beside the other one.
        _ = await writer.StoreAsync(Records.Event(7, 0), Cancelled);
        EventRecord broken = Records.Event(7, 99) with { AsItCame = "not json"u8.ToArray() };

        Task<Arrived>[] stored = [.. Enumerable.Range(1, 20).Select(i =>
            writer.StoreAsync(i == 7 ? broken : Records.Event(i, i), Cancelled))];
        await Assert.ThrowsAsync<HistorianException>(() => stored[6]);

        Assert.All(await Task.WhenAll(stored.Where((_, i) => i != 6)), one => Assert.Equal(Stored.New, one.Became));
        Assert.Equal(Stored.New, (await writer.StoreAsync(Records.Event(21, 21), Cancelled)).Became);
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
    public async Task A_store_that_can_be_read_is_no_store_that_can_be_written()
    {
        using FailingStore store = new() { WritesFail = true };
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Records.Event(1, 0), Cancelled));
        writer.Check();
        Assert.Equal((false, "full"), (writer.Health.Up, writer.Health.Reason));

        (store.WritesFail, store.LooksFail) = (false, true);
        writer.Check();
        _ = await writer.StoreAsync(Records.Event(1, 0), Cancelled);
        Assert.True(writer.Health.Up);
        writer.Check();
        Assert.Equal((false, "away"), (writer.Health.Up, writer.Health.Reason));
        store.LooksFail = false;
        writer.Check();
        Assert.True(writer.Health.Up);
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
