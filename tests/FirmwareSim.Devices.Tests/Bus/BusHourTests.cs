using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests.Bus;

public sealed class BusHourTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void In_an_hour_without_pauses_nothing_collides_and_every_event_comes_once()
    {
        BusScene scene = new(new BusSetup(), new PlantOptions
        {
            IncidentsEvery = TimeSpan.FromSeconds(40),
            OperatorLeast = TimeSpan.FromSeconds(20),
            OperatorMost = TimeSpan.FromSeconds(60)
        });
        byte[] sequences = new byte[13];
        List<string> events = [];
        scene.Tell(0xFF, 1, 0xBB, 0x12, 26, 3, 10, 12, 1, 0, 0, 0, 2);
        while (scene.Bus.Now < TimeSpan.FromHours(1))
        {
            Round(scene, sequences, events);
        }

        Round(scene, sequences, events);

        BusStatistics statistics = scene.Bus.Line.Statistics();
        Assert.Equal((0, 0, 0), (statistics.Collisions, statistics.CollidedBytes, statistics.NoisyBytes));
        Assert.InRange(statistics.Use, 0.9999, 1.0001); // each thing that is said begins on a whole 100 ns
        Assert.True(events.Count > 300, $"only {events.Count} events");

        // What an IED keeps at most between two rounds was never too much, so the truth has no gap.
        Assert.Equal(scene.Bus.Log.Latest.Select(e => Convert.ToHexString(e.Bytes)).Order(), events.Order());
        Assert.Equal(scene.Bus.Log.Recorded, events.Count);
    }

    private static void Round(BusScene scene, byte[] sequences, List<string> events)
    {
        for (byte address = 2; address <= 12; address++)
        {
            // Who had events is asked again at once: only the next question lets it forget them.
            Answer answer;
            do
            {
                answer = scene.Poll(address, sequences[address] ^= 0x80);
                Assert.Equal(0, answer.System[0] & 0x20);
                events.AddRange(answer.Events);
            }
            while (answer.Events.Count > 0);
        }
    }
}
