using Edge.Field.Mara.Bus;
using FirmwareSim.Devices.Bus;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

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

        BusStatistics wire = bus.Wire();
        // The bus goes on: one question may be on its way.
        Assert.InRange(wire.Releases.Count - wire.Questions, -1, 1);

        // By the line's own times and not by when the simulator's thread woke: no frame is shorter than eight bytes, and all of it is sent
        // before.
        long[] switched = [.. bus.Gpio.Transitions.SkipWhile(t => !t.High).Select(t => t.Timestamp)];
        Assert.All(
            switched.Chunk(2).Where(halves => halves.Length == 2),
            on =>
                Assert.True(
                    TimeProvider.System.GetElapsedTime(on[0], on[1]) >= 8 * wire.ByteTime,
                    "The direction line was let go within a frame."));
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
