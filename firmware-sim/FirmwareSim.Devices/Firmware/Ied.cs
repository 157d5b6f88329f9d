using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>An IED on the bus: one port of digital inputs, two pulse channels, a stack of five events, its own clock.</summary>
public sealed class Ied
{
    private const short SkewLimit = 64;

    private readonly Substation _station;
    private readonly Agenda _agenda;
    private readonly ContactBoard _board;
    private readonly EventStack _stack = new();
    private readonly IReadOnlyList<PowerChannel> _channels;
    private readonly double _scale;
    private readonly EnergyMeter _meter;
    private SystemBits _cause = SystemBits.NotWatchdog;
    private WallClock? _master;
    private int _restarts = 1;
    private int _uartRestarts;

    /// <param name="address">Its address on the bus, 2 to 63.</param>
    /// <param name="station">The plant that it is wired to.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="plant">Which part of the plant, 2 to 12 (<see cref="StationMap"/>); null: that of its address.</param>
    public Ied(int address, Substation station, WallClock clock, int? plant = null)
    {
        ArgumentNullException.ThrowIfNull(station);
        (Address, Plant, _station, _agenda, _board, Clock) = (address, plant ?? address, station, station.Agenda, station.Board, clock);
        (PowerChannel first, PowerChannel second, _scale, double pulse) = Wiring(Plant, station.Grid);
        _channels = [first, second];
        _meter = new EnergyMeter(_agenda, station.Grid, address, clock, _channels, pulse, _stack.Push);
        _board.Changed += change =>
        {
            if (change.Contact.Ied == Plant)
            {
                _stack.Push(EventRecord.Digital(Address, change.Contact.Port, change.Contact.Bit, change.State, Clock.Read(change.Time)));
            }
        };
    }

    /// <summary>Raised for each event that it keeps.</summary>
    public event Action<EventRecord> Recorded
    {
        add => _stack.Recorded += value;
        remove => _stack.Recorded -= value;
    }

    /// <summary>Its address on the bus.</summary>
    public int Address { get; }

    /// <summary>The part of the plant that it is wired to.</summary>
    public int Plant { get; }

    /// <summary>What its clock shows.</summary>
    public DateTime Shown => Clock.Read(_agenda.Now);

    /// <summary>Its events.</summary>
    internal EventStack Stack => _stack;

    /// <summary>Whether it hears and answers; without, it lives on alone and its stack runs full.</summary>
    public bool Connected { get; set; } = true;

    /// <summary>Its clock.</summary>
    public WallClock Clock { get; }

    /// <summary>How many events wait in it.</summary>
    public int Waiting => _stack.Count;

    /// <summary>Whether its stack overflowed since it was last read.</summary>
    public bool Overflowed => _stack.Overflowed;

    /// <summary>The word of its port.</summary>
    public ushort Digitals => _board.Word(Plant, 0);

    /// <summary>
    /// The word of a channel: counts in bits 13–0; where nothing pulses, zero with quality 01 (Mara 1.4 §4).
    /// </summary>
    public ushort Analog(int channel)
    {
        int counts = (int)Math.Clamp(Math.Round(_channels[channel].Power / _scale), 0, 0x3FFF);
        return (ushort)(counts == 0 ? 0x4000 : counts);
    }

    /// <summary>Its six bytes, as it answers them.</summary>
    /// <param name="six">Where to.</param>
    /// <param name="reference">What the concentrator's clock shows.</param>
    public void WriteSystemVariables(Span<byte> six, DateTime reference)
    {
        double ticks = Math.Round((Clock.Read(_agenda.Now) - reference) / WallClock.Tick);
        Write(six, (short)Math.Clamp(ticks, -0x7FFE, 0x7FFE));
    }

    /// <summary>
    /// The same for a master that polls over the bus: the reference is the time that the last set-time and Sync of that master make it now;
    /// before the first set-time the skew is unknown (Mara 1.4 §6).
    /// </summary>
    public void WriteSystemVariables(Span<byte> six)
    {
        if (_master is { } master)
        {
            WriteSystemVariables(six, master.Read(_agenda.Now));
        }
        else
        {
            Write(six, SystemVariables.UnknownSkew);
        }
    }

