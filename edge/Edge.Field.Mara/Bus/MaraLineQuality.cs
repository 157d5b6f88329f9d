using System.Numerics;
using Edge.Field.Bus;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Measures how often polls fail although the IEDs answer. Lost answers are repeated, so a bad line only makes the bus slower: this type
/// logs it, so that the cable is checked. Used by the thread of the bus.
/// </summary>
/// <param name="device">The name of the device in logs.</param>
/// <param name="ieds">How many IEDs the bus has.</param>
/// <param name="logger">Receives each change once.</param>
internal sealed class MaraLineQuality(string device, int ieds, ILogger logger)
{
    private const int MissesOfABadLink = 6;
    private const int MissesOfABadLine = 8;

    private readonly Link[] _links = new Link[ieds];
    private PollRecord _line;
    private bool _lineIsBad;

    /// <summary>Records an answered poll.</summary>
    public void Answered(MaraBusIed ied)
    {
        ref Link link = ref _links[ied.Index];
        link.Polls.Add(missed: false);
        if (link.IsBad)
        {
            if (link.Polls.Misses == 0)
            {
                link.IsBad = false;
                Log.IedAnswersWell(logger, device, ied.Name, PollRecord.Length);
            }

            return;
        }

        _line.Add(missed: false);
        if (_lineIsBad && _line.Misses == 0)
        {
            _lineIsBad = false;
            Log.LineWell(logger, device, PollRecord.Length);
        }
    }

    /// <summary>
    /// Records a poll without a valid answer. An IED that is lost or that answers badly does not count for the line as a whole.
    /// </summary>
    /// <param name="ied">The asked IED.</param>
    /// <param name="outcome">The outcome of the poll.</param>
    /// <param name="why">The same as text.</param>
    /// <param name="isLostNow">Whether the IED is lost with this poll: that is reported instead.</param>
    public void Missed(MaraBusIed ied, BusOutcome outcome, string why, bool isLostNow)
    {
        ref Link link = ref _links[ied.Index];
        link.Polls.Add(missed: true);
        if (ied.IsLost || link.IsBad)
        {
            return;
        }

        if (link.Polls.Misses >= MissesOfABadLink && !isLostNow)
        {
            link.IsBad = true;
            Log.IedAnswersBadly(logger, device, ied.Name, link.Polls.Misses, PollRecord.Length, why);
        }

        _line.Add(missed: outcome == BusOutcome.Garbled);
        if (!_lineIsBad && _line.Misses >= MissesOfABadLine)
        {
            _lineIsBad = true;
            Log.LineDisturbed(logger, device, _line.Misses, PollRecord.Length);
        }
    }

    /// <summary>Clears the history of an IED that is lost or answers again.</summary>
    public void Forget(MaraBusIed ied) => _links[ied.Index] = default;

    private struct Link
    {
        public PollRecord Polls;
        public bool IsBad;
    }

    // The results of the last polls.
    private struct PollRecord
    {
        public const int Length = 64;

        private ulong _missed;

        public readonly int Misses => BitOperations.PopCount(_missed);

        public void Add(bool missed) => _missed = (_missed << 1) | (missed ? 1UL : 0);
    }
}
