using Edge.Field.Mara.Concentrator;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>Who may ask on a link.</summary>
public sealed class MaraTurnTests
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_has_it_at_a_time_and_the_next_gets_it_at_once()
    {
        MaraTurn turn = new(TimeSpan.FromSeconds(1), _clock);
        await turn.EnterAsync(Stop);
        Task<bool> next = turn.TryEnterAsync(Stop).AsTask();
        Assert.False(next.IsCompleted);
        turn.Leave();
        Assert.True(await next);
    }

    [Fact]
    public async Task Patience_ends_in_virtual_time()
    {
        MaraTurn turn = new(TimeSpan.FromSeconds(1), _clock);
        await turn.EnterAsync(Stop);
        Task<bool> next = turn.TryEnterAsync(Stop).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(await next);
    }

    [Fact]
    public async Task A_stop_of_the_caller_is_a_cancellation()
    {
        MaraTurn turn = new(TimeSpan.FromSeconds(1), _clock);
        await turn.EnterAsync(Stop);
        using CancellationTokenSource stop = new();
        Task<bool> next = turn.TryEnterAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Closing_turns_the_waiting_away_and_waits_for_the_last()
    {
        MaraTurn turn = new(TimeSpan.FromSeconds(1), _clock);
        await turn.EnterAsync(Stop);
        Task<bool> next = turn.TryEnterAsync(Stop).AsTask();
        await turn.CloseAsync();
        Assert.False(await next);
        Assert.False(await turn.TryEnterAsync(Stop));
        Task disposed = turn.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        turn.Leave();
        await disposed;
    }
}
