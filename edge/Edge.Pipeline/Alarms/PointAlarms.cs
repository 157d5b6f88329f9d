using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Alarms;

/// <summary>
/// Finds the measurements that go beyond their limits and come back, and the alarms that mean nothing while an input is in a state. What
/// was found last is known after a restart, which therefore finds nothing by itself, but ends what the profile has no more. In a new
/// journal each rule reports its state once, so that no suppression of a former gateway stays. A value that is not good says nothing.
/// </summary>
internal sealed class PointAlarms
{
    /// <summary>
    /// How long the state of a rule must be gone until the alarms count again: a measurement follows its breaker with a later scan.
    /// </summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    // While the journal fails no more than this waits; then the points are compared again.
    private const int MostWaiting = 1000;

    private readonly Profile _profile;
    private readonly TimeProvider _time;
    private readonly Limit[] _limits;
    private readonly Rule[] _rules;
    private readonly Dictionary<int, int[]> _rulesOf;
    private readonly List<FieldEvent> _waiting = [];
    private PointAlarmMemory _memory;
    private int _lingering;
    private bool _compareAll = true;

    /// <param name="profile">The substation.</param>
    /// <param name="checkpoints">Where the last findings are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="predecessor">That of the former profile, or null.</param>
    public PointAlarms(Profile profile, ICheckpoints checkpoints, TimeProvider time, PointAlarms? predecessor = null)
    {
        (_profile, _time) = (profile, time);
        _memory = predecessor?._memory ?? PointAlarmMemory.Read(checkpoints.GetCheckpoint(PointAlarmMemory.Key));
        _limits = [.. Enumerable.Range(0, profile.Analogs.Length).SelectMany(LimitsOf)];
        Dictionary<string, int> digitals = [];
        for (int i = 0; i < profile.Digitals.Length; i++)
        {
            _ = digitals.TryAdd(profile.Digitals[i].Tag, i);
        }

        _rules =
        [
            .. profile.Digitals.Where(point => point.SuppressedBy is not null).Select(point =>
                RuleOf(GatewayFinding.AlarmSuppressed, point.Tag, point.Description, point.Source.Device, point.SuppressedBy!)),
            .. profile.Analogs.SelectMany(point => Suppressions(point).Select(one =>
                RuleOf(one.Kind, point.Tag, point.Description, point.Source.Device, one.By))),
        ];
        _rulesOf = Enumerable.Range(0, _rules.Length).GroupBy(i => _rules[i].Input)
            .ToDictionary(group => group.Key, group => group.ToArray());
        EndFormer(predecessor);

        Rule RuleOf(GatewayFinding kind, string tag, string description, DeviceId device, PointCondition condition) => new()
        {
            Kind = kind,
            Tag = tag,
            Description = description,
            Device = device,
            Condition = condition,
            Input = digitals.GetValueOrDefault(condition.Tag, -1),
            IsSuppressed = _memory.Has(kind, tag),
            IsReported = _memory.HasReported(kind, tag),
        };
    }

    /// <summary>Whether the journal has all findings.</summary>
    public bool IsIdle => _waiting.Count == 0;

    /// <summary>Compares the points that changed.</summary>
    /// <param name="live">The values; their changes are not written yet.</param>
    /// <param name="now">When they were read.</param>
    public void Evaluate(LiveState live, DateTimeOffset now)
    {
        if (_waiting.Count >= MostWaiting)
        {
            _compareAll = true;
            return;
        }

        // The rules first: a measurement that falls because its breaker opened is suppressed before it is found.
        if (_compareAll)
        {
            _compareAll = false;
            foreach (int input in _rulesOf.Keys.Where(input => input >= 0))
            {
                CompareRules(input, live.Table, now);
            }

            for (int i = 0; i < _limits.Length; i++)
            {
                Compare(ref _limits[i], live.Table, now);
            }

            return;
        }

        foreach (int point in live.Unwritten)
        {
            if (point < live.Table.DigitalCount)
            {
                CompareRules(point, live.Table, now);
            }
        }

        foreach (int point in live.Unwritten)
        {
            if (point >= live.Table.DigitalCount)
            {
                CompareLimits(point - live.Table.DigitalCount, live.Table, now);
            }
        }
    }

