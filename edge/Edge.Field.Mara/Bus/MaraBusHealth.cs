using Edge.Field.Bus;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Tracks which IEDs answer. After five polls in a row without an answer an IED is lost (Mara 1.4 §6): an event, its health and a log line
/// report this once, also over a restart of the gateway, and likewise when it answers again. Used by the thread of the bus.
/// </summary>
internal sealed class MaraBusHealth
{
    /// <summary>The number of polls in a row without an answer after which an IED is lost (Mara 1.4 §6).</summary>
    public const int MissesUntilLost = 5;

    private readonly MaraBusGathering _gathering;
    private readonly MaraBusValues _values;
    private readonly MaraLineQuality _quality;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Ied[] _ieds;

    /// <summary>Creates it; the checkpoints contain which IEDs are lost.</summary>
    public MaraBusHealth(MaraBusGathering gathering, MaraBusValues values, MaraLineQuality quality, TimeProvider clock, ILogger logger)
    {
        (_gathering, _values, _quality, _clock, _logger) = (gathering, values, quality, clock, logger);
        _ieds = new Ied[gathering.Ieds.Length];
    }

    /// <summary>
    /// Reports again the IEDs that were lost before the gateway started, because clients do not keep the state of devices over its restart.
    /// </summary>
    public void Start()
    {
        lock (_gathering.Gate)
        {
            foreach (MaraBusIed ied in _gathering.Ieds)
            {
                if (ied.IsLost)
                {
                    _gathering.Filling.Touch(_clock.GetTimestamp(), _clock.GetUtcNow());
                    Report(ied, false);
                }
            }
        }
    }

    /// <summary>Records an answer. Only with the gate.</summary>
    /// <param name="ied">The IED.</param>
    /// <param name="toPoll">Whether its answer was one to a poll.</param>
    /// <param name="utc">The time of the answer.</param>
    public void Answered(MaraBusIed ied, bool toPoll, DateTimeOffset utc)
    {
        _ieds[ied.Index].Misses = 0;
        Report(ied, true);
        if (ied.IsLost)
        {
            ied.SetFlag(MaraIedFlags.Lost, false);
            _quality.Forget(ied);
            _gathering.Filling.AddUrgent(ied.Map.Link(MaraCommunicationsCode.MotiveBack, utc));
            Log.IedBack(_logger, _gathering.Device, ied.Name);
        }

        if (toPoll)
        {
            _quality.Answered(ied);
        }
    }

    /// <summary>Records a poll without a valid answer. Takes the gate.</summary>
    /// <param name="ied">The asked IED.</param>
    /// <param name="outcome">The outcome of the poll.</param>
    /// <param name="why">The same as text.</param>
    public void Missed(MaraBusIed ied, BusOutcome outcome, string why)
    {
        bool isLostNow = ++_ieds[ied.Index].Misses >= MissesUntilLost && !ied.IsLost;
        (long now, DateTimeOffset utc) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        _quality.Missed(ied, outcome, why, isLostNow);
        _values.Missed(ied, now, utc);
        if (!isLostNow)
        {
            return;
        }

        lock (_gathering.Gate)
        {
            ied.SetFlag(MaraIedFlags.Lost, true);
            _gathering.Filling.Touch(now, utc);
            _gathering.Filling.Events.Add(ied.Map.Link(MaraCommunicationsCode.MotiveLost, utc));
            Report(ied, false);
        }

        _quality.Forget(ied);
        _values.MarkLostInImage(ied);
        Log.IedLost(_logger, _gathering.Device, ied.Name, MissesUntilLost, why);
    }

    // A report that an IED answers can wait for the rest of its scan.
    private void Report(MaraBusIed ied, bool answers)
    {
        ref bool? reported = ref _ieds[ied.Index].Reported;
        if (reported != answers)
        {
            _gathering.Filling.Urgent |= reported is not null || !answers;
            reported = answers;
            _gathering.Filling.Devices.Add(new FieldDeviceHealth(ied.DeviceId, answers, answers ? null : "it does not answer the gateway"));
        }
    }

    private struct Ied
    {
        public int Misses;
        public bool? Reported;
    }
}
