using System.Numerics;
using Edge.Field.Bus;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// How well IEDs and line work as long as answers come. What is lost is asked again, so only a slower bus shows that something is wrong:
/// this type logs it, so that somebody looks at the cable. Belongs to the thread of the bus.
/// </summary>
/// <param name="device">The device, as logs name it.</param>
/// <param name="ieds">How many IEDs the bus has.</param>
/// <param name="logger">Gets each change once.</param>
internal sealed class MaraLineQuality(string device, int ieds, ILogger logger)
{
    private const int MissesOfABadLink = 6;
    private const int MissesOfABadLine = 8;

    private readonly Link[] _links = new Link[ieds];
    private PollRecord _line;
    private bool _lineIsBad;

    /// <summary>A poll was answered.</summary>
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

    /// <summary>A poll had no right answer. Neither an IED that is lost nor one that answers badly says anything of the line.</summary>
    /// <param name="ied">Who was asked.</param>
    /// <param name="outcome">What came instead.</param>
    /// <param name="why">The same in words.</param>
    /// <param name="isLostNow">Whether the IED is given up with this poll: that is reported instead.</param>
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

    /// <summary>An IED is lost or back: the polls before say nothing of those to come.</summary>
    public void Forget(MaraBusIed ied) => _links[ied.Index] = default;

    private struct Link
    {
        public PollRecord Polls;
        public bool IsBad;
    }

    // How the last polls went.
    private struct PollRecord
    {
        public const int Length = 64;

        private ulong _missed;

        public readonly int Misses => BitOperations.PopCount(_missed);

        public void Add(bool missed) => _missed = (_missed << 1) | (missed ? 1UL : 0);
    }
}
