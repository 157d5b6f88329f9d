using Edge.Domain;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Processes the system variables of an answer: overflow of the stack of events, skew of the clock, need of a set-time (Mara 1.4 §4, §6,
/// §7). Each change is reported once, also over a restart of the gateway. Used by the thread of the bus.
/// </summary>
internal sealed class MaraVariablesIntake
{
    private static readonly TimeSpan s_timeWantedAgain = TimeSpan.FromMinutes(5);

    private readonly MaraBusGathering _gathering;
    private readonly TimeSpan _skewLimit;
    private readonly Action _wantTime;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Ied[] _ieds;

    /// <summary>Creates it.</summary>
    /// <param name="gathering">Receives the findings.</param>
    /// <param name="skewLimit">How far a clock may be off.</param>
    /// <param name="wantTime">Called when an IED needs the time.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives each change once.</param>
    public MaraVariablesIntake(MaraBusGathering gathering, TimeSpan skewLimit, Action wantTime, TimeProvider clock, ILogger logger)
    {
        (_gathering, _skewLimit, _wantTime, _clock, _logger) = (gathering, skewLimit, wantTime, clock, logger);
        _ieds = new Ied[gathering.Ieds.Length];
    }

    /// <summary>Processes the system variables of an answer. Only with the gate.</summary>
    /// <param name="ied">The IED that answered.</param>
    /// <param name="variables">Its system variables.</param>
    /// <param name="mayBeOld">Whether the answer may be old: then the skew is not used.</param>
    /// <param name="now">The time, in timestamps of the clock.</param>
    /// <param name="utc">The time.</param>
    /// <returns>
    /// Whether the clock cannot be trusted that stamped the events of this answer: it is off or was never set by its own account, its skew
    /// is too large or was reported, or it was so in the answer before, since events are stamped before the time is set.
    /// </returns>
    public bool Process(MaraBusIed ied, in MaraSystemVariables variables, bool mayBeOld, long now, DateTimeOffset utc)
    {
        ref bool doubted = ref _ieds[ied.Index].ClockDoubted;
        bool before = doubted || IsReportedOff(ied);
        ProcessAll(ied, variables, mayBeOld, now, utc);
        doubted = variables.ClockIsDoubted(_skewLimit) || IsReportedOff(ied);
        return before || doubted;
    }

    private static bool IsReportedOff(MaraBusIed ied) => (ied.Checkpoint.Flags & MaraIedFlags.ClockOff) != 0;

    private void ProcessAll(MaraBusIed ied, in MaraSystemVariables variables, bool mayBeOld, long now, DateTimeOffset utc)
    {
        bool overflowed = variables.EventsOverflowed;
        if (overflowed && (ied.Checkpoint.Flags & MaraIedFlags.Overflowed) == 0)
        {
            Log.EventsOverflowed(_logger, _gathering.Device, ied.Name);
            _gathering.Filling.AddUrgent(ied.Map.Finding(GatewayFinding.EventsLost, utc));
        }

        ied.SetFlag(MaraIedFlags.Overflowed, overflowed);
        if (mayBeOld)
        {
            return;
        }

        if (variables.Skew is { } skew)
        {
            ProcessSkew(ied, skew, utc);
        }

        RequestTime(ied, !variables.TimeSet || Math.Abs((int)(variables.Skew ?? 0)) > MaraSystemVariables.SkewUnitsPerSecond / 2, now);
    }

    // A clock that is off by less than half a second is corrected by Sync. An IED that does not accept the time does not get it at each
    // poll.
    private void RequestTime(MaraBusIed ied, bool wanted, long now)
    {
        ref long? wantedAt = ref _ieds[ied.Index].TimeWantedAt;
        if (!wanted)
        {
            wantedAt = null;
        }
        else if (wantedAt is not { } before || _clock.GetElapsedTime(before, now) >= s_timeWantedAgain)
        {
            wantedAt = now;
            _wantTime();
        }
    }

    private void ProcessSkew(MaraBusIed ied, short skew, DateTimeOffset utc)
    {
        double milliseconds = skew * 1000.0 / MaraSystemVariables.SkewUnitsPerSecond;
        ref short? published = ref _ieds[ied.Index].PublishedSkew;
        if (published != skew)
        {
            published = skew;
            _gathering.Filling.Add(ied.Index, new DeviceStatistic(ied.Map.Device, ClockLimit.Statistic, milliseconds));
        }

        bool wasOff = IsReportedOff(ied);
        if (ClockLimit.Evaluate(wasOff, milliseconds, _skewLimit) is not { } finding)
        {
            return;
        }

        if (finding == GatewayFinding.ClockOff)
        {
            Log.IedClockOff(_logger, _gathering.Device, ied.Name, milliseconds, _skewLimit.TotalMilliseconds);
        }
        else
        {
            Log.IedClockRight(_logger, _gathering.Device, ied.Name, milliseconds);
        }

        ied.SetFlag(MaraIedFlags.ClockOff, !wasOff);
        _gathering.Filling.AddUrgent(ied.Map.Finding(finding, utc));
    }

    private struct Ied
    {
        public short? PublishedSkew;
        public long? TimeWantedAt;
        public bool ClockDoubted;
    }
}
