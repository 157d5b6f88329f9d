using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Alarms;
using Dashboard.Ingest.Records;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Web.Hosting;

/// <summary>
/// Watches how long the certificates are valid that this site and the brokers show: each hour it asks them as a client would, and looks at
/// nothing else. What does not answer is not known, and what stands of it stays.
/// </summary>
/// <param name="broker">The brokers.</param>
/// <param name="server">The web server, with the addresses that it listens on.</param>
/// <param name="lifetime">Whether it listens already.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateProbe(
    BrokerOptions broker, IServer server, IHostApplicationLifetime lifetime, TimeProvider time) : ICentreProbe
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);

    // Where one did not answer.
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private (long At, TimeSpan Length)? _asked;
    private IReadOnlyList<CentreFault> _known = [];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        // Before that it has no addresses, and what stands of them must not return for that.
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return [];
        }

        if (_asked is { } last && time.GetElapsedTime(last.At) < last.Length)
        {
            return _known;
        }

        Peer[] peers = [.. Own(), .. Brokers()];
        X509Certificate2?[] shown = await Task.WhenAll(peers.Select(peer => AskAsync(peer, cancellationToken)));
        _known =
        [
            .. peers.Zip(shown).Where(one => one.Second is not null).Select(one => Judge(one.First.Name, one.Second!, time.GetUtcNow())),

            // The configuration names it no longer.
            .. standing.Where(alarm => alarm.Condition == AlarmCondition.CertificateEnds
                    && !peers.Any(peer => peer.Name == alarm.Source.Name))
                .Select(alarm => new CentreFault(alarm.Source, CentreFinding.CertificateEnds, false)),
        ];
        _asked = (time.GetTimestamp(), shown.Contains(null) ? s_again : s_every);
        foreach (X509Certificate2? certificate in shown)
        {
            certificate?.Dispose();
        }

        return _known;
    }

    /// <summary>
    /// Thirty days before its end it is an alarm, seven days before it a more urgent one; of a certificate that is made for a short time
    /// a third and a tenth of it, so that one that renews itself is none.
    /// </summary>
    internal static CentreFault Judge(string name, X509Certificate2 certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        DateTimeOffset end = certificate.NotAfter.ToUniversalTime();
        TimeSpan length = end - certificate.NotBefore.ToUniversalTime();
        TimeSpan left = end - now;
        int? priority = left <= TimeSpan.Zero ? 2
            : left <= Shorter(TimeSpan.FromDays(7), length / 10) ? 3
                : left <= Shorter(TimeSpan.FromDays(30), length / 3) ? 4 : null;
        return new CentreFault(
            new AlarmSource(Centre.Site, AlarmCondition.CertificateEnds.Word, name), CentreFinding.CertificateEnds, priority is not null)
        {
            Priority = priority,
            Text = $"{certificate.Subject}, {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC",
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private IEnumerable<Peer> Own() =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Where(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            .Select(address => BindingAddress.Parse(address))
            .Select(address => new Peer($"https {address.Host}:{address.Port}", Reachable(address.Host), address.Port));

    // An address that stands for all of them is asked at the machine itself.
    private static string Reachable(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            ? address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "::1" : address.ToString()
            : host is "*" or "+" ? "127.0.0.1" : host;

    private IEnumerable<Peer> Brokers() => broker.Mode == BrokerMode.Embedded ? []
        :
        [
            .. broker.Tls ? [new Peer($"mqtts {broker.Host}:{broker.Port}", broker.Host, broker.Port)] : Array.Empty<Peer>(),
            .. broker.Shards.Where(shard => shard.Tls)
                .Select(shard => new Peer($"mqtts {shard.Host}:{shard.Port}", shard.Host, shard.Port)),
        ];

    private static async Task<X509Certificate2?> AskAsync(Peer peer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource longest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        longest.CancelAfter(s_longest);
        X509Certificate2? shown = null;
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(peer.Host, peer.Port, longest.Token);
            await using SslStream stream = new(client.GetStream());
            SslClientAuthenticationOptions options = new()
            {
                TargetHost = peer.Host,

                // It is only looked at, also where it is wrong or has ended: nothing is sent, and the connection ends here.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                    return shown is not null;
                },
            };
            await stream.AuthenticateAsClientAsync(options, longest.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException
            or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The web site and the broker have logs and alarms of their own for that. A certificate that was seen counts all the same.
        }

        return shown;
    }

    private readonly record struct Peer(string Name, string Host, int Port);
}
