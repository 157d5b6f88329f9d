using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>Finds what an event says of alarms. docs/alarms.md has the table.</summary>
public static class AlarmSignals
{
    private const int Protection = 0;
    private const int Alarm = 1;

    /// <summary>What an event says; empty for most events.</summary>
    /// <param name="site">The station.</param>
    /// <param name="message">The event.</param>
    /// <param name="arrival">Its place in the order of arrival.</param>
    public static IReadOnlyList<AlarmSignal> Of(string site, EventMessage message, long arrival)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Type switch
        {
            EventType.Digital => Digital(message) is { } found ? [Make(found.Condition, message.Tag, found.Kind)] : [],
            EventType.Comms => Device(message),
            EventType.Gateway => Centre.IsEpoch(message.Epoch) ? OfCentre(message) : Finding(message),
            EventType.Loss => [Make(AlarmCondition.RecordsLost, null, SignalKind.Happened)],
            _ => [],
        };

        AlarmSignal[] Device(EventMessage of) => of.Condition switch
        {
            ConditionCode.LinkLost => [Make(AlarmCondition.DeviceLost, of.Device, SignalKind.Raised)],
            ConditionCode.LinkRestored => [Make(AlarmCondition.DeviceLost, of.Device, SignalKind.Returned)],
            ConditionCode.Restarted or ConditionCode.UartRestarted or ConditionCode.CommunicationsRestarted =>
                [Make(AlarmCondition.DeviceRestarted, of.Device, SignalKind.Happened)],
            _ => [],
        };

        // Of a station these words say nothing: only the centre finds this out.
        AlarmSignal[] OfCentre(EventMessage of) => of.Finding switch
        {
            CentreFinding.GatewaySilent or CentreFinding.GatewayOffline => [Make(AlarmCondition.GatewayAway, null, SignalKind.Raised)],
            CentreFinding.GatewayBack => [Make(AlarmCondition.GatewayAway, null, SignalKind.Returned)],
            CentreFinding.LinkDown => [Make(AlarmCondition.LinkDown, of.Device, SignalKind.Raised)],
            CentreFinding.LinkUp => [Make(AlarmCondition.LinkDown, of.Device, SignalKind.Returned)],
            CentreFinding.TwoGateways => [Make(AlarmCondition.TwoGateways, null, SignalKind.Happened)],
            CentreFinding.JournalTakenBack => [Make(AlarmCondition.JournalTakenBack, null, SignalKind.Happened)],
            CentreFinding.SourceGone when of.Condition is { } word =>
                [Make(AlarmCondition.Of(word), of.Tag ?? of.Device, SignalKind.Returned) with { IsGone = true }],
            CentreFinding.BacklogStuck when of.Count is 0 or 1 => [Make(AlarmCondition.BacklogStuck, of.Device, KindOf(of))],
            CentreFinding.GatewayClockOff or CentreFinding.GatewayClockUnsynchronised when of.Count is 0 or 1 =>
                [Make(AlarmCondition.GatewayClockOff, null, KindOf(of))],
            CentreFinding.CertificateEnds when of.Count is 0 or 1 => [Make(AlarmCondition.CertificateEnds, of.Device, KindOf(of))],
            CentreFinding.HistorianDown when of.Count is 0 or 1 => [Make(AlarmCondition.HistorianDown, null, KindOf(of))],
            CentreFinding.NotificationsFail when of.Count is 0 or 1 => [Make(AlarmCondition.NotificationsFail, of.Device, KindOf(of))],
            _ => Finding(of),
        };

        AlarmSignal[] Finding(EventMessage of) => of.Finding switch
        {
            FindingCode.ClockOff => [Make(AlarmCondition.ClockOff, of.Device, SignalKind.Raised)],
            FindingCode.ClockRight => [Make(AlarmCondition.ClockOff, of.Device, SignalKind.Returned)],
            FindingCode.InputMasked => [Make(AlarmCondition.InputMasked, of.Tag ?? of.Device, SignalKind.Raised)],
            FindingCode.InputUnmasked => [Make(AlarmCondition.InputMasked, of.Tag ?? of.Device, SignalKind.Returned)],
            FindingCode.EventsLost => [Make(AlarmCondition.EventsLost, of.Device, SignalKind.Happened)],
            FindingCode.EnergyMissing or FindingCode.EnergyDiffers =>
                [Make(AlarmCondition.EnergyDoubtful, of.Tag ?? of.Device, SignalKind.Happened)],
            FindingCode.ChangedWithoutEvent when of is { Tag: not null, Count: 0 or 1 } => Changed(of),
            FindingCode.AboveMaximum when of is { Tag: not null, Count: 0 or 1 } => [Make(AlarmCondition.AboveMaximum, of.Tag, KindOf(of))],
            FindingCode.BelowMinimum when of is { Tag: not null, Count: 0 or 1 } => [Make(AlarmCondition.BelowMinimum, of.Tag, KindOf(of))],
            FindingCode.SteppedUp when of.Tag is not null => [Make(AlarmCondition.SteppedUp, of.Tag, SignalKind.Happened)],
            FindingCode.SteppedDown when of.Tag is not null => [Make(AlarmCondition.SteppedDown, of.Tag, SignalKind.Happened)],
            FindingCode.ChangedWithoutEvent or FindingCode.GatewayClockSet => [],
            FindingCode.AlarmSuppressed or FindingCode.AboveMaximumSuppressed or FindingCode.BelowMinimumSuppressed => [],
            _ => [Make(AlarmCondition.OtherFinding, of.Device, SignalKind.Happened)],
        };

