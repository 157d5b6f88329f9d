using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Dashboard.Historian;
using Dashboard.Ingest;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Edge.Contracts;
using Edge.Contracts.Journal;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Dashboard.Web.Broker;

/// <summary>
/// The broker within the dashboard. Three things it does better than a broker of its own could: gateways are let in only while the
/// dashboard listens, an event is acknowledged to its gateway only when it is in the historian, and the role of a user says what may be
/// written.
/// </summary>
/// <remarks>Seven parameters: each is a part that the host makes, and none of them is used by another.</remarks>
internal sealed class EmbeddedBroker : IHostedService, IDisposable
{
    /// <summary>The name under which the dashboard itself logs in.</summary>
    internal const string Internal = "internal";

    private readonly BrokerOptions _options;
    private readonly BrokerLimits _limits;
    private readonly BrokerUsers _users;
    private readonly IngestService _ingest;
    private readonly EventIntake _intake;
    private readonly ILogger<EmbeddedBroker> _logger;
    private readonly BrokerNotes _notes;
    private readonly LogInThrottle _throttle;
    private readonly RetainedBudget _retained;
    private readonly BrokerListener _listener;
    private readonly TimeProvider _time;
    private readonly PartitionedRateLimiter<string> _requests;
    private readonly ConcurrentDictionary<string, BrokerConnection> _connections = new(StringComparer.Ordinal);
    private readonly string _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private MqttServer? _server;

    public EmbeddedBroker(
        BrokerOptions options, BrokerLimits limits, BrokerUsers users, IngestService ingest, EventIntake intake, TimeProvider time,
        ILogger<EmbeddedBroker> logger)
    {
        (_options, _limits, _users, _ingest, _intake, _time, _logger) = (options, limits, users, ingest, intake, time, logger);
        if (users.IsEmpty && !IPAddress.IsLoopback(options.EmbeddedAddress))
        {
            throw new StartupException(
                $"MqttBroker:Host {options.Host} is reachable from outside, and there are no broker users in {options.UsersFile}: "
                + $"make them with 'edge-dashboard broker-user add', or listen on 127.0.0.1.");
        }

        _notes = new BrokerNotes(limits, logger);
        _throttle = new LogInThrottle(limits, time);
        _retained = new RetainedBudget(limits, new IngestLimits());
        _listener = new BrokerListener(options.EmbeddedAddress, options.Port, limits, _notes);
        _requests = PartitionedRateLimiter.Create<string, string>(user => RateLimitPartition.GetTokenBucketLimiter(user, _ => new()
        {
            TokenLimit = limits.RequestsPerSecond,
            TokensPerPeriod = limits.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    }

    /// <summary>How the dashboard itself logs in.</summary>
    internal BrokerEndpoint Endpoint => new()
    {
        Host = (_options.EmbeddedAddress.Equals(IPAddress.Any) ? IPAddress.Loopback
            : _options.EmbeddedAddress.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : _options.EmbeddedAddress).ToString(),
        Port = _listener.Port,
        ClientId = _options.ClientId,
        UserName = Internal,
        Password = _secret,
    };

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        MqttServerOptions serverOptions = new MqttServerOptionsBuilder()
            .WithoutDefaultEndpoint()
            .WithDefaultCommunicationTimeout(_limits.ConnectTimeout)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(_limits.WaitingMessages)
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(serverOptions, [_listener]);
        _server.ValidatingConnectionAsync += ValidateAsync;
        _server.ClientDisconnectedAsync += DisconnectedAsync;
        _server.InterceptingPublishAsync += InterceptAsync;
        _server.InterceptingSubscriptionAsync += SubscribingAsync;
        _server.InterceptingClientEnqueueAsync += EnqueueAsync;
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                $"The MQTT broker cannot listen on {_options.Host}:{_options.Port}: {exception.Message}. Stop what uses the port, "
                + $"or set MqttBroker:Port.", exception);
        }

        _users.Changed += UserChanged;
        _users.Watch(_time);
        Log.BrokerListens(_logger, $"{_options.EmbeddedAddress}:{_listener.Port}");
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            _users.Changed -= UserChanged;
            await server.StopAsync(new MqttServerStopOptions());
            server.Dispose();
            _server = null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _server?.Dispose();
        _notes.Dispose();
        _requests.Dispose();
        _listener.Dispose();
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs args)
    {
        BrokerConnection connection = (BrokerConnection)args.ChannelAdapter;
        if (connection.ClientId.Length == 0)
        {
            args.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
            return;
        }

        (MqttConnectReasonCode code, BrokerIdentity? identity, string? reason) = await JudgeAsync(args);
        args.ReasonCode = code;
        if (identity is null)
        {
            if (reason is not null)
            {
                args.ReasonString = reason;
                _notes.Refused(connection.ClientId, args.ChannelAdapter.RemoteEndPoint?.ToString() ?? "?", reason);
            }

            return;
        }

        if (!_listener.TryKnow(connection, identity))
        {
            args.ReasonCode = MqttConnectReasonCode.QuotaExceeded;
            args.ReasonString = $"user {identity.User} has {_limits.ConnectionsPerUser} connections already";
            _notes.Refused(connection.ClientId, args.ChannelAdapter.RemoteEndPoint?.ToString() ?? "?", args.ReasonString);
            return;
        }

        if (connection.IsNamedByBroker)
        {
            args.AssignedClientIdentifier = connection.ClientId;
        }

        _connections[args.ClientId] = connection;
    }

