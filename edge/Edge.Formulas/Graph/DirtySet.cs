using System.Numerics;

namespace Edge.Formulas.Graph;

/// <summary>The ranks that wait to be evaluated: a bit each, removed in ascending order.</summary>
internal sealed class DirtySet(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) / 64];
    private int _low = int.MaxValue;
    private int _high = -1;

    internal void Add(int rank)
    {
        int word = rank >> 6;
        _words[word] |= 1UL << rank;
        if (word < _low)
        {
            _low = word;
        }

        if (word > _high)
        {
            _high = word;
        }
    }

    internal void Add(ReadOnlySpan<int> ranks)
    {
        foreach (int rank in ranks)
        {
            Add(rank);
        }
    }

    /// <summary>Removes and returns the lowest rank, or returns -1 when the set is empty.</summary>
    internal int TakeLowest()
    {
        while (_low <= _high)
        {
            ulong word = _words[_low];
            if (word != 0)
            {
                _words[_low] = word & (word - 1);
                return (_low << 6) + BitOperations.TrailingZeroCount(word);
            }

            _low++;
        }

        _low = int.MaxValue;
        _high = -1;
        return -1;
    }

    /// <summary>
    /// Removes and returns the lowest rank from <paramref name="first"/> to before <paramref name="end"/>, or returns -1.
    /// </summary>
    internal int TakeLowest(int first, int end)
    {
        for (int index = first >> 6; (index << 6) < end; index++)
        {
            ulong word = _words[index];
            if (index == first >> 6)
            {
                word &= ulong.MaxValue << (first & 63);
            }

            if (word == 0)
            {
                continue;
            }

            int rank = (index << 6) + BitOperations.TrailingZeroCount(word);
            if (rank >= end)
            {
                return -1;
            }

            _words[index] &= ~(1UL << rank);
            return rank;
        }

        return -1;
    }

    /// <summary>Removes all ranks from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    internal void Remove(int first, int end)
    {
        while (TakeLowest(first, end) is var rank and >= 0)
        {
            first = rank;
        }
    }
}
