using System.Globalization;
using Edge.Field.Bus;
using Edge.Pipeline;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The failures of the bus as a whole: the port fails, or no IED answers. Reported at once, and then once a second as long as they last.
/// Used by the thread of the bus.
/// </summary>
/// <param name="bus">The name of the bus in logs.</param>
/// <param name="gathering">Receives the failures.</param>
/// <param name="values">Notified when the port fails and when it works again.</param>
/// <param name="clock">The clock.</param>
internal sealed class MaraBusFailures(string bus, MaraBusGathering gathering, MaraBusValues values, TimeProvider clock)
{
    private static readonly TimeSpan s_portPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private bool _portFailed;
    private long? _reportedAt;

    /// <summary>The end of the pause after a failure of the port, in timestamps of the clock.</summary>
    public long PortRestsUntil { get; private set; }

    /// <summary>Whether the port worked in an exchange. If not, the bus pauses and the failure is reported.</summary>
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

    /// <summary>Reports that no IED answers any more.</summary>
    /// <param name="now">The time, in timestamps of the clock.</param>
    public void ReportNoAnswers(long now) => Report(
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
