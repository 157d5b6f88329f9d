using Edge.Pipeline;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Passes answers from the thread of the bus to the field loop: while one scan is handed over and journaled, the next is collected (ADR
/// 0005). It tracks each answer until it is journaled, and decides which IED may be asked its next sequence. The gate guards the state that
/// both threads use; it is held for microseconds, never during an exchange on the bus.
/// </summary>
internal sealed class MaraBusGathering
{
    /// <summary>The longest time that an answer waits for others before it is handed over.</summary>
    public static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(1);

    private readonly MaraBusBatch _first;
    private readonly MaraBusBatch _second;
    private readonly long _longest;
    private bool _swapped;
    private bool _ready;
    private Scan? _offered;
    private FieldFailure? _failure;

    /// <summary>Creates it, empty.</summary>
    /// <param name="device">The device whose scans these are.</param>
    /// <param name="ieds">The IEDs of the bus.</param>
    /// <param name="clock">The clock whose timestamps are given below.</param>
    public MaraBusGathering(string device, MaraBusIed[] ieds, TimeProvider clock)
    {
        (Device, Ieds, _longest) = (device, ieds, clock.Units(LongestGathering));
        int points = ieds.Sum(i => i.Map.Count);
        (_first, _second) = (new MaraBusBatch(ieds.Length, points), new MaraBusBatch(ieds.Length, points));
    }

    /// <summary>The device whose scans these are.</summary>
    public string Device { get; }

    /// <summary>The IEDs of the bus.</summary>
    public MaraBusIed[] Ieds { get; }

    /// <summary>Guards everything here, and the properties that <see cref="MaraBusIed"/> names.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Called on the thread of the bus when a scan or a failure is ready.</summary>
    public Action Ready { get; set; } = () => { };

    /// <summary>How many scans were handed over, those before a restart included: it makes each checkpoint unique.</summary>
    public ulong Count { get; set; }

    /// <summary>The buffer that collects answers now. Only with the gate.</summary>
    public MaraBusBatch Filling => _swapped ? _second : _first;

    /// <summary>Whether an IED can be asked a new sequence. Takes the gate.</summary>
    public bool CanAskNext(MaraBusIed ied)
    {
        lock (Gate)
        {
            return ied.Place == AnswerPlace.Journaled && !ied.AskedBefore;
        }
    }

    /// <summary>Starts a question to an IED. Takes the gate.</summary>
    /// <param name="ied">The asked IED.</param>
    /// <param name="askedBefore">Whether its sequence may have been asked before: the answer may then be old.</param>
    /// <returns>Its sequence.</returns>
    public byte StartQuestion(MaraBusIed ied, out bool askedBefore)
    {
        lock (Gate)
        {
            (askedBefore, ied.AskedBefore) = (ied.AskedBefore, true);
            return ied.NextSequence;
        }
    }

    /// <summary>Adds an answer to the scan: it must be journaled before its IED is asked its next sequence. Only with the gate.</summary>
    /// <param name="ied">The IED that answered.</param>
    /// <param name="sequence">The sequence of the answer.</param>
    /// <param name="now">The time, in timestamps of the clock.</param>
    /// <param name="utc">The time.</param>
    public void StartAnswer(MaraBusIed ied, byte sequence, long now, DateTimeOffset utc)
    {
        ied.Checkpoint.Sequence = sequence;
        ied.Checkpoint.Events = 0;
        ied.SetFlag(MaraIedFlags.Known, true);
        ied.Place = AnswerPlace.Gathered;
        Filling.Touch(now, utc);
        Filling.CountAnswer();
    }

    /// <summary>Offers the collected answers. Takes the gate.</summary>
    public void Offer()
    {
        bool any;
        lock (Gate)
        {
            any = !Filling.IsEmpty;
            _ready |= any;
        }

        if (any)
        {
            Ready();
        }
    }

    /// <summary>
    /// Offers the collected answers when they are from half of the IEDs that answer, when the first has waited for a second, or at once if
    /// they are urgent: so the bus continues while the journal commits. Takes the gate.
    /// </summary>
    /// <param name="now">The time, in timestamps of the clock.</param>
    public void OfferIfDue(long now)
    {
        bool due;
        lock (Gate)
        {
            int answering = 0;
            foreach (MaraBusIed ied in Ieds)
            {
                answering += ied.IsLost ? 0 : 1;
            }

            MaraBusBatch batch = Filling;
            due = !batch.IsEmpty && (batch.Urgent || batch.Answers >= (answering + 1) / 2 || now - batch.Since >= _longest);
            _ready |= due;
        }

        if (due)
        {
            Ready();
        }
    }

    /// <summary>
    /// Reports a failure of the bus as a whole. Answers collected before it are handed over first, because after the failure they would
    /// look like new answers.
    /// </summary>
    public void Fail(FieldFailure failure)
    {
        Offer();
        lock (Gate)
        {
            _failure = failure;
        }

        Ready();
    }

    /// <summary>Returns the scan or failure that is ready; the same scan until it is acknowledged. Takes the gate.</summary>
    public bool TryTake(out PollResult result)
    {
        lock (Gate)
        {
            if (_offered is null && _ready)
            {
                _offered = Filling.ToScan(Device, ++Count, Ieds);
                foreach (MaraBusIed ied in Ieds)
                {
                    ied.Place = ied.Place == AnswerPlace.Gathered ? AnswerPlace.Offered : ied.Place;
                }

                _swapped = !_swapped;
                _ready = false;
                Filling.Clear();
            }

            if (_offered is { } scan)
            {
                result = new PollResult(scan);
                return true;
            }

            if (_failure is { } failure)
            {
                _failure = null;
                result = new PollResult(failure);
                return true;
            }

            result = default;
            return false;
        }
    }

    /// <summary>The scan that was handed over is in the journal: its IEDs may be asked their next sequence. Takes the gate.</summary>
    public void Acknowledge()
    {
        lock (Gate)
        {
            if (_offered is null)
            {
                return;
            }

            _offered = null;
            foreach (MaraBusIed ied in Ieds)
            {
                if (ied.Place == AnswerPlace.Offered)
                {
                    (ied.Place, ied.AskedBefore) = (AnswerPlace.Journaled, false);
                }
            }
        }
    }
}
