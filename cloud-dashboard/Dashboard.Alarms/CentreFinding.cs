namespace Dashboard.Alarms;

/// <summary>
/// The words of <see cref="Edge.Contracts.EventMessage.Finding"/> for what the centre itself finds out, about a station or about
/// itself. Those from <see cref="BacklogStuck"/> on have a count: 1 it is so, 0 it is so no longer.
/// </summary>
public static class CentreFinding
{
    /// <summary>Nothing came of the gateway for three heartbeats; the time is that of its last news.</summary>
    public const string GatewaySilent = "gatewaySilent";

    /// <summary>The gateway said that it stops, or the broker lost it.</summary>
    public const string GatewayOffline = "gatewayOffline";

    /// <summary>The gateway is online again.</summary>
    public const string GatewayBack = "gatewayBack";

    /// <summary>A device of the gateway, such as a concentrator, does not answer any more.</summary>
    public const string LinkDown = "linkDown";

    /// <summary>It answers again.</summary>
    public const string LinkUp = "linkUp";

    /// <summary>Two gateways run as this site: an epoch announces itself again after another one did.</summary>
    public const string TwoGateways = "twoGateways";

    /// <summary>The journal lacks what is stored of it: it was restored from an older copy, or a copy of it goes on besides.</summary>
    public const string JournalTakenBack = "journalTakenBack";

    /// <summary>A historian does not get what the gateway keeps for it.</summary>
    public const string BacklogStuck = "backlogStuck";

    /// <summary>The clock of the gateway differs from that of the centre.</summary>
    public const string GatewayClockOff = "gatewayClockOff";

    /// <summary>Nothing keeps the clock of the gateway right.</summary>
    public const string GatewayClockUnsynchronised = "gatewayClockUnsynchronised";

    /// <summary>A certificate ends soon, or has ended.</summary>
    public const string CertificateEnds = "certificateEnds";

    /// <summary>Nothing could be stored.</summary>
    public const string HistorianDown = "historianDown";

    /// <summary>Messages that call somebody were not delivered.</summary>
    public const string NotificationsFail = "notificationsFail";

    /// <summary>
    /// What is in alarm is no longer there; the condition of the event is that of the alarm, its text one of
    /// <see cref="GoneReason"/>, its last seq that of the raising which ends.
    /// </summary>
    public const string SourceGone = "sourceGone";
}

/// <summary>Why what was in alarm is no longer there.</summary>
public static class GoneReason
{
    /// <summary>The profile has no such point.</summary>
    public const string PointGone = "pointGone";

    /// <summary>The profile has no such limit of the point.</summary>
    public const string LimitGone = "limitGone";

    /// <summary>Neither the profile nor the configuration of the gateway has such a device.</summary>
    public const string DeviceGone = "deviceGone";

    /// <summary>A supervisor forgot the station.</summary>
    public const string StationForgotten = "stationForgotten";
}
