using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Ingest.Broker;

namespace Dashboard.Web.Broker;

/// <summary>Runs the ingest beside the web server, against the embedded broker or another.</summary>
internal sealed class IngestHost(IngestService ingest, BrokerOptions options, EmbeddedBroker? embedded = null) : BackgroundService
{
    private BrokerEndpoint[] _endpoints = [];

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Here and not in the background, so that a mistake in the configuration stops the start.
        _endpoints = embedded is not null ? [embedded.Endpoint] : [External(), .. options.Shards.Select(External)];
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ingest.RunAsync(_endpoints, stoppingToken);

    private BrokerEndpoint External() => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = options.ClientId,
        UserName = options.UserName,
        Password = options.Password,
        Tls = options.Tls,
        TrustedCertificates = Trusted("MqttBroker:CaFile", options.CaFile),
    };

    private BrokerEndpoint External(BrokerShard shard, int place) => new()
    {
        Host = shard.Host,
        Port = shard.Port,
        ClientId = options.ClientId,
        UserName = shard.UserName,
        Password = shard.Password,
        Tls = shard.Tls,
        TrustedCertificates = Trusted($"MqttBroker:Shards:{place}:CaFile", shard.CaFile),
    };

    private static X509Certificate2Collection? Trusted(string setting, string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : throw new CryptographicException("it has no BEGIN CERTIFICATE.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting} {file} cannot be read: {exception.Message}", exception);
        }
    }
}
