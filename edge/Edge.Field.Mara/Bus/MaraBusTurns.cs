namespace Edge.Field.Mara.Bus;

/// <summary>
/// Decides which IED is asked next (ADR 0005): the one that was not asked for the longest time, if its last answer is in the journal. An
/// IED with more events is asked again before its turn: at most four times in a round, and alternating with other IEDs. Lost IEDs are asked
/// so rarely that all of them together take 1.5 % of the time of the bus. Used by the thread of the bus.
/// </summary>
internal sealed class MaraBusTurns
{
    private const int MostExtras = 4;

    // The documented limit is 2 %.
    private const double ShareOfTheLost = 0.015;

    private static readonly TimeSpan s_allLostPause = TimeSpan.FromMilliseconds(250);

    private readonly MaraBusIed[] _ieds;
    private readonly Turn[] _turns;
    private readonly long _period;
    private readonly long _allLostPause;

    private long _asked;
    private long _round;
    private long _roundBegan;
    private bool _lastWasExtra;
    private long _lostNotBefore;

    /// <summary>Creates it; no IED has been asked.</summary>
    /// <param name="ieds">The IEDs of the bus.</param>
    /// <param name="period">From one round to the next; zero: without a pause.</param>
    /// <param name="clock">The clock whose timestamps are given below.</param>
    public MaraBusTurns(MaraBusIed[] ieds, TimeSpan period, TimeProvider clock)
    {
        (_ieds, _turns) = (ieds, new Turn[ieds.Length]);
        (_period, _allLostPause) = (clock.Units(period), clock.Units(s_allLostPause));
        foreach (ref Turn turn in _turns.AsSpan())
        {
            turn.Round = -1;
        }
    }

    private enum Kind
    {
        Lost,
        Extra,
        Regular,
    }

    /// <summary>Starts the first round.</summary>
    /// <param name="now">The time.</param>
    public void Start(long now) => _roundBegan = now;

    /// <summary>Chooses the IED to ask now, and counts it as asked. Only with the gate of the gathering.</summary>
    /// <param name="now">The time.</param>
    /// <param name="next">When to choose again if no IED is asked now; the largest number if this depends on the journal only.</param>
    public MaraBusIed? Choose(long now, out long next)
    {
        next = long.MaxValue;
        if (Longest(Kind.Lost) is { } lost)
        {
            if (now >= _lostNotBefore)
            {
                _turns[lost.Index].Last = ++_asked;
                return lost;
            }

            next = _lostNotBefore;
        }

        MaraBusIed? regular = Longest(Kind.Regular);
        if ((regular is null || !_lastWasExtra) && Longest(Kind.Extra) is { } extra)
        {
            _lastWasExtra = true;
            ref Turn again = ref _turns[extra.Index];
            (again.WantsMore, again.Extras) = (false, again.Extras + 1);
            return extra;
        }

        if (regular is null && TryNextRound(now, ref next))
        {
            regular = Longest(Kind.Regular);
        }

        if (regular is not null)
        {
            _lastWasExtra = false;
            _turns[regular.Index] = new Turn { Last = ++_asked, Round = _round };
        }

        return regular;
    }

    /// <summary>Whether an IED is to be asked again before its turn.</summary>
    public void AskAgain(MaraBusIed ied, bool wantsMore) => _turns[ied.Index].WantsMore = wantsMore;

    /// <summary>
    /// A lost IED did not answer. The time that the question took sets the pause before the next question to a lost IED. When all are lost,
    /// one is asked every 250 ms.
    /// </summary>
    /// <param name="begin">When the question began.</param>
    /// <param name="now">When it ended without an answer.</param>
    /// <returns>Whether at least one IED is not lost.</returns>
    public bool DelayLost(long begin, long now)
    {
        bool anyAnswers = false;
        foreach (MaraBusIed ied in _ieds)
        {
            anyAnswers |= !ied.IsLost;
        }

        _lostNotBefore = now + (anyAnswers ? (long)((now - begin) * ((1 / ShareOfTheLost) - 1)) : _allLostPause);
        return anyAnswers;
    }

    // Without a period a round ends when no IED is left that can be asked. With a period it begins on time, after the end of the last
    // round.
    private bool TryNextRound(long now, ref long next)
    {
        if (_period == 0)
        {
            _round++;
            return true;
        }

        foreach (MaraBusIed ied in _ieds)
        {
            if (!ied.IsLost && _turns[ied.Index].Round != _round)
            {
                return false;
            }
        }

        if (now - _roundBegan < _period)
        {
            next = Math.Min(next, _roundBegan + _period);
            return false;
        }

        _round++;
        _roundBegan = now - _roundBegan < 2 * _period ? _roundBegan + _period : now;
        return true;
    }

    // The IED of a kind that has waited the longest.
    private MaraBusIed? Longest(Kind kind)
    {
        MaraBusIed? longest = null;
        foreach (MaraBusIed ied in _ieds)
        {
            if (ied.Place == AnswerPlace.Journaled && IsOf(kind, ied)
                && (longest is null || _turns[ied.Index].Last < _turns[longest.Index].Last))
            {
                longest = ied;
            }
        }

        return longest;
    }

    private bool IsOf(Kind kind, MaraBusIed ied)
    {
        ref Turn turn = ref _turns[ied.Index];
        return kind switch
        {
            Kind.Lost => ied.IsLost,
            Kind.Extra => !ied.IsLost && turn.WantsMore && turn.Extras < MostExtras,
            _ => !ied.IsLost && turn.Round != _round,
        };
    }

    private struct Turn
    {
        // A number that grows with each question.
        public long Last;
        public long Round;
        public bool WantsMore;
        public int Extras;
    }
}