    private async Task<(MqttConnectReasonCode Code, BrokerIdentity? Identity, string? Reason)> JudgeAsync(
        ValidatingConnectionEventArgs args)
    {
        string user = args.UserName ?? "";
        if (user == Internal)
        {
            return Same(args.Password, _secret)
                ? (MqttConnectReasonCode.Success, new BrokerIdentity(Internal, BrokerRole.Dashboard, null), null)
                : (MqttConnectReasonCode.BadUserNameOrPassword, null, "the user internal is the dashboard's own");
        }

        if (!_ingest.Health.Up)
        {
            // Not worth a line: it is the first second after the start. A gateway tries again.
            return (MqttConnectReasonCode.ServerUnavailable, null, null);
        }

        IPAddress? remote = (args.RemoteEndPoint as IPEndPoint)?.Address;
        if (user.Length == 0)
        {
            return _users.IsEmpty && remote is not null && IPAddress.IsLoopback(remote)
                ? (MqttConnectReasonCode.Success, BrokerIdentity.Nobody, null)
                : (MqttConnectReasonCode.BadUserNameOrPassword, null, "a user and a password are needed");
        }

        string address = BrokerListener.PlaceOf(remote);
        if (_throttle.IsClosed(address, user))
        {
            return (MqttConnectReasonCode.ConnectionRateExceeded, null, "too many failed log-ins: wait a minute");
        }

        Gated<BrokerIdentity> logIn = await _users.LogInAsync(user, args.Password, args.CancellationToken);
        if (logIn.Refused)
        {
            return (MqttConnectReasonCode.ServerBusy, null, "too many passwords wait for their check");
        }

        if (logIn.Value is { } identity)
        {
            return (MqttConnectReasonCode.Success, identity, null);
        }

        _throttle.Failed(address, user);
        return (MqttConnectReasonCode.BadUserNameOrPassword, null, "user name or password is wrong");
    }

    private async Task InterceptAsync(InterceptingPublishEventArgs args)
    {
        string topic = args.ApplicationMessage.Topic ?? "";
        if (!_connections.TryGetValue(args.ClientId, out BrokerConnection? connection) || connection.Identity is not { } identity)
        {
            // Its connection has gone: what still comes of it has no rights.
            identity = BrokerIdentity.Nobody with { Role = BrokerRole.Reader };
        }

        if (identity.RefusePublish(topic, args.ApplicationMessage.Retain, args.ApplicationMessage.Payload) is { } refusal)
        {
            Refuse(args, MqttPubAckReasonCode.NotAuthorized, refusal);
        }
        else if (Properties(args.ApplicationMessage) > _limits.PropertyBytes)
        {
            Refuse(args, MqttPubAckReasonCode.QuotaExceeded, $"its properties have more than {_limits.PropertyBytes} bytes");
        }
        else if (JournalTopics.TryParse(topic, out JournalTopics? journal, out JournalTopic carried))
        {
            if (carried == JournalTopic.Records)
            {
                // Nobody but the historian gets it, which has it then.
                args.ProcessPublish = false;
                await StoreAsync(args, token => _ingest.Journals.AcceptAsync(journal.Site, args.ApplicationMessage.Payload, token));
            }
        }
        else if (Topics.TryParse(topic, out TopicParts parts))
        {
            await PassAsync(args, identity, parts, topic);
        }
    }

