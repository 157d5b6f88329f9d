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
    private const ushort SimulatedDigitals = 0x5555;
    private const ushort SimulatedAnalog = 0x0800;

    private readonly Comaster _comaster;
    private readonly Substation _station;
    private readonly BusMaster _bus;
    private readonly IedFirmware[] _programs;
    private readonly DeviceMemory _ram = new(4, 0);
    private readonly DeviceMemory _flash = new(16, 0xFF);
    private bool _display = true;
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
        (_display, _simulated, _bus.Stopped, _bus.SendsTimeEvery) = (true, false, false, TimeSpan.FromHours(1));
    }

    /// <summary>Whether a request is one of its own, and whole. What is not stays unanswered.</summary>
    public bool Understands(MaraFrame request)
    {
        ReadOnlySpan<byte> data = request.Data;
        return request.Command switch
        {
            MaraCommand.ReadRamPaged => MaraReadRamPaged.TryParse(data, out _),
            MaraCommand.ReadRam => MaraReadRam.TryParse(data, out _),
            MaraCommand.WriteRam => MaraWriteRam.TryParse(data, out _),
            MaraCommand.ReadFlash => MaraReadFlash.TryParse(data, out _),
            MaraCommand.ReadIedRam => MaraReadIedRam.TryParse(data, out MaraReadIedRam read)
                && Find(read.Ied.Value) is { Ied.Connected: true } program
                && program.ReadRam(read.Start, read.Count).Length == read.Count,
            MaraCommand.Control => MaraControlAnswer.TryParse(data, out _),
            MaraCommand.LocalDisplay => MaraLocalDisplay.TryParse(data, out _),
            MaraCommand.SetTimeInterval => MaraSetTimeInterval.TryParse(data, out _),
            MaraCommand.SimulatedValues => MaraSimulatedValues.TryParse(data, out _),
            MaraCommand.StopScan => MaraStopScan.TryParse(data, out _),
            _ => false,
        };
    }

    /// <summary>Writes the data of the answer to what it understood.</summary>
    public int Answer(MaraFrame request, Span<byte> data)
    {
        ReadOnlySpan<byte> asked = request.Data;
        switch (request.Command)
        {
            case MaraCommand.ReadRamPaged when MaraReadRamPaged.TryParse(asked, out MaraReadRamPaged read):
                Mirror();
                return data.Put(new MaraReadRamPagedAnswer(read.Page, read.Start, _ram.InPage(read.Page, read.Start, read.Count)));
            case MaraCommand.ReadRam when MaraReadRam.TryParse(asked, out MaraReadRam read):
                Mirror();
                return data.Put(new MaraReadRamAnswer(read.Start, _ram.At(read.Start, read.Count)));
            case MaraCommand.ReadFlash when MaraReadFlash.TryParse(asked, out MaraReadFlash read):
                return data.Put(
                    new MaraReadFlashAnswer(read.Page, read.Start, _flash.At((read.Page << 16) + read.Start, read.Count)));
            case MaraCommand.WriteRam when MaraWriteRam.TryParse(asked, out MaraWriteRam write):
                bool written = write.Start >= OwnRam && _ram.TryWrite(write.Start, write.Bytes);
                return data.Put(new MaraWriteRamAnswer(write.Start, (byte)(written ? write.Bytes.Length : 0)));
            case MaraCommand.ReadIedRam when MaraReadIedRam.TryParse(asked, out MaraReadIedRam read):
                return data.Put(new MaraReadIedRamAnswer(Find(read.Ied.Value)!.ReadRam(read.Start, read.Count)));
            case MaraCommand.Control when MaraControlAnswer.TryParse(asked, out MaraControlAnswer answer):
                bool done = MaraControl.TryParse(asked, out MaraControl order) && Operate(order.Port, order.Bit, order.State);
                return data.Put(done ? answer : answer with { Bit = MaraControl.RefusedBit });
            case MaraCommand.LocalDisplay when MaraLocalDisplay.TryParse(asked, out MaraLocalDisplay display):
                _display = display.On;
                return data.Put(display);
            case MaraCommand.SimulatedValues when MaraSimulatedValues.TryParse(asked, out MaraSimulatedValues values):
                _simulated = values.On;
                return data.Put(values);
            case MaraCommand.SetTimeInterval when MaraSetTimeInterval.TryParse(asked, out MaraSetTimeInterval interval):
                _bus.SendsTimeEvery = TimeSpan.FromSeconds(interval.Seconds);
                return data.Put(interval);
            case MaraCommand.StopScan when MaraStopScan.TryParse(asked, out MaraStopScan scan):
                _bus.Stopped = scan.Stopped;
                return data.Put(scan);
            default:
                throw new ArgumentException($"Command {request.Command:X2} was not understood.", nameof(request));
        }
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

    private void Mirror()
    {
        Span<byte> own = _ram.Bytes[..OwnRam];
        own[0] = _comaster.Address;
        _comaster.WriteOwnSystemVariables(own.Slice(1, SystemVariables.Length));
        own[7] = (byte)Math.Min(_comaster.Waiting, byte.MaxValue);
        (own[8], own[9], own[10]) = (Flag(_display), Flag(_simulated), Flag(_bus.Stopped));
    }

    private static byte Flag(bool on) => on ? (byte)1 : (byte)0;
}
