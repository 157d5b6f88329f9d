using System.Numerics;
using Edge.Field.Bus;

namespace Edge.Field.Mara.Bus;

// IEDs that answer, but not well. What is lost is asked for again, so nothing shows it but a slower pair: somebody has to be told to look at the cable.
internal sealed partial class MaraBusMaster
{
    private const int MissesOfABadLink = 6;
    private const int MissesOfABadLine = 8;

    private PollRecord _line;
    private bool _lineTold;

    private void NoteAnswer(MaraBusIed ied)
    {
        ied.Polls.Add(missed: false);
        if (ied.ToldBad)
        {
            if (ied.Polls.Misses == 0)
            {
                ied.ToldBad = false;
                Log.IedAnswersWell(_logger, _options.Device, ied.Name, PollRecord.Length);
            }

            return;
        }

        _line.Add(missed: false);
        if (_lineTold && _line.Misses == 0)
        {
            _lineTold = false;
            Log.LineWell(_logger, _options.Device, PollRecord.Length);
        }
    }

    // A dead IED has been told, and one that was told to be bad says nothing more about the line.
    private void NoteMiss(MaraBusIed ied, BusOutcome outcome, string why)
    {
        ied.Polls.Add(missed: true);
        if (ied.Dead || ied.ToldBad)
        {
            return;
        }

        if (ied.Polls.Misses >= MissesOfABadLink && ied.Misses < MissesUntilDead)
        {
            ied.ToldBad = true;
            Log.IedAnswersBadly(_logger, _options.Device, ied.Name, ied.Polls.Misses, PollRecord.Length, why);
        }

        _line.Add(missed: outcome == BusOutcome.Garbled);
        if (!_lineTold && _line.Misses >= MissesOfABadLine)
        {
            _lineTold = true;
            Log.LineDisturbed(_logger, _options.Device, _line.Misses, PollRecord.Length);
        }
    }

    // Lost or back: what was before says nothing about what comes.
    private static void ForgetMisses(MaraBusIed ied)
    {
        ied.Polls = default;
        ied.ToldBad = false;
    }
}

/// <summary>How the last polls went.</summary>
internal struct PollRecord
{
    /// <summary>How many polls are remembered.</summary>
    public const int Length = 64;

    private ulong _missed;

    /// <summary>How many of them brought no right answer.</summary>
    public readonly int Misses => BitOperations.PopCount(_missed);

    /// <summary>Notes one; the oldest is forgotten.</summary>
    public void Add(bool missed) => _missed = (_missed << 1) | (missed ? 1UL : 0);
}
