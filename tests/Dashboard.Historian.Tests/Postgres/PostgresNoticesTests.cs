using System.Collections.Concurrent;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>What one dashboard changes, the others on the database hear: no clock runs in these tests, so nobody looks by itself.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresNoticesTests(PostgresFixture server) : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeTimeProvider _time = new(Records.Start.AddHours(1));
    private readonly ConcurrentQueue<AlarmNews> _news = new();
    private readonly Notes<PostgresNotices> _logged = new();
    private string _connection = "";
    private PostgresDatabase _here = null!;
    private PostgresDatabase _there = null!;
    private PostgresNotices _notices = null!;
    private AlarmLoop _loop = null!;
    private Task _running = null!;
    private long _arrival = 1_772_366_400_000_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = server.Make();
        (_here, _there) = (PostgresDatabase.Open(_connection), PostgresDatabase.Open(_connection));
        _notices = new PostgresNotices(_connection, TimeProvider.System, _logged);
        _loop = new AlarmLoop(new SqlAlarmStore(new SqlEventStore(_here)), _time, NullLogger<AlarmLoop>.Instance, _notices);
        _loop.Changed += _news.Enqueue;
        Task listening = _notices.RunAsync(_stop.Token);
        await Eventually.TrueAsync(() => _notices.IsHeard, "it listens", Cancelled);
        _loop.Advance();
        _running = Task.WhenAll(listening, _loop.RunAsync(_stop.Token));
        await PassAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _loop.Dispose();
        _here.Dispose();
        _there.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_alarm_at_one_dashboard_is_at_the_other_at_once()
    {
        Raise(1);
        await NewsAsync("LA151_03");
        Assert.Empty(_logged.At(LogLevel.Warning));
    }

    [Fact]
    public async Task A_connection_that_is_killed_loses_nothing_and_comes_back()
    {
        long killed = await KillAsync();
        Raise(1);
        await NewsAsync("LA151_03");
        await Eventually.TrueAsync(async () => await ProcessAsync() is { } next && next != killed, "it listens again", Cancelled);
        await Eventually.TrueAsync(() => _notices.IsHeard, "it says so", Cancelled);
        Assert.Single(_logged.At(LogLevel.Warning));
        _news.Clear();
        await PassAsync();
        Raise(2, "LA151_04");
        await NewsAsync("LA151_04");
    }

    [Fact]
    public async Task A_change_of_users_is_said_and_the_use_of_a_session_is_not()
    {
        int said = 0;
        _notices.UsersChanged += () => Interlocked.Increment(ref said);
        await RunAsync("INSERT INTO sessions (id, userid, seen, begun) VALUES ('a', 'u', 1, 1)");
        await Eventually.TrueAsync(() => Volatile.Read(ref said) == 1, "the session is said", Cancelled);
        await RunAsync("UPDATE sessions SET seen = 2");
        await RunAsync("DELETE FROM sessions");
        await Eventually.TrueAsync(() => Volatile.Read(ref said) == 2, "its end is said, and nothing else", Cancelled);
    }

    [Fact]
    public void Without_notices_each_look_finds_what_another_changed()
    {
        using AlarmLoop alone = new(new SqlAlarmStore(new SqlEventStore(_here)), _time, NullLogger<AlarmLoop>.Instance);
        int told = 0;
        alone.Changed += _ => told++;
        alone.Advance();
        Raise(1);
        alone.Advance();
        Assert.Equal(1, told);
    }

    // The loop rests for a moment after each look, by its clock.
    private async Task PassAsync()
    {
        _loop.Nudge();
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }
    }

    private async Task NewsAsync(string tag) => await Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            return _news.Any(news => news.Changed.Any(alarm => alarm.Event.Tag == tag));
        },
        "the other dashboard knows it", Cancelled);

    private void Raise(long seq, string tag = "LA151_03")
    {
        SqlEventStore events = new(_there);
        EventRecord trip = Records.Event(seq, seq, "los-alamos", "e1", tag);
        _ = events.Store([trip with { Arrival = ++_arrival, Event = trip.Event with { AlarmKind = 0, State = 1 } }]);
        _ = new SqlAlarmStore(events).Advance(_time.GetUtcNow(), 100);
    }

    private async Task<long> KillAsync()
    {
        long process = (await ProcessAsync())!.Value;
        await RunAsync($"SELECT pg_terminate_backend({process})");
        return process;
    }

    private async Task<long?> ProcessAsync()
    {
        await using NpgsqlConnection connection = new(_connection);
        await connection.OpenAsync(Cancelled);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT pid::bigint FROM pg_stat_activity WHERE application_name = @name AND datname = current_database()";
        _ = command.Parameters.AddWithValue("name", PostgresNotices.Name);
        return (long?)await command.ExecuteScalarAsync(Cancelled);
    }

    private async Task RunAsync(string sql)
    {
        await using NpgsqlConnection connection = new(_connection);
        await connection.OpenAsync(Cancelled);
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of these tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = await command.ExecuteNonQueryAsync(Cancelled);
    }
}
