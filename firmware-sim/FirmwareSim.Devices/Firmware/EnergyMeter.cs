using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// Counts the pulses of the channels of an IED into 15-minute periods on the quarter of its own clock, and the day's total at
/// midnight (Mara 1.4 §5).
/// </summary>
/// <remarks>
/// A period is marked with its end; the last of the day (code 1) and the total (code 3) with 23:59. A clock that is set by less than
/// a minute neither doubles nor skips a period; set further, the running period goes on to the next quarter of the new
/// time, and a day that was left behind has no total.
/// </remarks>
public sealed class EnergyMeter
{
    private const int Period = 0;
    private const int LastOfDay = 1;
    private const int DayTotal = 3;
    private const long Quarter = TimeSpan.TicksPerMinute * 15;

    private readonly Agenda _agenda;
    private readonly Grid _grid;
    private readonly int _address;
    private readonly WallClock _clock;
    private readonly Counter[] _counters;
    private readonly Action<EventRecord> _emit;
    private Appointment? _due;
    private DateTime _next;

    /// <remarks>Seven parameters: the clocks, the plant and the settings of a meter are independent of each other.</remarks>
    public EnergyMeter(
        Agenda agenda, Grid grid, int address, WallClock clock, IEnumerable<PowerChannel> channels, double pulse, Action<EventRecord> emit)
    {
        ArgumentNullException.ThrowIfNull(agenda);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(clock);
        (_agenda, _grid, _address, _clock, _emit) = (agenda, grid, address, clock, emit);
        _counters = [.. channels.Select(channel => new Counter(channel, pulse))];
        _next = After(clock.Read(agenda.Now));
        Plan();
    }

    /// <summary>The clock was set.</summary>
    public void ClockWasSet()
    {
        DateTime shown = _clock.Read(_agenda.Now);
        DateTime start = _next.AddTicks(-Quarter);
        bool nudged = shown >= start.AddMinutes(-1) && shown < _next.AddMinutes(1);
        if (!nudged)
        {
            if (shown.Date != start.Date)
            {
                Array.ForEach(_counters, counter => counter.Day = 0);
            }

            _next = After(shown);
        }

        Plan();
    }

    private static DateTime After(DateTime local) => new((local.Ticks / Quarter + 1) * Quarter);

    private void Plan()
    {
        _due?.Cancel();
        _due = _agenda.At(_clock.When(_next), Close);
    }

    private void Close()
    {
        _grid.Settle();
        bool midnight = _next.TimeOfDay == TimeSpan.Zero;
        DateTime mark = midnight ? _next.AddMinutes(-1) : _next;
        for (int i = 0; i < _counters.Length; i++)
        {
            int pulses = _counters[i].Take();
            _emit(EventRecord.Energy(_address, midnight ? LastOfDay : Period, i, pulses, mark));
        }

        if (midnight)
        {
            for (int i = 0; i < _counters.Length; i++)
            {
                _emit(EventRecord.Energy(_address, DayTotal, i, _counters[i].Day, mark));
                _counters[i].Day = 0;
            }
        }

        _next = _next.AddTicks(Quarter);
        Plan();
    }

    /// <summary>Pulses come at whole multiples of the pulse's worth; what is left over belongs to the next period.</summary>
    private sealed class Counter(PowerChannel channel, double pulse)
    {
        private long _taken = (long)(channel.Energy / pulse);

        public int Day { get; set; }

        public int Take()
        {
            long all = (long)(channel.Energy / pulse);
            int period = (int)(all - _taken);
            _taken = all;
            Day += period;
            return period;
        }
    }
}
