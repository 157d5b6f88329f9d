using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>The latest energies of one channel of one IED, and which of them are missing.</summary>
internal sealed class EnergyChannel(PeriodClock clock)
{
    private const int KeptDays = 3;

    // A time further ahead, or further behind and not near the newest period, is an error of the clock of the device.
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_behind = EnergyHistory.Span;

    private readonly List<EnergyDay> _days = [];
    private FieldEvent? _last;
    private DateTimeOffset? _newest;
    private DateTimeOffset _reportedTo = DateTimeOffset.MinValue;

    /// <summary>The device of the configuration that sent the newest record; null: only the journal has records.</summary>
    public string? Device { get; set; }

    /// <summary>Adds a record of this channel.</summary>
    public void Add(in FieldEvent entry, in EnergyCount energy, DateTimeOffset now, List<FieldEvent> findings)
    {
        bool period = energy.Kind is EnergyKind.Period or EnergyKind.LastPeriodOfDay;
        if ((entry.Marks & TimeMarks.Invalid) != 0 || !(period || energy.Kind == EnergyKind.Day))
        {
            return;
        }

        // A 24-hour record has the same time as the last period of its day.
        DateTimeOffset end = clock.EndOf(in entry, _newest, same: !period || energy.Count == _last?.Content.Energy?.Count);
        if (end - entry.Received > s_ahead || (entry.Received - end > s_behind && !IsNearNewest(end)) || Day(end) is not { } day)
        {
            return;
        }

        if (!period)
        {
            day.Close(end, energy.Count);
        }
        else if (day.Add(end, energy.Count))
        {
            Advance(in entry, end, now, findings);
        }

        if (day.Differs && !day.Reported)
        {
            day.Reported = true;
            string text = $"24 h: {day.Total}, {day.Seen}/{day.Periods} × 15 min: {day.Sum}";
            findings.Add(Finding(in entry, GatewayFinding.EnergyDiffers, (int)Math.Min(day.Total, int.MaxValue), text, day.End, now));
        }
    }

    /// <summary>Enters a finding that was reported before a restart.</summary>
    public void AddReported(in FieldFinding finding, DateTimeOffset time)
    {
        if (finding.Kind == GatewayFinding.EnergyMissing)
        {
            DateTimeOffset to = time + ((Math.Max(1, finding.Count ?? 1) - 1) * PeriodClock.Period);
            _reportedTo = to > _reportedTo ? to : _reportedTo;
        }
        else if (finding.Kind == GatewayFinding.EnergyDiffers && Day(time) is { } day)
        {
            day.Reported = true;
        }
    }

    /// <summary>Reports the next period when it is overdue; one finding at the end of the gap reports the others.</summary>
    public void CheckOverdue(DateTimeOffset now, DateTimeOffset upSince, TimeSpan grace, List<FieldEvent> findings)
    {
        if (_newest is not { } newest || _reportedTo > newest)
        {
            return;
        }

        DateTimeOffset due = newest + PeriodClock.Period;
        if (now - (due > upSince ? due : upSince) > grace)
        {
            _reportedTo = due;
            findings.Add(Finding(_last!.Value, GatewayFinding.EnergyMissing, 1, null, due, now));
        }
    }

    private bool IsNearNewest(DateTimeOffset end) => _newest is { } newest && (end - newest).Duration() <= s_behind;

    private void Advance(in FieldEvent entry, DateTimeOffset end, DateTimeOffset now, List<FieldEvent> findings)
    {
        if (_newest is { } newest && end <= newest)
        {
            return;
        }

        if (_newest is { } before)
        {
            DateTimeOffset known = _reportedTo > before ? _reportedTo : before;
            int missing = (int)((end - known) / PeriodClock.Period) - 1;
            if (missing > 0)
            {
                findings.Add(Finding(in entry, GatewayFinding.EnergyMissing, missing, null, known + PeriodClock.Period, now));
            }
        }

        _newest = end;
        _last = entry;
    }

    private EnergyDay? Day(DateTimeOffset end)
    {
        DateOnly date = clock.DayOf(end);
        if (_days.Find(d => d.Date == date) is { } known)
        {
            return known;
        }

        if (_days.Count == KeptDays)
        {
            if (date < _days[0].Date)
            {
                return null;
            }

            _days.RemoveAt(0);
        }

        (DateTimeOffset start, int periods) = clock.Bounds(date);
        EnergyDay day = new(date, start, periods);
        _days.Add(day);
        _days.Sort((a, b) => a.Date.CompareTo(b.Date));
        return day;
    }

    private static FieldEvent Finding(
        in FieldEvent of, GatewayFinding kind, int count, string? text, DateTimeOffset time, DateTimeOffset now) => new()
        {
            Device = of.Device,
            Content = new FieldFinding(kind, count, text, of.Content.Energy?.Channel),
            Tag = of.Tag,
            Description = of.Description,
            Time = time,
            Marks = TimeMarks.Gateway,
            Received = now,
            Native = of.Native.Place,
        };
}
