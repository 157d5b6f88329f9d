using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>
/// Alarms of one station that were raised close upon each other, by the times of their events: most likely of one cause, which is what was
/// raised first. Each raising is in one burst; two bursts of a station are further apart than <see cref="Gap"/>. It has no clock and no
/// store.
/// </summary>
public sealed record AlarmBurst
{
    /// <summary>Two raisings that are no further apart than this are of one burst.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

    /// <summary>Its number; 0: it is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>The time of its earliest raising.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>The time of its last one. An alarm of the burst that is raised again makes it no longer: chatter does not.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>The number of the alarm that was raised first.</summary>
    public required long First { get; init; }

    /// <summary>The event that raised that one.</summary>
    public required EventMessage Cause { get; init; }

    /// <summary>How many alarms were raised in it.</summary>
    public required int Alarms { get; init; }

    /// <summary>Whether the clock of the first cannot be trusted: then no clock of the burst can.</summary>
    public bool IsDoubtful => IsDoubted(Cause);

    /// <summary>The burst of a raising that no other is close to.</summary>
    /// <param name="alarm">The number of the alarm.</param>
    /// <param name="raising">The event that raised it.</param>
    public static AlarmBurst Of(long alarm, EventMessage raising)
    {
        ArgumentNullException.ThrowIfNull(raising);
        return new AlarmBurst { Began = raising.Time, Ended = raising.Time, First = alarm, Cause = raising, Alarms = 1 };
    }

    /// <summary>Whether a raising at this time belongs to it.</summary>
    public bool Takes(DateTimeOffset time) => time >= Began - Gap && time <= Ended + Gap;

    /// <summary>The burst with one raising more.</summary>
    /// <param name="alarm">The number of the alarm.</param>
    /// <param name="raising">The event that raised it.</param>
    /// <param name="isOfIt">Whether the alarm is in this burst already.</param>
    public AlarmBurst With(long alarm, EventMessage raising, bool isOfIt)
    {
        ArgumentNullException.ThrowIfNull(raising);
        bool isKnown = isOfIt || alarm == First;
        return Led(alarm, raising) with
        {
            Began = raising.Time < Began ? raising.Time : Began,
            Ended = raising.Time > Ended && !isKnown ? raising.Time : Ended,
            Alarms = Alarms + (isKnown ? 0 : 1),
        };
    }

    /// <summary>This burst and the one behind it: a raising in between came late, and joins both.</summary>
    public AlarmBurst And(AlarmBurst behind)
    {
        ArgumentNullException.ThrowIfNull(behind);
        return Led(behind.First, behind.Cause) with
        {
            Began = behind.Began < Began ? behind.Began : Began,
            Ended = behind.Ended > Ended ? behind.Ended : Ended,
            Alarms = Alarms + behind.Alarms - (behind.First == First ? 1 : 0),
        };
    }

    // A clock that cannot be trusted takes the mark from none that can. Of one time the order of the gateway counts.
    private AlarmBurst Led(long alarm, EventMessage raising)
    {
        bool isEarlier = IsDoubted(raising) != IsDoubtful ? IsDoubtful
            : raising.Time != Cause.Time ? raising.Time < Cause.Time
            : JournalEpochs.BaseOf(raising.Epoch) == JournalEpochs.BaseOf(Cause.Epoch) && raising.Seq < Cause.Seq;
        return isEarlier ? this with { First = alarm, Cause = raising } : this;
    }

    private static bool IsDoubted(EventMessage raising) => raising.Clock != ClockState.Synchronised;
}

/// <summary>The burst of the last raising of an alarm, as a list needs it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="First">The number of the alarm that was raised first in it.</param>
/// <param name="Alarms">How many alarms were raised in it.</param>
/// <param name="IsDoubtful">Whether the clock of the first cannot be trusted.</param>
public sealed record AlarmBurstMark(long Id, long First, int Alarms, bool IsDoubtful);
