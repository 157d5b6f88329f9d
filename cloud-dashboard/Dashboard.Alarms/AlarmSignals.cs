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
            EventType.Gateway => Finding(message),
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

        AlarmSignal[] Finding(EventMessage of) => of.Finding switch
        {
            CentreFinding.GatewaySilent or CentreFinding.GatewayOffline => [Make(AlarmCondition.GatewayAway, null, SignalKind.Raised)],
            CentreFinding.GatewayBack => [Make(AlarmCondition.GatewayAway, null, SignalKind.Returned)],
            CentreFinding.LinkDown => [Make(AlarmCondition.LinkDown, of.Device, SignalKind.Raised)],
            CentreFinding.LinkUp => [Make(AlarmCondition.LinkDown, of.Device, SignalKind.Returned)],
            CentreFinding.TwoGateways => [Make(AlarmCondition.TwoGateways, null, SignalKind.Happened)],
            CentreFinding.JournalTakenBack => [Make(AlarmCondition.JournalTakenBack, null, SignalKind.Happened)],
            FindingCode.ClockOff => [Make(AlarmCondition.ClockOff, of.Device, SignalKind.Raised)],
            FindingCode.ClockRight => [Make(AlarmCondition.ClockOff, of.Device, SignalKind.Returned)],
            FindingCode.InputMasked => [Make(AlarmCondition.InputMasked, of.Tag ?? of.Device, SignalKind.Raised)],
            FindingCode.InputUnmasked => [Make(AlarmCondition.InputMasked, of.Tag ?? of.Device, SignalKind.Returned)],
            FindingCode.EventsLost => [Make(AlarmCondition.EventsLost, of.Device, SignalKind.Happened)],
            FindingCode.EnergyMissing or FindingCode.EnergyDiffers =>
                [Make(AlarmCondition.EnergyDoubtful, of.Tag ?? of.Device, SignalKind.Happened)],
            FindingCode.ChangedWithoutEvent when of is { Tag: not null, Count: 0 or 1 } => Changed(of),
            FindingCode.ChangedWithoutEvent or FindingCode.GatewayClockSet => [],
            _ => [Make(AlarmCondition.OtherFinding, of.Device, SignalKind.Happened)],
        };

        // What kind of input it is stands in its events only.
        AlarmSignal[] Changed(EventMessage of)
        {
            SignalKind kind = of.Count == 1 ? SignalKind.Raised : SignalKind.Returned;
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

    /// <summary>How long what an event tells must last until it is raised.</summary>
    public static TimeSpan DelayOf(EventMessage message) => Of("", message, 0)
        .Where(signal => signal.Kind == SignalKind.Raised)
        .Select(signal => AlarmCondition.Of(signal.Source.Condition).OnDelay).FirstOrDefault();

    private static (AlarmCondition Condition, SignalKind Kind)? Digital(EventMessage message) =>
        message is { Type: EventType.Digital, Tag: not null, AlarmKind: Protection or Alarm, State: 0 or 1 }
            ? (message.AlarmKind == Protection ? AlarmCondition.Protection : AlarmCondition.Input,
                message.State == 1 ? SignalKind.Raised : SignalKind.Returned)
            : null;
}
