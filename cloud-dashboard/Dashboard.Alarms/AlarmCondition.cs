namespace Dashboard.Alarms;

/// <summary>A condition that is an alarm.</summary>
/// <param name="Word">Its word, in the database and on the wire.</param>
/// <param name="Class">What it is about.</param>
/// <param name="Priority">1 (first) to 4.</param>
/// <param name="HasState">Whether it lasts and returns; else it happens, and has returned at once.</param>
public sealed record AlarmCondition(string Word, AlarmClass Class, int Priority, bool HasState)
{
    // A gateway that is started again is there within this time, and has asked its devices.
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(30);

    /// <summary>A protection operated (<c>tipodi</c> 0).</summary>
    public static readonly AlarmCondition Protection = new("protection", AlarmClass.Protection, 1, HasState: true);

    /// <summary>An alarm input is active (<c>tipodi</c> 1).</summary>
    public static readonly AlarmCondition Input = new("input", AlarmClass.Plant, 2, HasState: true);

    /// <summary>A measurement is above its maximum.</summary>
    public static readonly AlarmCondition AboveMaximum = new("aboveMaximum", AlarmClass.Plant, 3, HasState: true);

    /// <summary>A measurement is below its minimum.</summary>
    public static readonly AlarmCondition BelowMinimum = new("belowMinimum", AlarmClass.Plant, 3, HasState: true);

    /// <summary>A measurement rose by more than its step.</summary>
    public static readonly AlarmCondition SteppedUp = new("steppedUp", AlarmClass.Plant, 3, HasState: false);

    /// <summary>A measurement fell by more than its step.</summary>
    public static readonly AlarmCondition SteppedDown = new("steppedDown", AlarmClass.Plant, 3, HasState: false);

    /// <summary>Nothing comes of the gateway of a station.</summary>
    public static readonly AlarmCondition GatewayAway =
        new("gatewayAway", AlarmClass.Communication, 2, HasState: true) { OnDelay = s_restart };

    /// <summary>A device that the gateway itself asks, such as a concentrator, does not answer.</summary>
    public static readonly AlarmCondition LinkDown = new("linkDown", AlarmClass.Communication, 2, HasState: true) { OnDelay = s_restart };

    /// <summary>A device, such as an IED, does not answer any more.</summary>
    public static readonly AlarmCondition DeviceLost = new("deviceLost", AlarmClass.Communication, 3, HasState: true);

    /// <summary>The clock of a device is off by more than its limit.</summary>
    public static readonly AlarmCondition ClockOff = new("clockOff", AlarmClass.System, 4, HasState: true);

    /// <summary>An input chatters, and its events are left out.</summary>
    public static readonly AlarmCondition InputMasked = new("inputMasked", AlarmClass.System, 4, HasState: true);

    /// <summary>Records are lost for good.</summary>
    public static readonly AlarmCondition RecordsLost = new("recordsLost", AlarmClass.System, 2, HasState: false);

    /// <summary>Events were lost before the gateway could read them.</summary>
    public static readonly AlarmCondition EventsLost = new("eventsLost", AlarmClass.System, 3, HasState: false);

    /// <summary>Two gateways run as one station.</summary>
    public static readonly AlarmCondition TwoGateways = new("twoGateways", AlarmClass.System, 2, HasState: false);

    /// <summary>The journal of a gateway was taken back to an older copy.</summary>
    public static readonly AlarmCondition JournalTakenBack = new("journalTakenBack", AlarmClass.System, 2, HasState: false);

    /// <summary>A device, or a part of it, restarted.</summary>
    public static readonly AlarmCondition DeviceRestarted = new("deviceRestarted", AlarmClass.System, 4, HasState: false);

    /// <summary>Energies are missing or do not agree.</summary>
    public static readonly AlarmCondition EnergyDoubtful = new("energyDoubtful", AlarmClass.System, 4, HasState: false);

    /// <summary>A gateway found something that this version has no word for.</summary>
    public static readonly AlarmCondition OtherFinding = new("otherFinding", AlarmClass.System, 4, HasState: false);

    /// <summary>The centre can store nothing.</summary>
    public static readonly AlarmCondition HistorianDown = new("historianDown", AlarmClass.System, 2, HasState: true);

    /// <summary>Messages that call somebody are not delivered.</summary>
    public static readonly AlarmCondition NotificationsFail = new("notificationsFail", AlarmClass.System, 2, HasState: true);

    /// <summary>A historian does not get what a gateway keeps for it.</summary>
    public static readonly AlarmCondition BacklogStuck = new("backlogStuck", AlarmClass.Communication, 3, HasState: true);

    /// <summary>The clock of a gateway is not synchronised, or differs from that of the centre.</summary>
    public static readonly AlarmCondition GatewayClockOff = new("gatewayClockOff", AlarmClass.System, 3, HasState: true);

    /// <summary>A certificate ends soon; its priority rises as its end comes nearer.</summary>
    public static readonly AlarmCondition CertificateEnds = new("certificateEnds", AlarmClass.System, 4, HasState: true);

    /// <summary>How long it must last until it is raised, so that a restart raises nothing.</summary>
    public TimeSpan OnDelay { get; init; }

    /// <summary>Those of a point of the workbook, which a rule of it may suppress.</summary>
    public static IReadOnlyList<AlarmCondition> OfPoint { get; } = [Protection, Input, AboveMaximum, BelowMinimum, SteppedUp, SteppedDown];

    /// <summary>
    /// Whether the centre judges it, again and again: that it is there still is no news, whichever of several dashboards says so.
    /// </summary>
    public bool IsOfCentre => this == GatewayAway || this == LinkDown || Watched.Contains(this);

    /// <summary>What the centre compares with what is raised, and raises and returns by that.</summary>
    public static IReadOnlyList<AlarmCondition> Watched { get; } =
        [HistorianDown, NotificationsFail, BacklogStuck, GatewayClockOff, CertificateEnds];

    /// <summary>All of them, in the order of docs/alarms.md.</summary>
    public static IReadOnlyList<AlarmCondition> All { get; } =
    [
        Protection, Input, GatewayAway, LinkDown, RecordsLost, TwoGateways, JournalTakenBack, HistorianDown, NotificationsFail,
        AboveMaximum, BelowMinimum, SteppedUp, SteppedDown, DeviceLost, EventsLost, BacklogStuck, GatewayClockOff, ClockOff, InputMasked,
        DeviceRestarted, EnergyDoubtful, CertificateEnds, OtherFinding,
    ];

    /// <summary>The condition of a word; <see cref="OtherFinding"/> for one that a newer version stored.</summary>
    public static AlarmCondition Of(string word) => All.FirstOrDefault(one => one.Word == word) ?? OtherFinding;
}
