using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>The records that one run of the gateway wrote.</summary>
/// <param name="FirstSeq">The first of them.</param>
/// <param name="Epoch">Their epoch: no other run, on this or any other box, has it.</param>
public readonly record struct JournalRun(long FirstSeq, string Epoch);

/// <summary>
/// Which record is of which epoch. The numbers of a journal go on from run to run, and each run has an epoch of its own: a journal that was
/// restored from a copy, or cloned, never gives the same identity to two records (ADR 0022).
/// </summary>
public sealed class JournalRuns
{
    private readonly ImmutableArray<JournalRun> _runs;

    /// <summary>Takes the runs.</summary>
    /// <param name="runs">In order of their first seq, at least one; the last is the present one.</param>
    public JournalRuns(ImmutableArray<JournalRun> runs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(runs.Length, nameof(runs));
        _runs = runs;
    }

    /// <summary>The present run.</summary>
    public JournalRun Present => _runs[^1];

    /// <summary>All of them, in order.</summary>
    public ImmutableArray<JournalRun> All => _runs;

    /// <summary>The run of a record.</summary>
    /// <param name="seq">Its seq.</param>
    public JournalRun Of(long seq) => _runs[IndexOf(seq)];

    /// <summary>The epoch of the run before; empty where it is not known.</summary>
    /// <param name="run">The run.</param>
    public string Former(JournalRun run) => IndexOf(run.FirstSeq) is > 0 and int i ? _runs[i - 1].Epoch : "";

    /// <summary>How far somebody is in this journal who has all of an epoch up to a seq.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seq">The seq. Beyond the end of the run it is of a journal that went another way from there.</param>
    /// <returns>Null where no run of this journal has the epoch.</returns>
    public long? Within(string epoch, long seq)
    {
        for (int i = _runs.Length - 1; i >= 0; i--)
        {
            if (_runs[i].Epoch == epoch)
            {
                return i == _runs.Length - 1 ? seq : Math.Min(seq, _runs[i + 1].FirstSeq - 1);
            }
        }

        return null;
    }

    private int IndexOf(long seq)
    {
        int index = _runs.Length - 1;
        while (index > 0 && _runs[index].FirstSeq > seq)
        {
            index--;
        }

        return index;
    }
}