    private async Task PassAsync(InterceptingPublishEventArgs args, BrokerIdentity identity, TopicParts parts, string topic)
    {
        long payload = args.ApplicationMessage.Payload.Length;
        if (args.ApplicationMessage.Retain
            && _retained.Refuse(parts.Site, topic, payload == 0 ? 0 : payload + Properties(args.ApplicationMessage)) is { } full)
        {
            Refuse(args, MqttPubAckReasonCode.QuotaExceeded, full);
        }
        else if (parts.Kind == TopicKind.Command && !identity.IsDurable && !IsWithinRate(identity))
        {
            Refuse(args, MqttPubAckReasonCode.QuotaExceeded, $"more than {_limits.RequestsPerSecond} requests in a second");
        }
        else if (parts.Kind is TopicKind.Event or TopicKind.Energy)
        {
            // What is refused here goes on to the subscription, which refuses it again and counts it.
            await StoreAsync(args, token => _intake.AcceptAsync(parts, args.ApplicationMessage.Payload, token));
        }
    }

    // What a message costs beside topic and payload, about: letters of text, bytes of the rest.
    private static long Properties(MqttApplicationMessage message) =>
        (message.ResponseTopic?.Length ?? 0) + (message.ContentType?.Length ?? 0) + (message.CorrelationData?.Length ?? 0)
        + (message.UserProperties?.Sum(property => (long)property.Name.Length + property.ValueBuffer.Length) ?? 0);

    private bool IsWithinRate(BrokerIdentity identity)
    {
        using RateLimitLease lease = _requests.AttemptAcquire(identity.User);
        return lease.IsAcquired;
    }

    private async Task StoreAsync(InterceptingPublishEventArgs args, Func<CancellationToken, Task<string?>> accept)
    {
        try
        {
            if (await accept(args.CancellationToken) is { } refusal && !args.ProcessPublish)
            {
                _ingest.NoteRefused(args.ApplicationMessage.Topic ?? "", refusal);
                Refuse(args, MqttPubAckReasonCode.PayloadFormatInvalid, refusal);
            }
        }
        catch (Exception exception) when (exception is HistorianException or OperationCanceledException)
        {
            // MQTT 3.1.1 has no way to say no but to hang up.
            args.CloseConnection = !_connections.TryGetValue(args.ClientId, out BrokerConnection? connection)
                || connection.PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500;
            Refuse(args, MqttPubAckReasonCode.ImplementationSpecificError, exception.Message);
        }
    }

    private void Refuse(InterceptingPublishEventArgs args, MqttPubAckReasonCode code, string reason)
    {
        args.ProcessPublish = false;
        args.Response.ReasonCode = code;
        args.Response.ReasonString = reason;
        _notes.PublishRefused(args.ClientId, args.ApplicationMessage.Topic ?? "", reason);
    }

    private Task SubscribingAsync(InterceptingSubscriptionEventArgs args)
    {
        string filter = args.TopicFilter.Topic ?? "";
        BrokerConnection? connection = _connections.GetValueOrDefault(args.ClientId);
        string? refusal = connection?.Identity is not { } identity ? "nobody is logged in"
            : identity.IsDurable ? null
            : filter.Length > _limits.FilterLetters ? $"a filter has at most {_limits.FilterLetters} letters"
            : connection.Filters >= _limits.Filters ? $"a connection has at most {_limits.Filters} filters"
            : identity.RefuseSubscribe(filter);
        if (refusal is null)
        {
            connection!.Filters++;
            return Task.CompletedTask;
        }

        args.ProcessSubscription = false;
        args.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        args.ReasonString = refusal;
        _notes.PublishRefused(args.ClientId, filter, refusal);
        return Task.CompletedTask;
    }

    private Task EnqueueAsync(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        if (_connections.TryGetValue(args.ReceiverClientId, out BrokerConnection? connection))
        {
            connection.Enqueued(args.ApplicationMessage.Topic, args.ApplicationMessage.Payload.Length);
        }

        return Task.CompletedTask;
    }

    private Task DisconnectedAsync(ClientDisconnectedEventArgs args)
    {
        // A new connection of the same client may stand there already.
        if (_connections.TryGetValue(args.ClientId, out BrokerConnection? connection)
            && Equals(connection.RemoteEndPoint, args.RemoteEndPoint))
        {
            _connections.TryRemove(new(args.ClientId, connection));
        }

        return Task.CompletedTask;
    }

    private void UserChanged(string user)
    {
        foreach (BrokerConnection connection in _connections.Values.Where(connection => connection.Identity?.User == user))
        {
            connection.Hang();
        }
    }

    private static bool Same(string? one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one ?? string.Empty)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
