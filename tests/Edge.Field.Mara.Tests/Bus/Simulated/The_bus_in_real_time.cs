using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using TestKit;
using TestKit.Field;
using TestKit.Logs;
using TestKit.Ptys;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// Serial bus, direction line and master on a pseudo-terminal. How fast it is depends on the machine, and is measured elsewhere.
/// </summary>
[Trait("Category", "Slow")]
public sealed class The_bus_in_real_time
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_released_after_each_last_stop_bit_and_brings_every_event_once()
    {
        await using RealBus bus = await RealBus.StartAsync(
            BusRig.Profile, Station.Zone, TimeSpan.FromSeconds(2), 20_000, new Notes<MaraBusDriver>());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task run = bus.RunAsync(TimeSpan.FromMilliseconds(5), end.Token);
        await Eventually.TrueAsync(
            () => bus.Wire().Answers > 300 && bus.Truth().Recorded.Count > 10, "enough was asked and happened", Stop);
        (IReadOnlyList<string> truth, int waiting) = await AllReadAsync(bus);
        await end.CancelAsync();
        await run;
        TimeSpan byteTime = bus.Wire().ByteTime;
        await bus.EndAsync();

        // By the gateway's own count and the line's own times, and not by the simulator's: where its thread wakes after the patience of a
        // question, two of them are one to it. No frame is shorter than eight bytes, and all of it is sent before.
        Transition[] switched = [.. bus.Gpio.Transitions.SkipWhile(t => !t.High)];
        BusStatistics sent = bus.Bus.Statistics;
        Assert.Equal(0, sent.PortFailures);
        Assert.Equal(sent.Questions + sent.Broadcasts, switched.Length / 2);
        Assert.All(
            switched.Chunk(2),
            on =>
            {
                Assert.Equal([true, false], on.Select(t => t.High));
                Assert.True(
                    TimeProvider.System.GetElapsedTime(on[0].Timestamp, on[1].Timestamp) >= 8 * byteTime,
                    "The direction line was let go within a frame.");
            });
        Assert.Equal(0, waiting);
        Assert.Equal(truth.Order(), bus.Events.Order());
    }

    // The plant goes on: what is compared is what was recorded by a moment at which nothing waits.
    private static async Task<(IReadOnlyList<string>, int)> AllReadAsync(RealBus bus)
    {
        (IReadOnlyList<string> Recorded, int Waiting) truth = default;
        await Eventually.TrueAsync(
            () =>
            {
                truth = bus.Truth();
                return truth.Waiting == 0 && truth.Recorded.Count == bus.Events.Count;
            },
            "all that was recorded is read", Stop);
        return truth;
    }
}
