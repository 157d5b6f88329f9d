using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>The settings of one connection.</summary>
internal static class MqttConnection
{
    /// <summary>The largest packet that a broker may send: a retained drawing of this gateway, with its topic.</summary>
    private const uint LargestPacket = (4 * 1024 * 1024) + (64 * 1024);

    /// <summary>
    /// Clean start and no session on the broker: the journal and its cursor keep what must survive an outage, and everything else is
    /// published again at each connection. A session would only be a second copy on the broker.
    /// </summary>
    public static MqttClientOptions Options(MqttOptions options, string willTopic, byte[] will)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId(options.ClientId)
            .WithCleanStart(true)
            .WithSessionExpiryInterval(0)
            .WithMaximumPacketSize(LargestPacket)
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.AnswerTimeout)
            .WithoutPacketFragmentation()
            .WithWillTopic(willTopic)
            .WithWillPayload(will)
            .WithWillRetain(true)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (options.User is not null)
        {
            builder = builder.WithCredentials(options.User, options.Password);
        }

        if (options.Tls)
        {
            X509Certificate2Collection? authorities = LoadAuthorities(options.CaFile);
            builder = builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(options.Host).WithSslProtocols(SslProtocols.None);
                if (authorities is not null)
                {
                    // A private authority publishes no revocation list.
                    tls.WithTrustChain(authorities).WithRevocationMode(X509RevocationMode.NoCheck);
                }
            });
        }

        return builder.Build();
    }

    private static X509Certificate2Collection? LoadAuthorities(string? file)
    {
        if (file is null)
        {
            return null;
        }

        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0
            ? authorities
            : throw new AuthenticationException($"'{file}' has no certificate: it must be a PEM file with BEGIN CERTIFICATE.");
    }
}
