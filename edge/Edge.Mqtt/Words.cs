using System.Collections.Immutable;
using System.Globalization;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;

namespace Edge.Mqtt;

/// <summary>
/// The word of the contract for each member of the gateway's enumerations: renaming or moving a member does not change the contract. A
/// member that a newer program wrote into the journal has no word here; it is published as a number, or left out.
/// </summary>
internal static class Words
{
    private static readonly (QualityFlags Flag, string Word)[] s_flags =
    [
        (QualityFlags.Overflow, FlagCode.Overflow),
        (QualityFlags.Substituted, FlagCode.Substituted),
        (QualityFlags.Blocked, FlagCode.Blocked),
        (QualityFlags.NotTopical, FlagCode.NotTopical),
        (QualityFlags.Invalid, FlagCode.Invalid),
        (QualityFlags.Restart, FlagCode.Restart),
        (QualityFlags.CommLost, FlagCode.CommLost),
        (QualityFlags.RemoteForced, FlagCode.RemoteForced),
        (QualityFlags.LocalForced, FlagCode.LocalForced),
        (QualityFlags.ChatterFilter, FlagCode.ChatterFilter),
        (QualityFlags.Rollover, FlagCode.Rollover),
        (QualityFlags.Discontinuity, FlagCode.Discontinuity),
        (QualityFlags.OverRange, FlagCode.OverRange),
        (QualityFlags.ReferenceError, FlagCode.ReferenceError),
    ];

    public static QualityName Quality(Quality level) => level switch
    {
        Domain.Quality.Good => QualityName.Good,
        Domain.Quality.Stale => QualityName.Stale,
        _ => QualityName.Bad,
    };

    public static Contracts.DeviceKind Kind(Domain.DeviceKind kind) => kind switch
    {
        Domain.DeviceKind.Concentrator => Contracts.DeviceKind.Concentrator,
        Domain.DeviceKind.Ied => Contracts.DeviceKind.Ied,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The contract has no word for this kind of device."),
    };

    /// <summary>Why records are lost; null where nobody knows.</summary>
    public static string? Reason(LossCause cause) => cause switch
    {
        LossCause.NoRoom => LossReasonCode.NoRoom,
        LossCause.TooOld => LossReasonCode.TooOld,
        LossCause.Damaged => LossReasonCode.Damaged,
        _ => null,
    };

    public static string Status(JournalSalvageStatus status) => status switch
    {
        JournalSalvageStatus.Running => SalvageStatusCode.Running,
        JournalSalvageStatus.Done => SalvageStatusCode.Done,
        _ => SalvageStatusCode.Failed,
    };