    /// <summary>Ends the rules whose state is gone for long enough, and writes what waits.</summary>
    /// <param name="write">Writes findings with what is known after them; returns whether the journal has them.</param>
    public void Write(Func<DateTimeOffset, ImmutableArray<FieldEvent>, DeviceCheckpoint, bool> write)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (_lingering > 0)
        {
            EndRules(now);
        }

        if (_waiting.Count == 0)
        {
            return;
        }

        PointAlarmMemory next = _memory.Next(
            [
                .. _rules.Where(rule => rule.IsSuppressed).Select(rule => new PointAlarm(rule.Kind, rule.Tag, rule.Device)),
                .. _limits.Where(limit => limit.IsBeyond).Select(limit =>
                    new PointAlarm(limit.Kind, _profile.Analogs[limit.Analog].Tag, _profile.Analogs[limit.Analog].Source.Device)),
            ],
            _rules.Where(rule => !rule.IsReported).Select(rule => (rule.Kind, rule.Tag)));
        if (write(now, [.. _waiting], new DeviceCheckpoint(PointAlarmMemory.Key, next.Bytes)))
        {
            _memory = next;
            _waiting.Clear();
        }
    }

    private IEnumerable<Limit> LimitsOf(int analog)
    {
        AnalogPoint point = _profile.Analogs[analog];
        if (point.Maximum is { } maximum)
        {
            yield return Make(GatewayFinding.AboveMaximum, maximum, point.HighDeadBand, point.HighAlarm, 1);
        }

        if (point.Minimum is { } minimum)
        {
            yield return Make(GatewayFinding.BelowMinimum, minimum, point.LowDeadBand, point.LowAlarm, 0);
        }

        Limit Make(GatewayFinding kind, double value, double? band, AlarmSetting? alarm, int state) => new()
        {
            Analog = analog,
            Kind = kind,
            Value = value,
            Band = band ?? point.UsualDeadBand,
            Alarm = alarm,
            Text = _profile.StateTexts.FirstOrDefault(text => text.Id == point.LimitTextId && text.Value == state)?.Text,
            IsBeyond = _memory.Has(kind, point.Tag),
        };
    }

    // A rule of both limits is one of the point.
    private static IEnumerable<(GatewayFinding Kind, PointCondition By)> Suppressions(AnalogPoint point)
    {
        PointCondition? high = point.Maximum is null ? null : point.HighSuppressedBy;
        PointCondition? low = point.Minimum is null ? null : point.LowSuppressedBy;
        if (high is not null && high == low)
        {
            return [(GatewayFinding.AlarmSuppressed, high)];
        }

        return
        [
            .. high is null ? Array.Empty<(GatewayFinding, PointCondition)>() : [(GatewayFinding.AboveMaximumSuppressed, high)],
            .. low is null ? Array.Empty<(GatewayFinding, PointCondition)>() : [(GatewayFinding.BelowMinimumSuppressed, low)],
        ];
    }

    // What the former profile had found, also before a restart, and this one cannot find any more, has an end.
    private void EndFormer(PointAlarms? former)
    {
        _waiting.AddRange(former?._waiting ?? []);
        HashSet<(GatewayFinding, string)> known =
        [
            .. _limits.Select(limit => (limit.Kind, _profile.Analogs[limit.Analog].Tag)),
            .. _rules.Select(rule => (rule.Kind, rule.Tag)),
        ];
        DateTimeOffset now = _time.GetUtcNow();
        IEnumerable<FieldEvent> ends = former?.Ends(now) ?? _memory.Named.OrderBy(found => found.Kind).Select(found =>
            Event(found.Device, found.Tag, DescriptionOf(found.Tag), now, new FieldFinding(found.Kind, 0, null), null));
        _waiting.AddRange(ends.Where(end => !known.Contains((end.Content.Finding!.Value.Kind, end.Tag!))));
    }

    // The limits first: an alarm that ends need not call when nothing suppresses it any more.
    private IEnumerable<FieldEvent> Ends(DateTimeOffset now) =>
    [
        .. _limits.Where(limit => limit.IsBeyond).Select(limit => (limit, point: _profile.Analogs[limit.Analog])).Select(one => Event(
            one.point.Source.Device, one.point.Tag, one.point.Description, now,
            new FieldFinding(one.limit.Kind, 0, one.limit.Text), one.limit.Alarm)),
        .. _rules.Where(rule => rule.IsSuppressed).Select(rule =>
            Event(rule.Device, rule.Tag, rule.Description, now, rule.Finding(0), null)),
    ];

    private string DescriptionOf(string tag) =>
        _profile.Digitals.FirstOrDefault(point => point.Tag == tag)?.Description
            ?? _profile.Analogs.FirstOrDefault(point => point.Tag == tag)?.Description ?? "";

    private void CompareLimits(int analog, TagTable table, DateTimeOffset now)
    {
        for (int i = FirstOf(analog); i < _limits.Length && _limits[i].Analog == analog; i++)
        {
            Compare(ref _limits[i], table, now);
        }
    }

    // The limits are in the order of their points.
    private int FirstOf(int analog)
    {
        int low = 0;
        int high = _limits.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_limits[middle].Analog < analog)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Compare(ref Limit limit, TagTable table, DateTimeOffset now)
    {
        ref readonly PointState state = ref table[table.DigitalCount + limit.Analog];
        if (!state.Read || !state.Quality.IsGood || !double.IsFinite(state.Value))
        {
            return;
        }

        double beyond = limit.Kind == GatewayFinding.AboveMaximum ? state.Value - limit.Value : limit.Value - state.Value;
        bool isBeyond = limit.IsBeyond ? beyond > -limit.Band : beyond > 0;
        if (isBeyond == limit.IsBeyond)
        {
            return;
        }

        limit.IsBeyond = isBeyond;
        AnalogPoint point = _profile.Analogs[limit.Analog];
        FieldFinding finding = new(limit.Kind, isBeyond ? 1 : 0, limit.Text)
        {
            Value = state.Value,
            Unit = point.Unit.Length == 0 ? null : point.Unit,
        };
        _waiting.Add(Event(point.Source.Device, point.Tag, point.Description, now, finding, limit.Alarm));
    }

    private void CompareRules(int input, TagTable table, DateTimeOffset now)
    {
        ref readonly PointState state = ref table[input];
        if (!_rulesOf.TryGetValue(input, out int[]? rules) || !state.Read || !state.Quality.IsGood)
        {
            return;
        }

        foreach (int i in rules)
        {
            ref Rule rule = ref _rules[i];
            bool holds = state.Value == rule.Condition.State;
            if (holds && rule.GoneSince is not null)
            {
                rule.GoneSince = null;
                _lingering--;
            }

            if (holds ? !rule.IsSuppressed : !rule.IsReported)
            {
                (rule.IsSuppressed, rule.IsReported) = (holds, true);
                _waiting.Add(Event(rule.Device, rule.Tag, rule.Description, now, rule.Finding(holds ? 1 : 0), null));
            }
            else if (!holds && rule.IsSuppressed && rule.GoneSince is null)
            {
                rule.GoneSince = _time.GetTimestamp();
                _lingering++;
            }
        }
    }

    private void EndRules(DateTimeOffset now)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            ref Rule rule = ref _rules[i];
            if (rule.GoneSince is { } since && _time.GetElapsedTime(since) >= Linger)
            {
                (rule.GoneSince, rule.IsSuppressed) = (null, false);
                _lingering--;
                _waiting.Add(Event(rule.Device, rule.Tag, rule.Description, now, rule.Finding(0), null));
            }
        }
    }

    private static FieldEvent Event(
        DeviceId device, string tag, string description, DateTimeOffset now, in FieldFinding finding, AlarmSetting? alarm) => new()
        {
            Device = device,
            Content = EventContent.Of(in finding),
            Tag = tag,
            Description = description,
            Time = now,
            Received = now,
            Marks = TimeMarks.Gateway,
            Alarm = alarm,
        };

    private struct Limit
    {
        public int Analog;
        public GatewayFinding Kind;
        public double Value;
        public double Band;
        public AlarmSetting? Alarm;
        public string? Text;
        public bool IsBeyond;
    }

    private struct Rule
    {
        public GatewayFinding Kind;
        public string Tag;
        public string Description;
        public DeviceId Device;
        public PointCondition Condition;
        public int Input;
        public bool IsSuppressed;
        public bool IsReported;
        public long? GoneSince;

        public readonly FieldFinding Finding(int count) =>
            new(Kind, count, $"{Condition.Tag}={Condition.State}");
    }
}
