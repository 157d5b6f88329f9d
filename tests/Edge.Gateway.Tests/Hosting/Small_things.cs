using Edge.Gateway.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Edge.Gateway.Tests.Hosting;

public sealed class Small_things
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_watchdog_is_fed_only_while_the_pipeline_moves()
    {
        FakeTimeProvider time = new();
        long progress = 0;
        int fed = 0;
        using CancellationTokenSource stop = new();
        Task running = new Watchdog(() => progress, () => fed++, TimeSpan.FromSeconds(10), time).RunAsync(stop.Token);
        for (int i = 1; i <= 3; i++)
        {
            progress++;
            time.Advance(TimeSpan.FromSeconds(10));
            await Eventually.TrueAsync(() => fed == i, "it is fed", Stop);
        }

        time.Advance(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, fed);
        progress++;
        time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => fed == 4, "it is fed again", Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("30000000", null, 10_000)]
    [InlineData("30000000", "77", 10_000)]
    [InlineData("30000000", "78", null)]
    [InlineData(null, null, null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    public void The_watchdog_is_fed_three_times_as_often_as_asked_for(string? microseconds, string? processId, int? milliseconds) =>
        Assert.Equal(
            milliseconds is { } period ? TimeSpan.FromMilliseconds(period) : null,
            Watchdog.PeriodOf(microseconds, processId, ownProcessId: 77));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_loop_that_fails_or_ends_by_itself_ends_the_program_with_an_error(bool throws)
    {
        ExitState exit = new();
        StoppedLifetime lifetime = new();
        using Worker worker = new(
            "broken", _ =>
                throws ? throw new InvalidOperationException("a bug") : Task.CompletedTask, exit, lifetime, NullLogger<Worker>.Instance);
        await worker.StartAsync(Stop);
        await worker.ExecuteTask!;
        Assert.True(lifetime.Stopped);
        Assert.NotEqual(0, exit.Code);
    }

    [Fact]
    public async Task A_loop_that_was_stopped_ends_the_program_with_zero()
    {
        ExitState exit = new();
        StoppedLifetime lifetime = new();
        TaskCompletionSource started = new();
        using Worker worker = new(
            "fine",
            stop =>
            {
                started.SetResult();
                return Task.Delay(Timeout.Infinite, stop);
            },
            exit, lifetime, NullLogger<Worker>.Instance);
        await worker.StartAsync(Stop);
        await started.Task;
        await worker.StopAsync(Stop);
        await worker.ExecuteTask!;
        Assert.False(lifetime.Stopped);
        Assert.Equal(0, exit.Code);
    }

    private sealed class StoppedLifetime : IHostApplicationLifetime
    {
        public bool Stopped { get; private set; }

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => Stopped = true;
    }
}
