using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// Judges what a gateway that is online says of its clock, and of what it keeps for its historians. In between it says nothing, so that
/// what stands stays: nothing chatters at a limit. It knows nothing of a gateway that is away.
/// </summary>
internal sealed class GatewayJudgement
{
    /// <summary>A backlog of fewer records is no fault.</summary>
    internal const long MostWaiting = 1000;

    /// <summary>How far the clock of a gateway may be from that of the centre.</summary>
    internal static readonly TimeSpan MostApart = TimeSpan.FromSeconds(5);

    /// <summary>How long a backlog must not shrink, and a clock must not be synchronised.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>How long a clock must differ, and be right again. A message that came late is not enough.</summary>
    internal static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RightAgain = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Backlog> _backlogs = new(StringComparer.Ordinal);
    private TimeSpan? _off;
    private TimeSpan? _right;
    private TimeSpan? _unsynchronised;
    private TimeSpan _apart;
    private TimeSpan? _last;
    private bool? _isSynchronised;

    /// <summary>A state that was sent now.</summary>
    internal void Take(StateMessage state, Moment now)
    {
        _last = now.Running;
        _apart = state.Time - now.At;
        _off = Since(_off, _apart.Duration() > MostApart, now);
        _right = Since(_right, _apart.Duration() <= RightAgain, now);
        _isSynchronised = state.Clock is null ? null : state.Clock is not (GatewayClockCode.Unsynchronised or GatewayClockCode.NotSet);
        _unsynchronised = Since(_unsynchronised, _isSynchronised == false, now);

        HistorianState[] historians = state.Journal is { } journal ? [.. journal.Historians] : [];
        foreach (string gone in _backlogs.Keys.Except(historians.Select(one => one.Name)).ToList())
        {
            _ = _backlogs.Remove(gone);
        }

        foreach (HistorianState historian in historians)
        {
            if (!_backlogs.TryGetValue(historian.Name, out Backlog? backlog))
            {
                _backlogs[historian.Name] = backlog = new Backlog();
            }

            backlog.Take(historian.Backlog, now.Running);
        }
    }

    /// <summary>It is away: what was seen says nothing about what it does when it is back.</summary>
    internal void Forget()
    {
        _backlogs.Clear();
        (_off, _right, _unsynchronised, _isSynchronised, _last) = (null, null, null, null, null);
    }

    /// <summary>What is known now.</summary>
    /// <param name="site">The station.</param>
    /// <param name="standing">What is in alarm of it.</param>
    internal IEnumerable<CentreFault> Faults(string site, IEnumerable<Alarm> standing)
    {
        AlarmSource clock = new(site, AlarmCondition.GatewayClockOff.Word, "");
        if (HasLasted(_off, Short))
        {
            long seconds = (long)_apart.TotalSeconds;
            string sign = seconds > 0 ? "+" : "−";
            yield return new CentreFault(clock, CentreFinding.GatewayClockOff, true) { Text = $"{sign}{Math.Abs(seconds)} s" };
        }
        else if (HasLasted(_unsynchronised, Long))
        {
            yield return new CentreFault(clock, CentreFinding.GatewayClockUnsynchronised, true);
        }
        else if (HasLasted(_right, Short) && _isSynchronised != false)
        {
            yield return new CentreFault(clock, CentreFinding.GatewayClockOff, false);
        }

        foreach ((string name, Backlog backlog) in _backlogs)
        {
            if (backlog.IsStuck is { } isStuck)
            {
                AlarmSource source = new(site, AlarmCondition.BacklogStuck.Word, name);
                yield return new CentreFault(source, CentreFinding.BacklogStuck, isStuck) { Text = $"{backlog.Waiting}" };
            }
        }

        // The configuration of the gateway names it no longer.
        foreach (Alarm gone in standing.Where(alarm => alarm.Condition == AlarmCondition.BacklogStuck))
        {
            if (_last is not null && !_backlogs.ContainsKey(gone.Source.Name))
            {
                yield return new CentreFault(gone.Source, CentreFinding.BacklogStuck, false);
            }
        }
    }

    private static TimeSpan? Since(TimeSpan? since, bool isSo, Moment now) => isSo ? since ?? now.Running : null;

    private bool HasLasted(TimeSpan? since, TimeSpan length) => since is { } begin && _last - begin >= length;

    /// <summary>How many records wait for a historian, over the last ten minutes.</summary>
    private sealed class Backlog
    {
        private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

        private readonly Queue<(TimeSpan At, long Waiting)> _seen = new();
        private TimeSpan? _noted;

        internal long Waiting { get; private set; }

        /// <summary>Whether it does not shrink; null: that is not known yet, or between both.</summary>
        internal bool? IsStuck { get; private set; }

        internal void Take(long waiting, TimeSpan now)
        {
            Waiting = waiting;
            if (waiting < MostWaiting)
            {
                _seen.Clear();
                _noted = null;
                IsStuck = false;
                return;
            }

            while (_seen.Count > 1 && now - _seen.ElementAt(1).At >= Long)
            {
                _ = _seen.Dequeue();
            }

            if (_noted is not { } noted || now - noted >= Step)
            {
                _seen.Enqueue((now, waiting));
                _noted = now;
            }

            (TimeSpan first, long before) = _seen.Peek();
            long most = _seen.Max(one => one.Waiting);
            IsStuck = now - first < Long ? null
                : waiting >= most - (most / 20) ? true
                    : waiting <= before - (before / 10) ? false : null;
        }
    }
}
