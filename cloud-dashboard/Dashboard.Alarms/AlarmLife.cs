namespace Dashboard.Alarms;

/// <summary>
/// The transitions of an alarm after ISA-18.2: active or returned, acknowledged or not. An alarm that returned stays until somebody has
/// acknowledged it. It has no clock and no store.
/// </summary>
public static class AlarmLife
{
    /// <summary>Applies a signal.</summary>
    /// <param name="open">The open alarm of its source, or null.</param>
    /// <param name="last">The last signal of its source; null: this is the first.</param>
    /// <param name="signal">The signal. Each is applied once.</param>
    public static AlarmStep Apply(Alarm? open, AlarmLast? last, AlarmSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        bool wasActive = last?.IsActive ?? false;
        if (signal.IsGone)
        {
            return open is { IsActive: true } && !IsRaisedSince(open, signal)
                ? new AlarmStep(Return(open, signal), [AlarmChangeKind.Returned], false, MovesOn: true)
                : new AlarmStep(open, [], wasActive, MovesOn: false);
        }

        if (signal.OnlyIfKnown && (last is null || wasActive == (signal.Kind == SignalKind.Raised)))
        {
            return new AlarmStep(open, [], wasActive, MovesOn: false);
        }

        // One of a backlog: the source has said something since, so it says that the alarm was there and nothing about now.
        bool isLate = last is { } known && signal.Position.IsBefore(known.Position);
        return signal.Kind switch
        {
            SignalKind.Happened => new AlarmStep(Raise(open, signal, isActive: false, isLate), [AlarmChangeKind.Raised], false, !isLate),
            SignalKind.Raised when isLate => RaiseLate(open, signal, wasActive),
            SignalKind.Raised when wasActive && IsNoNews(open, signal) => new AlarmStep(open, [], true, MovesOn: true),
            SignalKind.Raised => new AlarmStep(Raise(open, signal, isActive: true, isLate: false), [AlarmChangeKind.Raised], true, true),
            SignalKind.Returned when isLate => new AlarmStep(open, [], wasActive, MovesOn: false),
            _ => open is { IsActive: true }
                ? new AlarmStep(Return(open, signal), [AlarmChangeKind.Returned], false, MovesOn: true)
                : new AlarmStep(open, [], false, MovesOn: true),
        };
    }

    // What was raised after its source was found gone is not what was meant.
    private static bool IsRaisedSince(Alarm open, AlarmSignal gone) => gone.Event.LastSeq is { } meant && open.Event.Seq != meant;

    // What the centre judges calls again only where it became more or less urgent.
    private static bool IsNoNews(Alarm? open, AlarmSignal signal) =>
        open is { IsActive: true } && open.Condition.IsOfCentre && open.Priority == PriorityOf(signal);

    // LatchedState: the return of such an alarm must be seen, too.
    private static Alarm Return(Alarm open, AlarmSignal signal)
    {
        bool isLatched = signal.Event.Alarm is { Latched: true };
        return open with
        {
            IsActive = false,
            Returned = signal.Event.Time,
            IsAcknowledged = open.IsAcknowledged && !isLatched,
            Acknowledgement = isLatched ? null : open.Acknowledgement,
        };
    }

    /// <summary>Acknowledges an alarm.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="raises">How often it had been raised when it was seen.</param>
    /// <param name="by">Who acknowledges.</param>
    /// <returns>
    /// The alarm, acknowledged; null where there is nothing to do. One that was raised again is not acknowledged: nobody has seen that.
    /// </returns>
    public static Alarm? Acknowledge(Alarm alarm, int raises, AlarmAcknowledgement by)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return alarm.IsAcknowledged || alarm.Raises != raises ? null : alarm with { IsAcknowledged = true, Acknowledgement = by };
    }

    private static AlarmStep RaiseLate(Alarm? open, AlarmSignal signal, bool wasActive)
    {
        Alarm raised = Raise(open, signal, open?.IsActive ?? false, isLate: true);
        return new AlarmStep(
            raised, open is null ? [AlarmChangeKind.Raised, AlarmChangeKind.Returned] : [AlarmChangeKind.Raised], wasActive,
            MovesOn: false);
    }

    private static int PriorityOf(AlarmSignal signal) =>
        signal.Event.Alarm?.Priority is >= 1 and <= 4 and var own ? own : AlarmCondition.Of(signal.Source.Condition).Priority;

    private static Alarm Raise(Alarm? open, AlarmSignal signal, bool isActive, bool isLate) => open is null
        ? new Alarm
        {
            Source = signal.Source,
            Priority = PriorityOf(signal),
            IsActive = isActive,
            IsAcknowledged = false,
            Raises = 1,
            Event = signal.Event,
            FirstRaised = signal.Event.Time,
            Arrival = signal.Arrival,
        }
        : open with
        {
            IsActive = isActive,
            IsAcknowledged = false,
            Acknowledgement = null,
            Raises = open.Raises + 1,
            Priority = isLate ? open.Priority : PriorityOf(signal),
            Event = isLate ? open.Event : signal.Event,
            FirstRaised = isLate && signal.Event.Time < open.FirstRaised ? signal.Event.Time : open.FirstRaised,
            Returned = isActive ? null : open.Returned,
            Arrival = signal.Arrival,
        };
}

/// <summary>The last signal of a source, in the order of its gateway.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="IsActive">Whether the source is in alarm since.</param>
public readonly record struct AlarmLast(AlarmPosition Position, bool IsActive);
