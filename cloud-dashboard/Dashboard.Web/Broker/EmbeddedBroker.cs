using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Historian;
using Dashboard.Ingest;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Edge.Contracts;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Dashboard.Web.Broker;

/// <summary>
/// The broker within the dashboard. Two things it does better than a broker of its own could: gateways are let in only while the dashboard
/// listens, and an event is acknowledged to its gateway only when it is in the historian.
/// </summary>
internal sealed class EmbeddedBroker(
    BrokerOptions options, IngestLimits limits, IngestService ingest, EventIntake intake, ILogger<EmbeddedBroker> logger) : IHostedService
{
    // Below the 65 535 packet identifiers that a session has.
    private const int MaximumPending = 60_000;
    private const string Internal = "internal";
    private const string SiteItem = "site";
    private const string VersionItem = "version";

    private readonly string _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private MqttServer? _server;
    private int _port;

    /// <summary>How the dashboard itself logs in.</summary>
    internal BrokerEndpoint Endpoint => new()
    {
        Host = (options.EmbeddedAddress.Equals(IPAddress.Any) ? IPAddress.Loopback
            : options.EmbeddedAddress.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : options.EmbeddedAddress).ToString(),
        Port = _port,
        ClientId = options.ClientId,
        UserName = Internal,
        Password = _secret,
    };

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        IPAddress address = options.EmbeddedAddress;
        bool v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        MqttServerOptions serverOptions = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(v6 ? IPAddress.None : address)
            .WithDefaultEndpointBoundIPV6Address(v6 ? address : IPAddress.None)
            .WithDefaultEndpointPort(options.Port)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(MaximumPending)
            .Build();
        MqttServerFactory factory = new();
        _server = factory.CreateMqttServer(serverOptions, factory.DefaultServerAdapters.Select(make => new NamelessClients(make(factory))));
        _server.ValidatingConnectionAsync += ValidateAsync;
        _server.InterceptingPublishAsync += InterceptAsync;
        _server.InterceptingSubscriptionAsync += SubscribingAsync;
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                $"The MQTT broker cannot listen on {options.Host}:{options.Port}: {exception.Message}. Stop what uses the port, or set "
                    + "MqttBroker:Port.", exception);
        }

        _port = serverOptions.DefaultEndpointOptions.Port;
        Log.BrokerListens(logger, $"{address}:{_port}");
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.StopAsync(new MqttServerStopOptions());
            server.Dispose();
            _server = null;
        }
    }

    private Task ValidateAsync(ValidatingConnectionEventArgs args)
    {
        (MqttConnectReasonCode code, string? reason) = Judge(args);
        args.ReasonCode = code;
        if (reason is not null)
        {
            Log.BrokerRefused(logger, args.ClientId, args.ChannelAdapter.RemoteEndPoint?.ToString() ?? "?", reason);
        }

        return Task.CompletedTask;
    }

    private (MqttConnectReasonCode Code, string? Reason) Judge(ValidatingConnectionEventArgs args)
    {
        args.SessionItems[VersionItem] = args.ChannelAdapter.PacketFormatterAdapter.ProtocolVersion;
        if (args.ClientId.StartsWith(options.ClientId + "-", StringComparison.Ordinal))
        {
            return args.UserName == Internal && Same(args.Password, _secret)
                ? (MqttConnectReasonCode.Success, null)
                : (MqttConnectReasonCode.ClientIdentifierNotValid,
                    $"client ids that begin with {options.ClientId}- are the dashboard's own");
        }

        if (!ingest.Health.Up)
        {
            // Not worth a line: it is the first second after the start. A gateway tries again.
            return (MqttConnectReasonCode.ServerUnavailable, null);
        }

        if (options.Users.IsEmpty)
        {
            return (MqttConnectReasonCode.Success, null);
        }

        BrokerUser? user = options.Users.FirstOrDefault(candidate => candidate.Name == args.UserName);
        bool right = Same(args.Password, user?.Password ?? _secret);
        if (user is null || !right)
        {
            return (MqttConnectReasonCode.BadUserNameOrPassword, "user name or password is wrong");
        }

        args.SessionItems[SiteItem] = user.Site;
        return (MqttConnectReasonCode.Success, null);
    }

    private async Task InterceptAsync(InterceptingPublishEventArgs args)
    {
        string topic = args.ApplicationMessage.Topic;
        if (args.ApplicationMessage.Payload.Length > limits.LargestBytes)
        {
            args.CloseConnection = true;
            Refuse(args, MqttPubAckReasonCode.QuotaExceeded,
                $"{args.ApplicationMessage.Payload.Length} bytes, {limits.LargestBytes} are allowed");
        }
        else if (!MayUse(args.SessionItems, topic))
        {
            Refuse(args, MqttPubAckReasonCode.NotAuthorized, "the user may not write there");
        }
        else if (Topics.TryParse(topic, out TopicParts parts) && parts.Kind is TopicKind.Event or TopicKind.Energy)
        {
            await StoreAsync(args, parts);
        }
    }

    private async Task StoreAsync(InterceptingPublishEventArgs args, TopicParts parts)
    {
        try
        {
            // What is refused here goes on to the subscription, which refuses it again and counts it.
            await intake.AcceptAsync(parts, args.ApplicationMessage.Payload, args.CancellationToken);
        }
        catch (Exception exception) when (exception is HistorianException or OperationCanceledException)
        {
            // MQTT 3.1.1 has no way to say no but to hang up.
            args.CloseConnection = args.SessionItems[VersionItem] is not MqttProtocolVersion.V500;
            Refuse(args, MqttPubAckReasonCode.ImplementationSpecificError, exception.Message);
        }
    }

    private void Refuse(InterceptingPublishEventArgs args, MqttPubAckReasonCode code, string reason)
    {
        args.ProcessPublish = false;
        args.Response.ReasonCode = code;
        args.Response.ReasonString = reason;
        Log.PublishRefused(logger, args.ClientId, args.ApplicationMessage.Topic, reason);
    }

    private Task SubscribingAsync(InterceptingSubscriptionEventArgs args)
    {
        if (!MayUse(args.SessionItems, args.TopicFilter.Topic))
        {
            args.ProcessSubscription = false;
            args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        }

        return Task.CompletedTask;
    }

    private static bool MayUse(IDictionary items, string topic) =>
        items[SiteItem] is not string site || topic.StartsWith($"{Topics.Prefix}{site}/", StringComparison.Ordinal);

    private static bool Same(string? one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one ?? string.Empty)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
