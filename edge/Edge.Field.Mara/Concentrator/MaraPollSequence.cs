using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Decides which sequence byte (SEC) a concentrator is asked next, how its answer is used, and what must be in the journal before another
/// SEC may be asked, so that each event is journaled exactly once (ADR 0002). Independent of connection, time and journal. One question at
/// a time; not for several threads.
/// </summary>
internal sealed class MaraPollSequence
{
    private MaraCheckpoint _journaled = new();
    private MaraCheckpoint _offered = new();
    private byte? _passed;

    // True until something is journaled in this run. An earlier run may have asked the next SEC, as a poll or as another question.
    private bool _resumed = true;
    private bool _firstOfConnection;
    private int _malformed;

    /// <summary>The SEC of the next question.</summary>
    public byte Next { get; private set; } = MaraSequence.CentreFirst;

    /// <summary>Whether a scan is offered that is not in the journal yet. Until it is, no other SEC may be asked.</summary>
    public bool HasOffer { get; private set; }

    /// <summary>
    /// Whether the poll with the next SEC may have reached the device already. Then only the same poll may be repeated: another question
    /// would get the poll's answer, or would release its events before they are journaled.
    /// </summary>
    public bool IsAsked { get; private set; } = true;

    /// <summary>Whether the next answer may be old: then its events are used, its values are not.</summary>
    public bool ValuesMayBeOld { get; private set; }

    /// <summary>
    /// The last SEC that went to a question other than a poll, while the journal does not hold it; null otherwise. It must be journaled
    /// before the next poll. Otherwise, after a crash following that poll, the next run would ask a SEC that is new to the device and
    /// release events that were never journaled.
    /// </summary>
    public byte? Passed => _passed;

    /// <summary>What the last journaled checkpoint reports of IEDs.</summary>
    public MaraReported Reported => _journaled.Reported;

    /// <summary>
    /// Continues after a checkpoint of the journal. Its answer is journaled, so the successor of its SEC is asked. If an earlier run asked
    /// that one already, the device repeats the answer that was never journaled; if not, the SEC is new and releases what is journaled.
    /// </summary>
    /// <returns>False where the bytes are not a known checkpoint: the sequence starts at its first value.</returns>
    public bool TryResume(ReadOnlySpan<byte> checkpoint)
    {
        if (!_journaled.TrySet(checkpoint))
        {
            return false;
        }

        Next = MaraSequence.NextOfCentre(_journaled.Sequence);
        return true;
    }

    /// <summary>A new connection was made. The answer to a question that was asked before may be old.</summary>
    public void OnConnected() => (ValuesMayBeOld, _firstOfConnection) = (IsAsked, true);

    /// <summary>The device did not read its IEDs for a while, so the values of the next answer may be old.</summary>
    public void OnScanStopped() => ValuesMayBeOld = true;

    /// <summary>Starts a poll. The SEC is the same until its answer is journaled.</summary>
    /// <returns>Its SEC.</returns>
    public byte StartPoll()
    {
        IsAsked = true;
        return Next;
    }

    /// <summary>
    /// Uses one SEC for a question that is not a poll. It counts as used even without an answer, since the question may be an order.
    /// </summary>
    /// <returns>Its SEC.</returns>
    public byte UseUp()
    {
        byte sequence = Next;
        (_passed, Next) = (sequence, MaraSequence.NextOfCentre(sequence));
        return sequence;
    }

    /// <summary>
    /// The answer to the poll has another command: the device repeats its last answer, to a question that an earlier run passed through and
    /// did not journal. It carries no events, so the SEC is skipped.
    /// </summary>
    /// <returns>False where this is impossible, because something was journaled in this run already.</returns>
    public bool TryPassOver()
    {
        if (!_resumed)
        {
            return false;
        }

        _ = UseUp();
        (IsAsked, ValuesMayBeOld, _firstOfConnection) = (false, false, false);
        return true;
    }

    /// <summary>
    /// How many events, from the first, are in the journal already. A device that restarted does not know its last answer, and may send
    /// unacknowledged events again. This is checked only in the first answer of a connection: later, equal bytes are new events.
    /// </summary>
    /// <param name="events">The section of events of an answer.</param>
    public int CountRepeated(ReadOnlySpan<byte> events) =>
        _firstOfConnection && !_journaled.Events.IsEmpty && events.StartsWith(_journaled.Events)
            ? _journaled.Events.Length / MaraEvent.Length
            : 0;

    /// <summary>
    /// The frame of the answer is correct but its sections are not. The same SEC returns the same bytes each time, so after the retries the
    /// answer is skipped.
    /// </summary>
    /// <returns>Whether it is skipped: then its SEC is offered without events.</returns>
    public bool GivesUp(int retries) => ++_malformed > retries;

    /// <summary>Offers the answer to the poll to the journal.</summary>
    /// <param name="reported">What is reported of IEDs with it.</param>
    /// <param name="events">Its section of events; empty where it is skipped.</param>
    /// <returns>The checkpoint to journal with it.</returns>
    public ReadOnlyMemory<byte> Offer(in MaraReported reported, ReadOnlySpan<byte> events) => Offer(Next, reported, events);

    /// <summary>Offers the SEC of <see cref="Passed"/> to the journal, which must not be null.</summary>
    /// <param name="reported">What is reported of IEDs.</param>
    /// <returns>The checkpoint to journal.</returns>
    public ReadOnlyMemory<byte> OfferPassed(in MaraReported reported) => Offer(_passed!.Value, reported, default);

    /// <summary>Withdraws the offer, which is not journaled now: it is asked, or offered, again.</summary>
    public void Withdraw() => HasOffer = false;

    /// <summary>Records that the offer is in the journal.</summary>
    /// <returns>Whether it was the answer to a poll.</returns>
    public bool OnJournaled()
    {
        (_journaled, _offered) = (_offered, _journaled);
        (HasOffer, _resumed, _malformed) = (false, false, 0);
        if (_passed is not null)
        {
            _passed = null;
            return false;
        }

        Next = MaraSequence.NextOfCentre(Next);
        (IsAsked, ValuesMayBeOld, _firstOfConnection) = (false, false, false);
        return true;
    }

    private ReadOnlyMemory<byte> Offer(byte sequence, in MaraReported reported, ReadOnlySpan<byte> events)
    {
        _offered.Set(sequence, _journaled.Count + 1, reported, events);
        HasOffer = true;
        return _offered.Bytes;
    }
}
