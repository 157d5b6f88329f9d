using Edge.Field.Bus;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Answers that come after the time-out. On a bus a late answer meets the question to the next IED, which then has no answer either, round
/// after round. So each IED is listened to a little longer than its time-out, and longer still once a late answer of it was recognised by
/// its address: then it is waited out, and is an answer like any other. What it spoils is not charged to the IED that was asked. Used by
/// the thread of the bus.
/// </summary>
internal sealed class MaraLateAnswers
{
    /// <summary>How long each IED is listened to behind its time-out: a busy IED, or an adapter that gathers bytes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest time behind the time-out for which a late answer is waited out.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    // As for bad links: so many answers in a row make it well again.
    private const int AnswersUntilWell = 64;

    private static readonly TimeSpan s_shortestProbe = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_jitter = TimeSpan.FromMilliseconds(5);

    private readonly string _device;
    private readonly MaraBusIed[] _ieds;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _probe;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly State[] _states;
    private MaraBusIed? _silent;

    /// <summary>Creates it; no answer was late.</summary>
    /// <param name="device">The name of the device in logs.</param>
    /// <param name="ieds">The IEDs of the bus.</param>
    /// <param name="timeout">The time-out, above zero.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives each change once.</param>
    public MaraLateAnswers(string device, MaraBusIed[] ieds, TimeSpan timeout, TimeProvider clock, ILogger logger)
    {
        (_device, _ieds, _timeout, _clock, _logger) = (device, ieds, timeout, clock, logger);
        _probe = timeout * 2;
        _probe = _probe > Longest ? Longest : _probe < s_shortestProbe ? s_shortestProbe : _probe;
        _states = new State[ieds.Length];
        Array.Fill(_states, new State { Extra = Grace });
    }

    /// <summary>Whether the last question has no answer because of the late answer of another IED.</summary>
    public bool SpoiledByAnother { get; private set; }

    /// <summary>How long to listen to an IED behind its time-out.</summary>
    public TimeSpan Extra(MaraBusIed ied) => _states[ied.Index].Extra;

    /// <summary>Records the result of a question.</summary>
    /// <param name="asked">The asked IED.</param>
    /// <param name="result">The result.</param>
    /// <param name="other">The address of another IED whose frame arrived meanwhile, or null.</param>
    /// <param name="otherAt">When it arrived, in timestamps of the clock.</param>
    public void Record(MaraBusIed asked, in BusResult result, byte? other, long otherAt)
    {
        MaraBusIed? late = Find(other);
        late = late == asked ? null : late;
        bool garbled = result.Outcome == BusOutcome.Garbled;
        SpoiledByAnother = result.Outcome is BusOutcome.Garbled or BusOutcome.Silent
            && (late is not null || (garbled && _silent is not null && _silent != asked));
        if (late is not null)
        {
            if (_states[late.Index].Unanswered is { } end)
            {
                Late(late, _clock.GetElapsedTime(end, otherAt));
            }
        }
        else if (SpoiledByAnother)
        {
            // Too broken to have an address. The IED that was silent just now is listened to for long, once.
            _states[_silent!.Index].Extra = _probe;
        }

        if (result.Outcome == BusOutcome.Answered)
        {
            _states[asked.Index].Unanswered = null;
            Answered(asked, result.Began == 0 ? TimeSpan.Zero : _clock.GetElapsedTime(result.Timestamp, result.Began));
        }
        else
        {
            ref State state = ref _states[asked.Index];
            state.Unanswered = result.Timestamp;
            state.Extra = result.Outcome == BusOutcome.Silent ? Grace : state.Extra;
        }

        _silent = result.Outcome == BusOutcome.Silent ? asked : null;
    }

    private MaraBusIed? Find(byte? address)
    {
        foreach (MaraBusIed ied in _ieds)
        {
            if (ied.Address.Value == address)
            {
                return ied;
            }
        }

        return null;
    }

    private void Answered(MaraBusIed ied, TimeSpan after)
    {
        ref State state = ref _states[ied.Index];
        if (after > _timeout)
        {
            Late(ied, after);
        }
        else if (state.IsLate && ++state.InTime >= AnswersUntilWell)
        {
            state = new State { Extra = Grace };
            Log.IedAnswersInTime(_logger, _device, ied.Name, AnswersUntilWell);
        }
    }

    private void Late(MaraBusIed ied, TimeSpan after)
    {
        ref State state = ref _states[ied.Index];
        TimeSpan late = after - _timeout;
        TimeSpan extra = (late * 1.25) + s_jitter;
        state.Extra = late > Longest || extra < Grace ? Grace : extra > Longest ? Longest : extra;
        state.InTime = 0;
        if (!state.IsLate && late > TimeSpan.Zero)
        {
            state.IsLate = true;
            Log.IedAnswersLate(_logger, _device, ied.Name, after.TotalMilliseconds, _timeout.TotalMilliseconds);
        }
    }

    private struct State
    {
        public TimeSpan Extra;

        // The end of its last question, if that has no answer, in timestamps of the clock.
        public long? Unanswered;
        public bool IsLate;
        public int InTime;
    }
}
