using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests.Bus;

/// <summary>
/// A bus in virtual time and a master of it that knows bytes only. It is Tuesday 2026-03-10, 12:01:00 on the wall (UTC−3).
/// </summary>
internal sealed class BusScene
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _buffer = new byte[4096];

    public BusScene(BusSetup? setup = null, PlantOptions? plant = null, DateTimeOffset? start = null)
    {
        PlantOptions options = plant ?? new PlantOptions();
        Plant = new Substation(start ?? Scene.Start, options);
        Bus = new SimulatedBus(setup ?? Exact(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), Plant, options.TimeZone);
    }

    public Substation Plant { get; }

    public SimulatedBus Bus { get; }

    public IedSlave this[int address] => Bus.Find(address)!;

    /// <summary>IEDs whose crystals are exact, so that a test can say what their clocks show.</summary>
    public static BusSetup Exact(params int[] addresses) =>
        new() { Ieds = [.. addresses.Select(address => new IedSetup { Address = address, DriftPpm = 0 })] };

    public static byte[] Question(byte address, byte sequence, byte command, params byte[] data) =>
        RawCentre.Frame([address, 1, sequence, command, .. data]);

    public static byte[] Answer(byte address, byte sequence, byte command, params byte[] data) =>
        RawCentre.Frame([1, address, sequence, command, .. data]);

    /// <summary>Asks and takes everything that comes until the line has been silent for a while.</summary>
    public byte[] Ask(byte address, byte sequence, byte command, params byte[] data) => Send(Question(address, sequence, command, data));

    public byte[] Send(byte[] bytes)
    {
        Bus.MasterSends(bytes, Bus.Now);
        Bus.AdvanceTo(Bus.Line.MasterSilentAt);
        List<byte> answer = [];
        while (Bus.AdvanceToArrival(Bus.Now + Patience))
        {
            int count = Bus.TryReadArrived(Bus.Now, _buffer);
            answer.AddRange(_buffer.AsSpan(0, count));
            if (answer.Count > 1 && answer[0] == 0xFE && answer.Count >= answer[1])
            {
                break;
            }
        }

        return [.. answer];
    }

    /// <summary>A poll with its answer taken apart.</summary>
    public Answer Poll(byte address, byte sequence) => new(Ask(address, sequence, 0x10));

    public void Tell(params byte[] middle)
    {
        Bus.MasterSends(RawCentre.Frame(middle), Bus.Now);
        Bus.AdvanceTo(Bus.Line.MasterSilentAt);
    }

    public void Pass(double seconds) => Bus.AdvanceTo(Bus.Now + TimeSpan.FromSeconds(seconds));
}
