using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>An IED on the pair: one port of digital inputs, two pulse channels, a stack of five events, its own clock.</summary>
public sealed class Ied
{
    private const short SkewLimit = 64;

    private readonly Agenda _agenda;
    private readonly ContactBoard _board;
    private readonly EventStack _stack = new();
    private readonly IReadOnlyList<PowerChannel> _channels;
    private readonly double _scale;
    private readonly EnergyMeter _meter;
    private SystemBits _cause = SystemBits.NotWatchdog;
    private int _restarts = 1;

    public Ied(int address, Substation station, WallClock clock)
    {
        ArgumentNullException.ThrowIfNull(station);
        (Address, _agenda, _board, Clock) = (address, station.Agenda, station.Board, clock);
        (PowerChannel first, PowerChannel second, _scale, double pulse) = Wiring(address, station.Grid);
        _channels = [first, second];
        _meter = new EnergyMeter(_agenda, station.Grid, address, clock, _channels, pulse, _stack.Push);
        _board.Changed += change =>
        {
            if (change.Contact.Ied == Address)
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

    /// <summary>Its address on the pair.</summary>
    public int Address { get; }

    /// <summary>Whether it hears and answers; without, it lives on alone and its stack runs full.</summary>
    public bool Connected { get; set; } = true;

    /// <summary>Its clock.</summary>
    public WallClock Clock { get; }

    /// <summary>How many events wait in it.</summary>
    public int Waiting => _stack.Count;

    /// <summary>Whether its stack overflowed since it was last read.</summary>
    public bool Overflowed => _stack.Overflowed;

    /// <summary>The word of its port.</summary>
    public ushort Digitals => _board.Word(Address, 0);

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
        short skew = (short)Math.Clamp(ticks, -0x7FFE, 0x7FFE);
        SystemBits bits = _cause
            | (_stack.Overflowed ? SystemBits.Overflow : 0)
            | (Clock.HasTime ? SystemBits.HasTime : 0)
            | (Math.Abs(skew) > SkewLimit ? SystemBits.ClockOff : 0);
        SystemVariables.Write(six, bits, _restarts, skew);
    }

    /// <summary>Gives its events to the concentrator.</summary>
    public void DrainTo(Queue<EventRecord> queue) => _stack.DrainTo(queue);

    /// <summary>Takes the concentrator's time.</summary>
    public void SetTime(DateTime local)
    {
        Clock.Set(_agenda.Now, local);
        _meter.ClockWasSet();
    }

    /// <summary>A power-on: its events are gone, its energy registers are not.</summary>
    public void PowerOn()
    {
        _stack.Clear();
        Clock.LoseTime();
        _restarts = _restarts + 1 & 0xFF;
        _cause = SystemBits.NotWatchdog | SystemBits.WholeRestart;
        _stack.Push(EventRecord.System(Address, Restart.Code, Restart.Whole | Restart.PowerOn, Clock.Read(_agenda.Now)));
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
