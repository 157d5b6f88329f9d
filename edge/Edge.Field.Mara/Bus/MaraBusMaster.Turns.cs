using System.Diagnostics.CodeAnalysis;

namespace Edge.Field.Mara.Bus;

// Whose turn it is.
internal sealed partial class MaraBusMaster
{
    private MaraBusIed? Choose(long now, out long next)
    {
        next = long.MaxValue;
        lock (_gathering.Gate)
        {
            MaraBusIed? dead = null;
            MaraBusIed? regular = null;
            MaraBusIed? extra = null;
            bool roundOver = true;
            foreach (MaraBusIed ied in _ieds)
            {
                if (ied.Place != AnswerPlace.Journaled)
                {
                    continue;
                }

                if (ied.Dead)
                {
                    dead = Older(dead, ied);
                    continue;
                }

                extra = ied.WantsMore && ied.Extras < MostExtras ? Older(extra, ied) : extra;
                if (ied.Round != _round)
                {
                    (regular, roundOver) = (Older(regular, ied), false);
                }
            }

            if (dead is not null)
            {
                if (now >= _deadNotBefore)
                {
                    dead.Turn = ++_turn;
                    return dead;
                }

                next = _deadNotBefore;
            }

            if (extra is not null && (!_lastWasExtra || regular is null))
            {
                return Turn(extra, isExtra: true);
            }

            if (regular is null && roundOver && TryNextRound(now, ref next))
            {
                foreach (MaraBusIed ied in _ieds)
                {
                    regular = ied.Place == AnswerPlace.Journaled && !ied.Dead ? Older(regular, ied) : regular;
                }
            }

            return regular is null ? null : Turn(regular, isExtra: false);
        }
    }

    // Without a period whoever can be asked is asked. With one a round begins when its time has come and the last one is over.
    private bool TryNextRound(long now, ref long next)
    {
        long period = Units(_options.PollPeriod);
        if (period == 0)
        {
            _round++;
            return true;
        }

        foreach (MaraBusIed ied in _ieds)
        {
            if (!ied.Dead && ied.Round != _round)
            {
                return false;
            }
        }

        if (now - _roundBegan < period)
        {
            next = Math.Min(next, _roundBegan + period);
            return false;
        }

        _round++;
        _roundBegan = now - _roundBegan < 2 * period ? _roundBegan + period : now;
        return true;
    }

    private MaraBusIed Turn(MaraBusIed ied, bool isExtra)
    {
        _lastWasExtra = isExtra;
        ied.WantsMore = false;
        if (isExtra)
        {
            ied.Extras++;
        }
        else
        {
            (ied.Extras, ied.Round, ied.Turn) = (0, _round, ++_turn);
        }

        return ied;
    }

    private static MaraBusIed Older([AllowNull] MaraBusIed one, MaraBusIed other) => one is null || other.Turn < one.Turn ? other : one;
}
