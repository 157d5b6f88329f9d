namespace Dashboard.Alarms;

/// <summary>
/// The words of <see cref="Edge.Contracts.EventMessage.Finding"/> for what the centre itself finds out, about a station or about
/// itself. Those after <see cref="JournalTakenBack"/> have a count: 1 it is so, 0 it is so no longer.
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
}
