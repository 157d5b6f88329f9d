using System.Globalization;
using Edge.Field.Bus;
using Edge.Pipeline;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// What concerns the bus as a whole and none of its IEDs: the port fails, or nobody answers. Reported at once, and then once a second as
/// long as it lasts. Belongs to the thread of the bus.
/// </summary>
/// <param name="bus">The name of the bus, for a person.</param>
/// <param name="gathering">Gets the failures.</param>
/// <param name="values">Is informed when the port fails and when it works again.</param>
/// <param name="clock">The clock.</param>
internal sealed class MaraBusFailures(string bus, MaraBusGathering gathering, MaraBusValues values, TimeProvider clock)
{
    private static readonly TimeSpan s_portPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private bool _portFailed;
    private long? _reportedAt;

    /// <summary>Until when the port is left alone, in timestamps of the clock.</summary>
    public long PortRestsUntil { get; private set; }

    /// <summary>Whether the port did its part in an exchange. If not, the bus rests and the failure is reported.</summary>
    public bool PortWorks(in BusResult result)
    {
        long now = clock.GetTimestamp();
        if (result.Outcome == BusOutcome.PortFailed)
        {
            PortRestsUntil = now + clock.Units(s_portPause);
            if (!_portFailed)
            {
                (_portFailed, _reportedAt) = (true, null);
                values.PortFailed();
            }

            Report(FieldFailureKind.LinkDown, result.Detail ?? $"{bus}: the port failed.", now);
            return false;
        }

        if (_portFailed)
        {
            _portFailed = false;
            values.PortWorksAgain(now, clock.GetUtcNow());
        }

        return true;
    }

    /// <summary>None of the IEDs answers any more.</summary>
    /// <param name="now">The time, in timestamps of the clock.</param>
    public void NobodyAnswers(long now) => Report(
        FieldFailureKind.TimedOut,
        string.Create(CultureInfo.InvariantCulture, $"None of the {gathering.Ieds.Length} IEDs on {bus} answers."), now);

    private void Report(FieldFailureKind kind, string detail, long now)
    {
        if (_reportedAt is not { } before || clock.GetElapsedTime(before, now) >= s_pause)
        {
            _reportedAt = now;
            gathering.Fail(new FieldFailure(kind, detail));
        }
    }
}
