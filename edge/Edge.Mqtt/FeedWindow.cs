namespace Edge.Mqtt;

/// <summary>What an acknowledgement of a historian did.</summary>
internal enum AckEffect
{
    /// <summary>Nothing: it says what was known.</summary>
    None,

    /// <summary>The historian has more than before.</summary>
    Moved,

    /// <summary>The historian has less than before: from there it gets everything again, at once or within a second.</summary>
    Rewound,

    /// <summary>It acknowledges a record that the journal has not written: two journals use the same numbers.</summary>
    Clash,
}

/// <summary>
/// What one historian has of one epoch of the journal, and what it gets next. No I/O, no clock: times are since any fixed moment.
/// </summary>
/// <param name="acknowledged">The cursor of the historian.</param>
/// <param name="clash">The seq of a clash that was found before; null for none.</param>
internal sealed class FeedWindow(long acknowledged, long? clash = null)
{
    /// <summary>
    /// The most batches beyond the acknowledgement: enough to fill the time in which a historian commits and answers, and few enough for
    /// the queue that a broker keeps for it (Mosquitto: 1000 messages).
    /// </summary>
    public const int MaximumUnderWay = 8;

    /// <summary>How long an acknowledgement may take at first; doubled after each time in vain. A commit takes seconds at worst.</summary>
    public static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest time: a historian that is back waits no longer than that.</summary>
    public static readonly TimeSpan LastTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The shortest time between two rewinds that the historian asks for: each costs a whole window of the link.</summary>
    public static readonly TimeSpan RewindPause = TimeSpan.FromSeconds(1);

    private readonly Queue<long> _underWay = new();
    private TimeSpan _timeout = FirstTimeout;
    private TimeSpan? _resend;
    private TimeSpan? _rewound;
    private long? _wanted;
    private bool _alone;

    /// <summary>The historian has all records up to here.</summary>
    public long Acknowledged { get; private set; } = acknowledged;

    /// <summary>All records up to here were sent: the next batch begins after it.</summary>
    public long Sent { get; private set; } = acknowledged;

    /// <summary>How many batches are sent and not acknowledged.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>The seq that the historian acknowledged although the journal has not written it; null for none.</summary>
    public long? Clash { get; private set; } = clash;

    /// <summary>Whether another batch may be sent. After an acknowledgement that did not come only one goes ahead.</summary>
    public bool IsOpen => _underWay.Count < (_alone ? 1 : MaximumUnderWay);

    /// <summary>When <see cref="Elapse"/> has something to do; null: not by itself.</summary>
    public TimeSpan? Due => _wanted is null ? _resend : _rewound + RewindPause ?? TimeSpan.Zero;

    /// <summary>A batch was sent, and the broker has it.</summary>
    /// <param name="lastSeq">Its last seq.</param>
    /// <param name="now">The time.</param>
    public void Add(long lastSeq, TimeSpan now)
    {
        Sent = lastSeq;
        _underWay.Enqueue(lastSeq);
        _resend = now + _timeout;
    }

    /// <summary>A new connection: what was not acknowledged is sent again.</summary>
    public void Reconnect()
    {
        (_timeout, _alone) = (FirstTimeout, false);
        SendAgain();
    }

    /// <summary>The historian acknowledged a record of this epoch.</summary>
    /// <param name="seq">Up to where it has all records; not negative.</param>
    /// <param name="lastSeq">The last record of the journal.</param>
    /// <param name="now">The time.</param>
    public AckEffect Acknowledge(long seq, long lastSeq, TimeSpan now)
    {
        // A journal that was taken back to an older state writes those numbers again: until the historian says less, nothing counts.
        if (seq > lastSeq || seq >= Clash)
        {
            bool known = seq >= Clash;
            Clash = known ? Clash : seq;
            return known ? AckEffect.None : AckEffect.Clash;
        }

        Clash = null;
        _wanted = _wanted <= seq ? null : _wanted;
        if (seq < Acknowledged)
        {
            Want(seq, now);
            return AckEffect.Rewound;
        }

        if (seq == Acknowledged)
        {
            return AckEffect.None;
        }

        (Acknowledged, Sent) = (seq, Math.Max(Sent, seq));
        while (_underWay.TryPeek(out long last) && last <= seq)
        {
            _ = _underWay.Dequeue();
        }

        (_timeout, _alone) = (FirstTimeout, false);
        _resend = Sent > seq ? now + _timeout : null;
        return AckEffect.Moved;
    }

    /// <summary>The historian lacks records of this epoch: they are sent again, at once or within a second.</summary>
    /// <param name="afterSeq">It has all records up to here; not negative.</param>
    /// <param name="now">The time.</param>
    /// <returns>False: they were not sent yet, and come by themselves.</returns>
    public bool Replay(long afterSeq, TimeSpan now)
    {
        if (afterSeq >= Sent)
        {
            return false;
        }

        Want(afterSeq, now);
        return true;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Whether <see cref="Sent"/> went back.</returns>
    public bool Elapse(TimeSpan now)
    {
        if (now < (Due ?? TimeSpan.MaxValue))
        {
            return false;
        }

        if (_wanted is { } wanted)
        {
            Rewind(wanted, now);
        }
        else
        {
            _timeout = _timeout * 2 < LastTimeout ? _timeout * 2 : LastTimeout;
            _alone = true;
            SendAgain();
        }

        return true;
    }

    private void Want(long seq, TimeSpan now)
    {
        _wanted = Math.Min(_wanted ?? seq, seq);
        _ = Elapse(now);
    }

    private void Rewind(long seq, TimeSpan now)
    {
        (_wanted, _rewound, _alone) = (null, now, false);
        Acknowledged = Math.Min(Acknowledged, seq);
        long[] kept = [.. _underWay.Where(last => last <= seq)];
        _underWay.Clear();
        foreach (long last in kept)
        {
            _underWay.Enqueue(last);
        }

        Sent = seq;
        _resend = Sent > Acknowledged ? now + _timeout : null;
    }

    private void SendAgain()
    {
        _underWay.Clear();
        (Sent, _resend) = (Acknowledged, null);
    }
}