        // What kind of input it is stands in its events only.
        AlarmSignal[] Changed(EventMessage of)
        {
            SignalKind kind = (of.Count == 1) != IsRaisedBy0(of) ? SignalKind.Raised : SignalKind.Returned;
            return
            [
                Make(AlarmCondition.Protection, of.Tag, kind) with { OnlyIfKnown = true },
                Make(AlarmCondition.Input, of.Tag, kind) with { OnlyIfKnown = true },
            ];
        }

        AlarmSignal Make(AlarmCondition condition, string? name, SignalKind kind) => new()
        {
            Source = new AlarmSource(site, condition.Word, name ?? ""),
            Kind = kind,
            Position = new AlarmPosition(message.Epoch, message.Seq, message.Received),
            Arrival = arrival,
            Event = message,
        };
    }

    /// <summary>Whether an event can say something of alarms.</summary>
    public static bool Concern(EventMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Type is EventType.Comms or EventType.Gateway or EventType.Loss || Digital(message) is not null;
    }

    /// <summary>What an event says of the alarms of a point as a whole; null: nothing.</summary>
    public static AlarmSuppression? SuppressionOf(EventMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is not { Type: EventType.Gateway, Tag: { } tag, Count: 0 or 1 })
        {
            return null;
        }

        IReadOnlyList<AlarmCondition> of = message.Finding switch
        {
            FindingCode.AlarmSuppressed => AlarmCondition.OfPoint,
            FindingCode.AboveMaximumSuppressed => [AlarmCondition.AboveMaximum],
            FindingCode.BelowMinimumSuppressed => [AlarmCondition.BelowMinimum],
            _ => [],
        };
        return of.Count == 0 ? null : new AlarmSuppression(tag, of, message.Count == 1, message.Text ?? "");
    }

    /// <summary>How long what a signal says must last until it counts.</summary>
    public static TimeSpan DelayOf(AlarmSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        EventAlarm? alarm = signal.Event.Alarm;
        return signal.Kind switch
        {
            SignalKind.Raised => alarm?.OnDelay is { } on ? Bounded(on) : AlarmCondition.Of(signal.Source.Condition).OnDelay,
            SignalKind.Returned => Bounded(alarm?.OffDelay ?? 0),
            _ => TimeSpan.Zero,
        };
    }

    /// <summary>Whether what an event says may have to wait, or may end what waits.</summary>
    public static bool IsDelayed(AlarmSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return signal.Kind != SignalKind.Happened && !signal.OnlyIfKnown
            && (signal.Event.Alarm is { OnDelay: > 0 } or { OffDelay: > 0 }
                || AlarmCondition.Of(signal.Source.Condition).OnDelay > TimeSpan.Zero);
    }

    private static TimeSpan Bounded(int seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3600));

    private static bool IsRaisedBy0(EventMessage message) => message.Alarm?.Trigger == AlarmTriggerCode.Off;

    private static SignalKind KindOf(EventMessage message) => message.Count == 1 ? SignalKind.Raised : SignalKind.Returned;

    private static (AlarmCondition Condition, SignalKind Kind)? Digital(EventMessage message) =>
        message is { Type: EventType.Digital, Tag: not null, State: 0 or 1 }
            && (message.AlarmKind is Protection or Alarm || message.Alarm?.Trigger is AlarmTriggerCode.On or AlarmTriggerCode.Off)
            ? (message.AlarmKind == Protection ? AlarmCondition.Protection : AlarmCondition.Input,
                (message.State == 1) != IsRaisedBy0(message) ? SignalKind.Raised : SignalKind.Returned)
            : null;
}