    /// <summary>Why a value is not good; null when it is.</summary>
    public static string? Reason(QualityReason reason) => reason switch
    {
        QualityReason.None => null,
        QualityReason.NotYetRead => ValueReasonCode.NotYetRead,
        QualityReason.LinkDown => ValueReasonCode.LinkDown,
        QualityReason.NoAnswer => ValueReasonCode.NoAnswer,
        QualityReason.NoPulses => ValueReasonCode.NoPulses,
        QualityReason.MarkedByDevice => ValueReasonCode.MarkedByDevice,
        QualityReason.NotInAnswer => ValueReasonCode.NotInAnswer,
        QualityReason.FormulaError => ValueReasonCode.FormulaError,
        QualityReason.Source => ValueReasonCode.Source,
        QualityReason.GatewayOffline => ValueReasonCode.GatewayOffline,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "It is no reason of the contract."),
    };

    public static string Reason(LinkReason reason) => reason switch
    {
        LinkReason.NotYetAnswered => LinkReasonCode.NotYetAnswered,
        LinkReason.TimedOut => LinkReasonCode.TimedOut,
        LinkReason.BadFrame => LinkReasonCode.BadFrame,
        LinkReason.Refused => LinkReasonCode.Refused,
        LinkReason.LinkDown => LinkReasonCode.LinkDown,
        LinkReason.NoAnswer => LinkReasonCode.NoAnswer,
        LinkReason.JournalFailed => LinkReasonCode.JournalFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "It is no reason of the contract."),
    };

    public static string Reason(ElementRefusal refusal) => refusal switch
    {
        ElementRefusal.SetByFormula => CommandReasonCode.SetByFormula,
        ElementRefusal.ValueDoesNotFit => CommandReasonCode.ValueDoesNotFit,
        ElementRefusal.Incomplete => CommandReasonCode.Incomplete,
        ElementRefusal.JournalFailed => CommandReasonCode.JournalFailed,
        ElementRefusal.TooLate => CommandReasonCode.TooLate,
        ElementRefusal.TooManyRequests => CommandReasonCode.TooManyRequests,
        ElementRefusal.ChangedMeanwhile => CommandReasonCode.ChangedMeanwhile,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "It is no reason of the contract."),
    };

    public static EventType Type(FieldEventKind kind) => kind switch
    {
        FieldEventKind.State => EventType.Digital,
        FieldEventKind.Device => EventType.Comms,
        FieldEventKind.Finding => EventType.Gateway,
        FieldEventKind.Idle => EventType.Idle,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The contract has no type for this kind of event."),
    };

    public static string Finding(GatewayFinding finding) => finding switch
    {
        GatewayFinding.ClockOff => FindingCode.ClockOff,
        GatewayFinding.ClockRight => FindingCode.ClockRight,
        GatewayFinding.InputMasked => FindingCode.InputMasked,
        GatewayFinding.InputUnmasked => FindingCode.InputUnmasked,
        GatewayFinding.EnergyMissing => FindingCode.EnergyMissing,
        GatewayFinding.EnergyDiffers => FindingCode.EnergyDiffers,
        GatewayFinding.EventsLost => FindingCode.EventsLost,
        GatewayFinding.ChangedWithoutEvent => FindingCode.ChangedWithoutEvent,
        GatewayFinding.GatewayClockSet => FindingCode.GatewayClockSet,
        GatewayFinding.AboveMaximum => FindingCode.AboveMaximum,
        GatewayFinding.BelowMinimum => FindingCode.BelowMinimum,
        GatewayFinding.AlarmSuppressed => FindingCode.AlarmSuppressed,
        GatewayFinding.AboveMaximumSuppressed => FindingCode.AboveMaximumSuppressed,
        GatewayFinding.BelowMinimumSuppressed => FindingCode.BelowMinimumSuppressed,
        GatewayFinding.SteppedUp => FindingCode.SteppedUp,
        GatewayFinding.SteppedDown => FindingCode.SteppedDown,
        _ => ((int)finding).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What the workbook says of an alarm, without what it leaves as usual.</summary>
    public static EventAlarm? Alarm(AlarmSetting? alarm) => alarm is null ? null : new EventAlarm
    {
        Priority = alarm.Priority,
        OnDelay = alarm.OnDelay > 0 ? alarm.OnDelay : null,
        OffDelay = alarm.OffDelay > 0 ? alarm.OffDelay : null,
        Latched = alarm.IsLatched ? true : null,
        Actions = alarm.Actions != 0 ? alarm.Actions : null,
        Trigger = alarm.Trigger switch
        {
            AlarmTrigger.On => AlarmTriggerCode.On,
            AlarmTrigger.Off => AlarmTriggerCode.Off,
            _ => null,
        },
    };

    public static string Condition(DeviceCondition condition) => condition switch
    {
        DeviceCondition.LinkLost => ConditionCode.LinkLost,
        DeviceCondition.LinkRestored => ConditionCode.LinkRestored,
        DeviceCondition.Restarted => ConditionCode.Restarted,
        DeviceCondition.UartRestarted => ConditionCode.UartRestarted,
        DeviceCondition.CommunicationsRestarted => ConditionCode.CommunicationsRestarted,
        DeviceCondition.RamReturned => ConditionCode.RamReturned,
        DeviceCondition.Forced => ConditionCode.Forced,
        _ => ConditionCode.Other,
    };

    /// <summary>The causes of a restart; null when the device reports none.</summary>
    public static ImmutableArray<string>? Causes(RestartCauses causes)
    {
        if (causes == RestartCauses.None)
        {
            return null;
        }

        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        AddIf(RestartCauses.PowerOn, CauseCode.PowerOn);
        AddIf(RestartCauses.BrownOut, CauseCode.BrownOut);
        AddIf(RestartCauses.Watchdog, CauseCode.Watchdog);
        return words.ToImmutable();

        void AddIf(RestartCauses cause, string word)
        {
            if ((causes & cause) != 0)
            {
                words.Add(word);
            }
        }
    }

    public static Contracts.EnergyKind Energy(Domain.EnergyKind kind) => kind switch
    {
        Domain.EnergyKind.Period => Contracts.EnergyKind.Period,
        Domain.EnergyKind.LastPeriodOfDay => Contracts.EnergyKind.LastPeriodOfDay,
        Domain.EnergyKind.Day => Contracts.EnergyKind.Day,
        _ => Contracts.EnergyKind.Other,
    };

    /// <summary>The flags of the device; null when there are none.</summary>
    public static ImmutableArray<string>? Flags(QualityFlags flags)
    {
        if (flags == QualityFlags.None)
        {
            return null;
        }

        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        foreach ((QualityFlags flag, string word) in s_flags)
        {
            if ((flags & flag) != 0)
            {
                words.Add(word);
            }
        }

        return words.Count == 0 ? null : words.ToImmutable();
    }

    /// <summary>The value of the device; null for a number that JSON cannot represent.</summary>
    public static RawValue? Raw(PointValue value) => value.Kind switch
    {
        PointValueKind.DoubleBit => RawValue.Of(Position(value.AsDoubleBit)),
        PointValueKind.Counter => RawValue.Of(value.AsCounter),
        PointValueKind.Real => double.IsFinite(value.AsDouble) ? RawValue.Of(value.AsDouble) : null,
        _ => RawValue.Of((long)value.AsWhole),
    };

    public static string Position(DoubleBitState state) => state switch
    {
        DoubleBitState.Intermediate => DoubleBitCode.Intermediate,
        DoubleBitState.Off => DoubleBitCode.Off,
        DoubleBitState.On => DoubleBitCode.On,
        DoubleBitState.Indeterminate => DoubleBitCode.Indeterminate,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "The contract has no word for this position."),
    };

    public static ElementActionName? Action(ElementAction action) => action switch
    {
        ElementAction.Set => ElementActionName.Set,
        ElementAction.Acknowledge => ElementActionName.Acknowledge,
        ElementAction.Release => ElementActionName.Release,
        _ => null,
    };

    public static ElementAction Action(ElementActionName action) => action switch
    {
        ElementActionName.Set => ElementAction.Set,
        ElementActionName.Acknowledge => ElementAction.Acknowledge,
        ElementActionName.Release => ElementAction.Release,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "The gateway has no such action."),
    };

    public static ElementAttributeName? Attribute(ElementAttribute attribute) => attribute switch
    {
        ElementAttribute.Text => ElementAttributeName.Text,
        ElementAttribute.Fill => ElementAttributeName.Fill,
        ElementAttribute.Stroke => ElementAttributeName.Stroke,
        ElementAttribute.Mark => ElementAttributeName.Mark,
        _ => null,
    };

    public static ElementAttribute Attribute(ElementAttributeName attribute) => attribute switch
    {
        ElementAttributeName.Text => ElementAttribute.Text,
        ElementAttributeName.Fill => ElementAttribute.Fill,
        ElementAttributeName.Stroke => ElementAttribute.Stroke,
        ElementAttributeName.Mark => ElementAttribute.Mark,
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "The gateway has no such attribute."),
    };

    public static CommandOutcome Outcome(ElementOutcome outcome) => outcome switch
    {
        ElementOutcome.Done => CommandOutcome.Done,
        ElementOutcome.UnknownElement => CommandOutcome.UnknownElement,
        ElementOutcome.NotAllowed => CommandOutcome.NotAllowed,
        ElementOutcome.NothingToAcknowledge => CommandOutcome.NothingToAcknowledge,
        ElementOutcome.NotKept => CommandOutcome.NotKept,
        ElementOutcome.Expired => CommandOutcome.Expired,
        ElementOutcome.RaisedAgain => CommandOutcome.RaisedAgain,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "The contract has no word for this outcome."),
    };

    public static TimeSource Source(TimeMarks marks) =>
        (marks & (TimeMarks.Gateway | TimeMarks.Invalid)) != 0 ? TimeSource.Gateway : TimeSource.Device;

    /// <summary>The word for a time of the gateway that is doubtful; null for one that is not.</summary>
    public static string? Doubt(GatewayClock clock) => clock switch
    {
        GatewayClock.Unsynchronised => GatewayClockCode.Unsynchronised,
        GatewayClock.NotSet => GatewayClockCode.NotSet,
        _ => null,
    };

    /// <summary>The word for the clock of the gateway; null: nobody checks it.</summary>
    public static string Clock(GatewayClock? clock) =>
        clock is not { } known ? GatewayClockCode.Unchecked : Doubt(known) ?? GatewayClockCode.Synchronised;

    /// <summary>The word for a time that the gateway gave.</summary>
    public static ClockState Clock(GatewayClock clock) =>
        clock == GatewayClock.Synchronised ? ClockState.Synchronised : ClockState.Unsynchronised;

    public static ClockState Clock(TimeMarks marks) =>
        (marks & TimeMarks.Unsynchronised) != 0 ? ClockState.Unsynchronised
        : (marks & TimeMarks.Ambiguous) != 0 ? ClockState.Ambiguous
        : ClockState.Synchronised;
}
