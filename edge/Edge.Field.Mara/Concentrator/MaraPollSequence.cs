using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Which sequence byte (SEC) a concentrator is asked next, what its answer means, and what must be in the journal before another SEC may be
/// asked, so that every event is journaled exactly once (ADR 0002). Knows no connection, no time and no journal. The caller asks one
/// question at a time. Not for several threads at once.
/// </summary>
internal sealed class MaraPollSequence
{
    private MaraCheckpoint _journaled = new();
    private MaraCheckpoint _offered = new();
    private byte? _passed;

    // Nothing was journaled in this run yet. An earlier run may have asked the next SEC: as a poll, or as another question.
    private bool _resumed = true;
    private bool _firstOfConnection;
    private int _malformed;

    /// <summary>The SEC of the next question.</summary>
    public byte Next { get; private set; } = MaraSequence.CentreFirst;

    /// <summary>Whether a scan is with the caller that is not in the journal yet. Until it is, no other SEC may be asked.</summary>
    public bool HasOffer { get; private set; }

    /// <summary>
    /// Whether the poll with the next SEC may have reached the device already. Only the same poll may be asked again then: another question
    /// would be answered with the poll's answer, or would release its events before they are journaled.
    /// </summary>
    public bool IsAsked { get; private set; } = true;

    /// <summary>Whether the next answer may have been made long ago. Its events count, its values do not.</summary>
    public bool ValuesMayBeOld { get; private set; }

    /// <summary>
    /// The last SEC that went to a question other than a poll, while the journal does not hold it; null otherwise. It must be journaled
    /// before the next poll. Otherwise, after a crash behind that poll, the next run would ask a SEC that is new to the device and release
    /// events that were never journaled.
    /// </summary>
    public byte? Passed => _passed;

    /// <summary>The clocks that the last journaled checkpoint reports to be off; bit n stands for the IED at address n.</summary>
    public ulong ClocksOff => _journaled.ClocksOff;

    /// <summary>
    /// Continues behind a checkpoint of the journal. Its answer is journaled, so the successor of its SEC is asked. If an earlier run asked
    /// that one already, the device repeats the answer that was never journaled; if not, the SEC is new and releases what is journaled.
    /// </summary>
    /// <returns>False where the bytes are no checkpoint that this program knows: the sequence starts at its first value.</returns>
    public bool TryResume(ReadOnlySpan<byte> checkpoint)
    {
        if (!_journaled.TrySet(checkpoint))
        {
            return false;
        }

        Next = MaraSequence.NextOfCentre(_journaled.Sequence);
        return true;
    }

    /// <summary>A new connection was made. An answer to a question that was asked before may be an old one.</summary>
    public void OnConnected() => (ValuesMayBeOld, _firstOfConnection) = (IsAsked, true);

    /// <summary>The device did not read its IEDs for a while: the values of the next answer are as old as that.</summary>
    public void OnScanStopped() => ValuesMayBeOld = true;

    /// <summary>Begins a poll. The same SEC comes again until its answer is journaled.</summary>
    /// <returns>Its SEC.</returns>
    public byte StartPoll()
    {
        IsAsked = true;
        return Next;
    }

    /// <summary>
    /// Uses up one SEC for a question that is no poll. It is used up whether the question is answered or not: it may be an order.
    /// </summary>
    /// <returns>Its SEC.</returns>
    public byte UseUp()
    {
        byte sequence = Next;
        (_passed, Next) = (sequence, MaraSequence.NextOfCentre(sequence));
        return sequence;
    }

    /// <summary>
    /// The poll brought the answer to another command: the device repeats its last answer, and that was to a question which an earlier run
    /// passed through and did not journal. It carries no events, so the SEC is passed over.
    /// </summary>
    /// <returns>False where this cannot be: something was journaled in this run already.</returns>
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
    /// How many events, from the first, are in the journal already. A device that restarted does not know which answer it gave last, and
    /// may begin with the events that it could not release. This is only looked for in the first answer of a connection: later, equal bytes
    /// are new events.
    /// </summary>
    /// <param name="events">The section of events of an answer.</param>
    public int CountRepeated(ReadOnlySpan<byte> events) =>
        _firstOfConnection && !_journaled.Events.IsEmpty && events.StartsWith(_journaled.Events)
            ? _journaled.Events.Length / MaraEvent.Length
            : 0;

    /// <summary>
    /// The answer has a right frame and wrong sections. The same SEC brings the same bytes each time, so after the retries the answer is
    /// given up.
    /// </summary>
    /// <returns>Whether it is to be given up: offer its SEC without events.</returns>
    public bool GivesUp(int retries) => ++_malformed > retries;

    /// <summary>Offers the answer to the poll to the journal.</summary>
    /// <param name="clocksOff">The clocks that are reported to be off with it.</param>
    /// <param name="events">Its section of events; empty where it is given up.</param>
    /// <returns>The checkpoint to journal with it.</returns>
    public ReadOnlyMemory<byte> Offer(ulong clocksOff, ReadOnlySpan<byte> events) => Offer(Next, clocksOff, events);

    /// <summary>Offers the SEC of <see cref="Passed"/> to the journal, which must not be null.</summary>
    /// <param name="clocksOff">The clocks that are reported to be off.</param>
    /// <returns>The checkpoint to journal.</returns>
    public ReadOnlyMemory<byte> OfferPassed(ulong clocksOff) => Offer(_passed!.Value, clocksOff, default);

    /// <summary>What was offered will not be journaled now: it is asked, or offered, again.</summary>
    public void Withdraw() => HasOffer = false;

    /// <summary>What was offered is in the journal.</summary>
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

    private ReadOnlyMemory<byte> Offer(byte sequence, ulong clocksOff, ReadOnlySpan<byte> events)
    {
        _offered.Set(sequence, _journaled.Count + 1, clocksOff, events);
        HasOffer = true;
        return _offered.Bytes;
    }
}
