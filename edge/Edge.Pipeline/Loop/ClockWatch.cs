using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Follows the clock of the gateway: whether it is synchronised, and when it is set. It decides which times are marked. One for all
/// profiles of a run; used by the pipeline loop alone.
/// </summary>
public sealed class ClockWatch
{
    /// <summary>A smaller step is no finding: a time service sets the clock by less in its ordinary work.</summary>
    public static readonly TimeSpan SmallestStep = TimeSpan.FromSeconds(1);

    // The kernel is asked so often, and at once after a step.
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    // Between the two clocks and the answer of the system a thread may have waited: then all are read again with the next message.
    private static readonly TimeSpan s_longestReading = TimeSpan.FromMilliseconds(100);

    // A message of the loop is stamped a little before it is handled.
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(250);

    private readonly ISystemClock _system;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _checkedAt;
    private DateTimeOffset _wall;
    private bool _everSynchronised;

    // Once the clock was set in this run: since when it is as it is now. What is not between then and now was stamped before.
    private DateTimeOffset? _setAt;

    /// <summary>Asks for the first time, and logs what the clock is.</summary>
    /// <param name="system">Reports whether the clock is synchronised.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs each change.</param>
    public ClockWatch(ISystemClock system, TimeProvider time, ILogger logger)
    {
        (_system, _time, _logger) = (system, time, logger);
        (_checkedAt, _wall) = (time.GetTimestamp(), time.GetUtcNow());
        bool? synchronised = system.IsSynchronised;
        IsChecked = synchronised is not null;
        _everSynchronised = synchronised != false;
        State = _everSynchronised ? GatewayClock.Synchronised : GatewayClock.NotSet;
        if (!IsChecked)
        {
            Log.ClockUnchecked(logger);
        }
        else if (State == GatewayClock.NotSet)
        {
            Log.ClockNotSet(logger, Text(_wall));
        }
    }

    /// <summary>How far its times can be trusted now.</summary>
    public GatewayClock State { get; private set; }

    /// <summary>Whether the system checks the clock; otherwise the configuration vouches for it.</summary>
    public bool IsChecked { get; }

    /// <summary>Findings that the journal does not have yet.</summary>
    public ImmutableArray<FieldEvent> Unwritten { get; private set; } = [];

    /// <summary>The journal has the findings.</summary>
    public void ClearUnwritten() => Unwritten = [];

    /// <summary>Compares the clock with the time that ran, and asks the system from time to time.</summary>
    /// <returns>Whether <see cref="State"/> changed.</returns>
    public bool Check()
    {
        long at = _time.GetTimestamp();
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan ran = _time.GetElapsedTime(_checkedAt, at);
        TimeSpan step = now - _wall - ran;
        bool stepped = step.Duration() >= SmallestStep;
        if (!stepped && ran < s_period)
        {
            return false;
        }

        bool? synchronised = _system.IsSynchronised;
        if (!IsOfOneMoment(at, now))
        {
            return false;
        }

        (_checkedAt, _wall) = (at, now);
        GatewayClock before = State;
        _everSynchronised |= synchronised != false;
        State = synchronised != false ? GatewayClock.Synchronised : _everSynchronised ? GatewayClock.Unsynchronised : GatewayClock.NotSet;
        bool set = before == GatewayClock.NotSet && State == GatewayClock.Synchronised;
        if (stepped || set)
        {
            _setAt = now - ran - s_margin;
            Add(now, step);
        }

        if (State != before)
        {
            LogChange(before);
        }

        return State != before;
    }

    /// <summary>How far a time can be trusted that the gateway gave.</summary>
    /// <param name="stamped">The time, UTC.</param>
    public GatewayClock Of(DateTimeOffset stamped)
    {
        bool isOfBefore = _setAt is { } setAt && (stamped < setAt || stamped > _time.GetUtcNow() + SmallestStep);
        return isOfBefore ? GatewayClock.NotSet : State;
    }

    // A clock that is set just before the system answers is synchronised, and the date that was read is still the wrong one.
    private bool IsOfOneMoment(long at, DateTimeOffset now)
    {
        TimeSpan since = _time.GetElapsedTime(at);
        return since <= s_longestReading && (_time.GetUtcNow() - now - since).Duration() < SmallestStep;
    }

    private void Add(DateTimeOffset now, TimeSpan step)
    {
        DateTimeOffset before = now - step;
        Unwritten = Unwritten.Add(new FieldEvent
        {
            Device = Gateway,
            Content = new FieldFinding(
                GatewayFinding.GatewayClockSet, (int)Math.Clamp(Math.Round(step.TotalSeconds), int.MinValue, int.MaxValue),
                $"{Text(before)} → {Text(now)}"),
            Time = now,
            Marks = State == GatewayClock.Synchronised ? TimeMarks.Gateway : TimeMarks.Gateway | TimeMarks.Unsynchronised,
            Received = now,
        });
        Log.ClockSet(_logger, step.TotalSeconds, Text(before), Text(now));
    }

    private void LogChange(GatewayClock before)
    {
        if (State == GatewayClock.Synchronised)
        {
            Log.ClockSynchronised(_logger);
        }
        else if (before == GatewayClock.Synchronised)
        {
            Log.ClockLost(_logger);
        }
    }

    /// <summary>The device of its findings: an event needs one, and this is about the gateway itself.</summary>
    public static DeviceId Gateway { get; } = new("gateway");

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
