using Edge.Field.Bus;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Tracks which IEDs answer. After five polls in a row without an answer an IED is lost (Mara 1.4 §6): an event, its health and a log line
/// report this once, also over a restart of the gateway, and likewise when it answers again. What the line did is not charged to an IED
/// that answered within the last minute: a late answer of another, or noise that other IEDs suffer from too. Used by the thread of the bus.
/// </summary>
internal sealed class MaraBusHealth
{
    /// <summary>The number of polls in a row without an answer after which an IED is lost (Mara 1.4 §6).</summary>
    public const int MissesUntilLost = 5;

    /// <summary>How long after an answer of it an IED is not given up for what the line did.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    // Noise: that many other IEDs had broken answers within this time.
    private const int OthersDisturbed = 2;
    private static readonly TimeSpan s_recent = TimeSpan.FromSeconds(3);

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
        (_ieds[ied.Index].Misses, _ieds[ied.Index].AnsweredAt) = (0, _clock.GetTimestamp());
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
    /// <param name="spoiledByAnother">Whether the late answer of another IED spoiled it.</param>
    /// <returns>Whether the line did it: then the IED should be asked again at once.</returns>
    public bool Missed(MaraBusIed ied, BusOutcome outcome, string why, bool spoiledByAnother = false)
    {
        (long now, DateTimeOffset utc) = (_clock.GetTimestamp(), _clock.GetUtcNow());
        ref Ied state = ref _ieds[ied.Index];
        bool byLine = (spoiledByAnother || IsDisturbed(ied, now)) && outcome != BusOutcome.Answered
            && state.AnsweredAt is { } answered && _clock.GetElapsedTime(answered, now) < Trusted;
        state.Misses += byLine ? 0 : 1;
        bool isLostNow = state.Misses >= MissesUntilLost && !ied.IsLost;
        if (!spoiledByAnother)
        {
            state.GarbledAt = outcome == BusOutcome.Garbled ? now : state.GarbledAt;
            _quality.Missed(ied, outcome, why, isLostNow);
        }

        _values.Missed(ied, now, utc);
        if (!isLostNow)
        {
            return byLine;
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
        return false;
    }

    private bool IsDisturbed(MaraBusIed ied, long now)
    {
        int others = 0;
        for (int i = 0; i < _ieds.Length; i++)
        {
            bool recent = i != ied.Index && _ieds[i].GarbledAt is { } at && _clock.GetElapsedTime(at, now) < s_recent;
            others += recent ? 1 : 0;
        }

        return others >= OthersDisturbed;
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

        // In timestamps of the clock.
        public long? AnsweredAt;
        public long? GarbledAt;
    }
}
