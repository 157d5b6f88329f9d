namespace Dashboard.Alarms;

/// <summary>The words of <see cref="Edge.Contracts.EventMessage.Finding"/> for what the centre itself finds out about a station.</summary>
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
}
