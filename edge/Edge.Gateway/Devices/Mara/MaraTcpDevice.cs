using Edge.Field.Links;
using Edge.Field.Mara.Concentrator;
using Edge.Gateway.Devices.Common;
using Edge.Pipeline;
using Edge.Profiles.Sheets;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices.Mara;

/// <summary>A concentrator that is polled over Mara/TCP.</summary>
public sealed record MaraTcpDevice : MaraDevice
{
    /// <summary>The longest pause between polls while a concentrator does not answer.</summary>
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(10);

    /// <summary>The host; absent: the address in the workbook.</summary>
    public string? Host { get; set; }

    /// <summary>The port, 1 to 65535; absent: the port in the workbook.</summary>
    public int? Port { get; set; }

    /// <summary>From one poll to the next, 100 ms to 1 minute. Default 1 s. Values are stale after two of them.</summary>
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer may take, 100 ms to 1 minute. Default 2 s.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the scan of the concentrator may be stopped for a moment to send a request for diagnosis directly to an IED, where the
    /// concentrator does not pass it through. Default false.
    /// </summary>
    public bool Bridge { get; set; }

    /// <summary>The row of the table.</summary>
    internal static DeviceType Row { get; } = new("mara-tcp", $"a concentrator over TCP", MaraJson.Default.MaraTcpDevice);

    /// <inheritdoc/>
    internal override ConcentratorShare Share => new() { Comaster = Comaster, IsWhole = true, Reads = _ => true };

    private TimeSpan MaximumAge => DeviceSource.AgeOf(PollPeriod, AnswerTimeout);

    /// <inheritdoc/>
    internal override void Check(DeviceCheck check)
    {
        base.Check(check);
        if (Host is not null && string.IsNullOrWhiteSpace(Host))
        {
            check.Add("host", $"is empty: give a name or an address, or leave the key out to take the one of the workbook.");
        }

        int port = Port ?? MaraTcp.DefaultPort;
        check.Range("port", port, 1, 65535);
        check.PollPeriod(PollPeriod);
        check.Range("answerTimeout", AnswerTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        if (check.Before<MaraTcpDevice>().FirstOrDefault(other => HasPeer(other.Device, port)).Key is { } taken)
        {
            check.Add("host", $"{Host}, port {port}, is where {taken} connects too: a concentrator serves one client.");
        }

        Concentrator(check);
    }

    /// <inheritdoc/>
    internal override DevicePlan Plan(DevicePlanning planning)
    {
        int comaster = planning.ComasterOf(Share);
        ComasterDefinition? row = planning.RowOf(Share);
        string? host = Host ?? row?.Host;
        if (string.IsNullOrWhiteSpace(host))
        {
            throw new GatewayStartException(
                $"devices: {Name} has no host, and the workbook names none: give \"host\" in the configuration, "
                + $"or fill it in the sheet comaster.");
        }

        int port = Port ?? row?.Port ?? MaraTcp.DefaultPort;
        return new DevicePlan
        {
            Device = Name,
            Place = (comaster, host, port),
            Comaster = comaster,
            Points = planning.PointsOf(Share),
            MaximumAge = MaximumAge,
            Period = PollPeriod,
            HasTimeOfGateway = SetTime,
            Create = parts => new MaraTcpDriver(
                OptionsOf(comaster, new TcpPeerOptions { Host = host, Port = port }) with { Tap = parts.Taps.Find(Name) },
                planning.Profile, planning.Zone,
                parts.Checkpoints.GetCheckpoint(Name), parts.Time, parts.Logs.CreateLogger<MaraTcpDriver>(), image: parts.Image),
        };
    }

    private MaraTcpOptions OptionsOf(int comaster, TcpPeerOptions peer) => new()
    {
        Device = Name,
        Comaster = comaster,
        Peer = peer,
        AnswerTimeout = AnswerTimeout,
        SetTime = SetTime,
        LongestBackoff = s_longestBackoff,
        SkewLimit = SkewLimit,
        Bridge = Bridge,
        MaximumAge = MaximumAge,
        OldEventLayout = [.. OldEventLayout],
    };

    private bool HasPeer(MaraTcpDevice other, int port) =>
        Host is { } host && host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) && port == (other.Port ?? MaraTcp.DefaultPort);

    // Each of several concentrators has its own part of the profile (ADR 0007).
    private void Concentrator(DeviceCheck check)
    {
        if (Comaster is not { } id)
        {
            if (check.All.Count(other => other.Device is MaraTcpDevice) > 1)
            {
                check.Add("comaster", $"is missing: each of several devices names its concentrator, the id of a row of the sheet "
                    + $"comaster.");
            }

            return;
        }

        if (check.Before<MaraTcpDevice>().FirstOrDefault(other => other.Device.Comaster == id).Key is { } taken)
        {
            check.Add("comaster", $"{id} is the concentrator of {taken} too: it has one link.");
        }

        if (check.ProfileNamesConcentrator)
        {
            check.Add("comaster", $"is given with profile.comaster: give one of the two.");
        }
    }
}