    /// <summary>Gives its events to the concentrator.</summary>
    public void DrainTo(Queue<EventRecord> queue) => _stack.DrainTo(queue);

    /// <summary>Takes the concentrator's time.</summary>
    public void SetTime(DateTime local)
    {
        Clock.Set(_agenda.Now, local);
        _meter.ClockWasSet();
    }

    /// <summary>A set-time over the bus: the time at the end of the frame.</summary>
    public void HearTime(DateTime local)
    {
        _master = new WallClock(_agenda.Now, local, 0);
        SetTime(local);
    }

    /// <summary>A Sync over the bus: both clocks stand on a whole second now (Mara 1.4 §3).</summary>
    public void HearSync()
    {
        _master?.Align(_agenda.Now);
        Clock.Align(_agenda.Now);
        _meter.ClockWasSet();
    }

    /// <summary>Why its meter cannot close so many periods by order, or null.</summary>
    public string? WhyNotClosePeriods(int count) => _meter.WhyNotClose(count);

    /// <summary>Closes periods of its past (<see cref="EnergyMeter"/>).</summary>
    /// <returns>The end of the last one.</returns>
    public DateTime ClosePeriods(int count) => _meter.CloseByOrder(count);

    /// <summary>A fault: its clock shows another time.</summary>
    public void JumpClock(TimeSpan by)
    {
        Clock.Jump(_agenda.Now, by);
        _meter.ClockWasSet();
    }

    /// <summary>Operates the breaker whose contact is wired to one of its inputs.</summary>
    public Outcome Operate(int port, int bit, bool close) => _station.Operate(new ContactId(Plant, port, bit), close);

    /// <summary>A power-on: its events are gone, its energy registers are not.</summary>
    public void PowerOn() => Restart(RestartCause.PowerOn, uartOnly: false);

    /// <summary>A restart (Mara 1.4 §5, §6). One of the UART alone leaves events and time as they are.</summary>
    public void Restart(RestartCause cause, bool uartOnly)
    {
        // A power-on is a brown-out too, as the processor sees it.
        (int motive, _cause) = cause switch
        {
            RestartCause.PowerOn => (Firmware.Restart.PowerOn, SystemBits.NotWatchdog),
            RestartCause.BrownOut => (Firmware.Restart.BrownOut, SystemBits.NotWatchdog | SystemBits.NotPowerOn),
            _ => (Firmware.Restart.Watchdog, SystemBits.NotBrownOut | SystemBits.NotPowerOn),
        };
        if (uartOnly)
        {
            _uartRestarts = _uartRestarts + 1 & 0xFF;
        }
        else
        {
            _stack.Clear();
            Clock.LoseTime();
            _master = null;
            _restarts = _restarts + 1 & 0xFF;
            _cause |= SystemBits.WholeRestart;
            motive |= Firmware.Restart.Whole;
        }

        _stack.Push(EventRecord.System(Address, Firmware.Restart.Code, motive, Clock.Read(_agenda.Now)));
    }

    private void Write(Span<byte> six, short skew)
    {
        bool off = skew != SystemVariables.UnknownSkew && Math.Abs(skew) > SkewLimit;
        SystemBits bits = _cause
            | (_stack.Overflowed ? SystemBits.Overflow : 0)
            | (Clock.HasTime ? SystemBits.HasTime : 0)
            | (off ? SystemBits.ClockOff : 0);
        SystemVariables.Write(six, bits, _restarts, skew, _uartRestarts);
    }

    private static (PowerChannel, PowerChannel, double Scale, double Pulse) Wiring(int address, Grid grid) => address switch
    {
        StationMap.Lines =>
            (grid.LineActive[0], grid.LineActive[1], StationMap.TransformerScale, StationMap.TransformerPulse),
        > StationMap.Feeders + 1 =>
            (grid.TransformerActive[address - 10], grid.TransformerReactive[address - 10],
                StationMap.TransformerScale, StationMap.TransformerPulse),
        _ => (grid.FeederActive[address - 2], grid.FeederReactive[address - 2], StationMap.FeederScale, StationMap.FeederPulse),
    };
}
