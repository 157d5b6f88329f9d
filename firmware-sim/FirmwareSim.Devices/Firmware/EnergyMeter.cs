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
/// By order it closes periods of a past that it did not live through, the four hours before its start: from the first order on it closes
/// none by itself, until the last one by order has reached the present.
/// </remarks>
public sealed class EnergyMeter
{
    private const int Period = 0;
    private const int LastOfDay = 1;
    private const int DayTotal = 3;
    private const long Quarter = TimeSpan.TicksPerMinute * 15;

    /// <summary>How long before its first period the past begins that it has by order.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromHours(4);

    private readonly Agenda _agenda;
    private readonly Grid _grid;
    private readonly int _address;
    private readonly WallClock _clock;
    private readonly Counter[] _counters;
    private readonly Action<EventRecord> _emit;
    private Appointment? _due;
    private DateTime _next;

    // The end of the first period of the past; null: it has begun, or a set clock took it away.
    private DateTime? _past;
    private bool _isBehind;

    // What it had closed by itself before its past began: it is left out.
    private (DateTime From, DateTime To) _closed;

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
        _past = _next - Past;
        Plan();
    }

    /// <summary>The clock was set.</summary>
    public void ClockWasSet()
    {
        DateTime shown = _clock.Read(_agenda.Now);
        DateTime start = _next.AddTicks(-Quarter);
        bool nudged = shown >= start.AddMinutes(-1) && (_isBehind || shown < _next.AddMinutes(1));
        if (!nudged)
        {
            if (shown.Date != start.Date)
            {
                Array.ForEach(_counters, counter => counter.Day = 0);
            }

            // Where periods were closed already, a past before the new time could be that of them.
            bool isNew = _past + Past == _next;
            (_isBehind, _next) = (false, After(shown));
            _past = isNew ? _next - Past : null;
        }

        Plan();
    }

    /// <summary>Why it cannot close so many periods by order, or null.</summary>
    public string? WhyNotClose(int count)
    {
        DateTime shown = _clock.Read(_agenda.Now);
        if (!_isBehind && _past is null)
        {
            return $"its periods are at the present, {shown:yyyy-MM-dd HH:mm:ss}; the next one ends by itself at {_next:HH:mm}";
        }

        (DateTime From, DateTime To) closed = _isBehind ? _closed : (_past!.Value + Past, _next);
        DateTime last = _isBehind ? _next : _past!.Value;
        for (int i = 1; i < count; i++)
        {
            last = Following(last, closed);
        }

        return last <= shown ? null
            : $"the last of {count} periods would end at {last:yyyy-MM-dd HH:mm}, and its clock shows {shown:yyyy-MM-dd HH:mm:ss}";
    }

    /// <summary>
    /// Closes the next periods of its past now. Each counts a quarter of an hour of what flows at this moment, and what was counted since
    /// the last one.
    /// </summary>
    /// <returns>The end of the last one.</returns>
    public DateTime CloseByOrder(int count)
    {
        if (!_isBehind)
        {
            _closed = (_past!.Value + Past, _next);
            (_isBehind, _next, _past) = (true, _past.Value, null);
            Array.ForEach(_counters, counter => counter.LeaveDay());
        }

        DateTime last = _next;
        for (int i = 0; i < count; i++)
        {
            last = _next;
            Array.ForEach(_counters, counter => counter.AddPeriod());
            Record();
            _next = Following(last, _closed);
            if (last.AddTicks(Quarter) == _closed.From)
            {
                bool isOtherDay = _closed.From.AddTicks(-Quarter).Date != _closed.To.AddTicks(-Quarter).Date;
                Array.ForEach(_counters, counter => counter.ResumeDay(isOtherDay));
            }
        }

        _isBehind = _next <= _clock.Read(_agenda.Now);
        Plan();
        return last;
    }

    private static DateTime After(DateTime local) => new((local.Ticks / Quarter + 1) * Quarter);

    private static DateTime Following(DateTime end, (DateTime From, DateTime To) closed) =>
        end.AddTicks(Quarter) is var next && next == closed.From ? closed.To : next;

    private void Plan()
    {
        _due?.Cancel();
        _due = _isBehind ? null : _agenda.At(_clock.When(_next), Close);
    }

    private void Close()
    {
        Record();
        _next = _next.AddTicks(Quarter);
        Plan();
    }

    private void Record()
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
    }

    /// <summary>Pulses come at whole multiples of the pulse's worth; what is left over belongs to the next period.</summary>
    private sealed class Counter(PowerChannel channel, double pulse)
    {
        private long _taken = (long)(channel.Energy / pulse);
        private double _byOrder;
        private int _dayLeft;

        public int Day { get; set; }

        /// <summary>A quarter of an hour passes for this counter alone.</summary>
        public void AddPeriod() => _byOrder += channel.Power * TimeSpan.FromTicks(Quarter).TotalHours;

        /// <summary>The past begins: what was counted of the present day waits.</summary>
        public void LeaveDay() => (_dayLeft, Day) = (Day, 0);

        /// <summary>The past is over: what waited is counted again, and what was counted since then where it is of the same day.</summary>
        public void ResumeDay(bool isOtherDay) => (_dayLeft, Day) = (0, _dayLeft + (isOtherDay ? 0 : Day));

        public int Take()
        {
            long all = (long)((channel.Energy + _byOrder) / pulse);
            int period = (int)(all - _taken);
            _taken = all;
            Day += period;
            return period;
        }
    }
}
