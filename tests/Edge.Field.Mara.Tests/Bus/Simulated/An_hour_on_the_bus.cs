using Edge.Domain;
using Edge.Field.Mara.Bus;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using Microsoft.Extensions.Logging;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// The gateway's master and the simulator's eleven IEDs at 9600 bit/s, byte by byte in virtual time: an hour of bus time, quiet and with
/// everything that the simulator can do to it. The truth is what the IEDs recorded.
/// </summary>
[Trait("Category", "Slow")]
public sealed class An_hour_on_the_bus : IDisposable
{
    private static readonly MaraBusOptions s_options = new() { Device = "bus" };

    private readonly BusRig _rig;
    private SimulatedBus _bus = null!;
    private SimulatedPort _port = null!;

    public An_hour_on_the_bus() => _rig = new BusRig(s_options, port: (clock, passed) =>
    {
        var plant = new PlantOptions
        {
            IncidentsEvery = TimeSpan.FromSeconds(40),
            OperatorLeast = TimeSpan.FromSeconds(20),
            OperatorMost = TimeSpan.FromSeconds(60),
        };
        _bus = new SimulatedBus(new BusSetup(), new Substation(clock.GetUtcNow(), plant), plant.TimeZone);
        return _port = new SimulatedPort(_bus, clock, passed);
    });

    [Fact]
    public void Uses_the_bus_collides_never_and_brings_every_event_once()
    {
        _rig.Run(TimeSpan.FromSeconds(5));
        _bus.Line.ResetStatistics();
        _rig.Run(TimeSpan.FromHours(1));
        BusStatistics statistics = _bus.Line.Statistics();
        Assert.Equal((0, 0), (statistics.Collisions, statistics.CollidedBytes));
        Assert.InRange(statistics.Use, 0.97, 1);
        Assert.InRange(statistics.Release(0.99)!.Value, TimeSpan.Zero, statistics.ByteTime);
        AllEventsOnce(atLeast: 300);
        Assert.DoesNotContain(_rig.Notes.All, n => n.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Survives_every_fault_of_the_simulator_and_logs_each_once()
    {
        var chance = new Random(20261125);
        (string Name, Action Begin, Action End, bool Collides)[] faults =
        [
            ("noise", () => _bus.Line.Noise(400), () => { }, false),
            ("a line that garbles one byte in fifty", () => _bus.Line.GarbleShare = 0.02, () => _bus.Line.GarbleShare = 0, false),
            ("wrong checks", () => Ied(4).Spoil(AnswerFault.BadCheck, 12), () => { }, false),
            ("lost bytes", () => Ied(5).Spoil(AnswerFault.LostByte, 12), () => { }, false),
            ("repeated bytes", () => Ied(6).Spoil(AnswerFault.RepeatedByte, 12), () => { }, false),
            ("slow, but in time", () => Ied(7).Slow = TimeSpan.FromMilliseconds(60), () => Ied(7).Slow = TimeSpan.Zero, false),
            (
                "too late, into the next question", () => Ied(8).Slow = TimeSpan.FromMilliseconds(140), () => Ied(8).Slow = TimeSpan.Zero,
                true),
            ("dead", () => Ied(9).Connect(false), () => Ied(9).Connect(true), false),
            ("two with one address", () => _bus.Twin(10, true), () => _bus.Twin(10, false), true),
            ("babbling", () => Ied(11).Babble(true), () => Ied(11).Babble(false), true),
            ("a clock that jumps", () => Ied(12).Ied.JumpClock(TimeSpan.FromSeconds(40)), () => { }, false),
            ("power-on", () => Restart(3, RestartCause.PowerOn, false), () => { }, false),
            ("brown-out", () => Restart(4, RestartCause.BrownOut, false), () => { }, false),
            ("watchdog of the UART", () => Restart(5, RestartCause.Watchdog, true), () => { }, false),
            ("unplugged", () => _port.Unplugged = true, () => _port.Unplugged = false, false),
            ("the gateway dies", () => _rig.Crash(), () => _rig.Crash(afterCommit: true), false),
        ];
        _rig.Run(TimeSpan.FromSeconds(30));
        for (int turn = 0; _bus.Now < TimeSpan.FromHours(1); turn++)
        {
            (string name, Action begin, Action end, bool collides) = faults[turn % faults.Length];
            _bus.Line.ResetStatistics();
            begin();
            _rig.Run(TimeSpan.FromSeconds(chance.Next(20, 40)));
            end();
            Assert.True(collides || _bus.Line.Statistics().Collisions == 0, $"{name}: {_bus.Line.Statistics().Collisions} collisions");

            // Afterwards all is as before: no collisions, all IEDs are polled, the bus is busy.
            Assert.True(
                _rig.RunUntil(() => Enumerable.Range(2, 11).All(a => _rig.Quality($"B{a}").IsGood), TimeSpan.FromSeconds(30)),
                $"{name}: not all good");
            _rig.Run(TimeSpan.FromSeconds(5));
            _bus.Line.ResetStatistics();
            _rig.Run(TimeSpan.FromSeconds(60));
            BusStatistics statistics = _bus.Line.Statistics();
            Assert.True(
                statistics is { Collisions: 0, Use: >= 0.97 },
                $"after {name}: {statistics.Collisions} collisions, {statistics.Use:P1} used by {statistics.Questions} questions");
        }

        AllEventsOnce(atLeast: 200);

        // An IED is reported as lost as often as it is reported as answering again, and not once for each of the thousands of failed polls.
        Assert.Equal(_rig.Notes.Count(1150), _rig.Notes.Count(1151));
        Assert.InRange(_rig.Notes.All.Count, 20, 200);
        Assert.DoesNotContain(_rig.Notes.All, n => n.Level >= LogLevel.Error);
    }

    public void Dispose() => _port.Dispose();

    private IedSlave Ied(int address) => _bus.Find(address)!;

    // A restart clears the IED's memory, and unread events would be lost: so it restarts when it has none.
    private void Restart(int address, RestartCause cause, bool uartOnly)
    {
        Assert.True(_rig.RunUntil(() => Ied(address).Ied.Waiting == 0, TimeSpan.FromSeconds(30)));
        Ied(address).Restart(cause, uartOnly, _bus.Now);
    }

    private void AllEventsOnce(int atLeast)
    {
        Assert.True(_rig.RunUntil(() => _bus.Ieds.All(i => i.Ied.Waiting == 0), TimeSpan.FromSeconds(30)), "Events stay in the IEDs.");
        _rig.Run(TimeSpan.FromSeconds(1));
        string[] truth = [.. _bus.Log.Latest.Select(e => Convert.ToHexString(e.Bytes))];
        Assert.Equal(_bus.Log.Recorded, truth.Length);
        string[] kept = [.. _rig.Journal.Where(e => e.Bytes.Length > 0 && !IsOurs(e)).Select(e => e.Bytes.ToString())];
        Assert.Empty(truth.Except(kept));
        Assert.Equal(truth.Order(), kept.Order());
        Assert.True(truth.Length >= atLeast, $"Only {truth.Length} events were recorded.");
    }

    // A link lost or back: the master's own word, no IED recorded it.
    private static bool IsOurs(FieldEvent happened) => happened is { Kind: FieldEventKind.Device, Code: 2 };
}
