using System.Buffers.Binary;
using Edge.Protocols.Mara;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// What a concentrator does for a technician: memory, control by logical port, its settings (Mara 1.4 §3). RAM, 1 KB, begins with its
/// address, its system variables, how many events wait for the centre and the settings; flash, 4 KB, with the name of the firmware.
/// </summary>
internal sealed class ComasterService
{
    private const int OwnRam = 0x20;
    private const int LongestFlatRam = 240;
    private const int LongestPagedRam = 242;
    private const byte RefusedBit = 0xFF;
    private const ushort SimulatedDigitals = 0x5555;
    private const ushort SimulatedAnalog = 0x0800;

    private readonly Comaster _comaster;
    private readonly Substation _station;
    private readonly BusMaster _bus;
    private readonly IedFirmware[] _programs;
    private readonly DeviceMemory _ram = new(4, 0);
    private readonly DeviceMemory _flash = new(16, 0xFF);
    private byte _display = 1;
    private bool _simulated;

    public ComasterService(Comaster comaster, Substation station, BusMaster bus, IedFirmware[] programs)
    {
        (_comaster, _station, _bus, _programs) = (comaster, station, bus, programs);
        "COMaster 1.4 (simulated)"u8.CopyTo(_flash.Bytes);
    }

    /// <summary>A word of digital inputs, as it is or as the order 3C wants it.</summary>
    public ushort Digital(ushort measured) => _simulated ? SimulatedDigitals : measured;

    /// <summary>A word of a channel, as it is or as the order 3C wants it.</summary>
    public ushort Analog(ushort measured) => _simulated ? SimulatedAnalog : measured;

    /// <summary>The program of an IED behind it, or null.</summary>
    public IedFirmware? Find(int address) => Array.Find(_programs, program => program.Ied.Address == address);

    /// <summary>Forgets its memory and its settings.</summary>
    public void Restart()
    {
        _ram.Clear();
        (_display, _simulated, _bus.Stopped, _bus.SendsTimeEvery) = (1, false, false, TimeSpan.FromHours(1));
    }

    /// <summary>Whether a request is one of its own, and whole. What is not stays unanswered.</summary>
    public bool Understands(MaraFrame request)
    {
        ReadOnlySpan<byte> data = request.Data;
        return (request.Command, data.Length) switch
        {
            (MaraCommands.ReadRamPaged, 3) => data[2] <= LongestPagedRam,
            (MaraCommands.ReadRam, 3) => data[2] <= LongestFlatRam,
            (MaraCommands.WriteRam, >= 4) => data.Length == 3 + data[2] && data[2] <= LongestFlatRam,
            (MaraCommands.ReadFlash, 4) => data[3] <= MaraFrame.MaximumData - 4,
            (MaraCommands.Control, 3) or (MaraCommands.SetTimeInterval, 1) => true,
            (MaraCommands.ReadIedRam, 4) => Find(data[0]) is { Ied.Connected: true } program
                && program.ReadRam(BinaryPrimitives.ReadUInt16LittleEndian(data[1..]), data[3]).Length == data[3],
            (MaraCommands.LocalDisplay or MaraCommands.SimulatedValues or MaraCommands.StopScan, 1) => data[0] <= 1,
            _ => false,
        };
    }

    /// <summary>Writes the data of the answer to what it understood.</summary>
    public int Answer(MaraFrame request, Span<byte> data)
    {
        ReadOnlySpan<byte> asked = request.Data;
        switch (request.Command)
        {
            case MaraCommands.ReadRamPaged:
                Mirror();
                ReadOnlySpan<byte> page = _ram.InPage(asked[0], asked[1], asked[2]);
                return Block(data, asked[..2], page);
            case MaraCommands.ReadRam:
                Mirror();
                return Block(data, asked[..2], _ram.At(BinaryPrimitives.ReadUInt16LittleEndian(asked), asked[2]));
            case MaraCommands.ReadFlash:
                return Block(data, asked[..3], _flash.At((asked[0] << 16) + BinaryPrimitives.ReadUInt16LittleEndian(asked[1..]), asked[3]));
            case MaraCommands.WriteRam:
                int address = BinaryPrimitives.ReadUInt16LittleEndian(asked);
                bool written = address >= OwnRam && _ram.TryWrite(address, asked[3..]);
                asked[..2].CopyTo(data);
                data[2] = (byte)(written ? asked[2] : 0);
                return 3;
            case MaraCommands.ReadIedRam:
                ReadOnlySpan<byte> bytes = Find(asked[0])!.ReadRam(BinaryPrimitives.ReadUInt16LittleEndian(asked[1..]), asked[3]);
                bytes.CopyTo(data);
                return bytes.Length;
            case MaraCommands.Control:
                asked.CopyTo(data);
                data[1] = asked[2] <= 1 && Operate(asked[0], asked[1], asked[2] == 1) ? asked[1] : RefusedBit;
                return 3;
            default:
                Set(request.Command, asked[0]);
                data[0] = asked[0];
                return 1;
        }
    }

    private static int Block(Span<byte> data, ReadOnlySpan<byte> where, ReadOnlySpan<byte> bytes)
    {
        where.CopyTo(data);
        data[where.Length] = (byte)bytes.Length;
        bytes.CopyTo(data[(where.Length + 1)..]);
        return where.Length + 1 + bytes.Length;
    }

    /// <summary>
    /// A logical port is the place of a word in the section DI of the answer to a poll: 0 to 2 its own, then the IEDs in their order.
    /// </summary>
    private bool Operate(int port, int bit, bool close)
    {
        int ied = port - StationMap.ComasterPorts;
        return ied < 0
            ? _station.Operate(new ContactId(StationMap.Comaster, port, bit), close).Done
            : ied < _programs.Length && _programs[ied].Ied is { Connected: true } device && device.Operate(0, bit, close).Done;
    }

    private void Set(byte command, byte value)
    {
        switch (command)
        {
            case MaraCommands.LocalDisplay: _display = value; break;
            case MaraCommands.SimulatedValues: _simulated = value == 1; break;
            case MaraCommands.SetTimeInterval: _bus.SendsTimeEvery = TimeSpan.FromSeconds(value); break;
            case MaraCommands.StopScan: _bus.Stopped = value == 1; break;
        }
    }

    private void Mirror()
    {
        Span<byte> own = _ram.Bytes[..OwnRam];
        own[0] = _comaster.Address;
        _comaster.WriteOwnSystemVariables(own.Slice(1, SystemVariables.Length));
        own[7] = (byte)Math.Min(_comaster.Waiting, byte.MaxValue);
        (own[8], own[9], own[10]) = (_display, (byte)(_simulated ? 1 : 0), (byte)(_bus.Stopped ? 1 : 0));
    }
}
