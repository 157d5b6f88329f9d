using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Dashboard.Web.Broker;

/// <summary>
/// One connection at the embedded broker. It makes client ids belong to users: the broker sees <c>user:id</c>, so that no client can take
/// the place or the session of another user's client by its id. Only the dashboard may have a session that outlives its connection: others
/// are ended. And it bounds what waits for the client: messages are counted, and a packet that asks for an answer is read only while few
/// answers wait to be taken.
/// </summary>
internal sealed class BrokerConnection(MqttChannelAdapter inner, BoundedChannel channel, BrokerLimits limits, Action<string> tooSlow)
    : IMqttChannelAdapter
{
    // What a queued message costs beside topic and payload, about.
    private const int Overhead = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, int> _unacknowledged = [];
    private readonly SemaphoreSlim _answers = new(limits.WaitingAnswers);
    private long _waitingBytes;
    private int _waitingMessages;
    private bool _ended;

    /// <summary>The client id as the client wrote it; made by the broker where it wrote none.</summary>
    internal string ClientId { get; private set; } = "";

    /// <summary>Whether the broker made the client id.</summary>
    internal bool IsNamedByBroker { get; private set; }

    /// <summary>Who it is, from the moment of the log-in.</summary>
    internal BrokerIdentity? Identity { get; private set; }

    /// <summary>How many topic filters it has asked for.</summary>
    internal int Filters { get; set; }

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    /// <summary>Separates user and client id; no user has it in the name.</summary>
    internal static string Key(string user, string clientId) => $"{user}:{clientId}";

    /// <summary>The client has logged in: from now on its role's bounds count.</summary>
    internal void LoggedIn(BrokerIdentity identity)
    {
        Identity = identity;
        channel.PacketBytes = limits.PacketBytes(identity.Role);
    }

    /// <summary>A message is put into the queue for the client.</summary>
    internal void Enqueued(string topic, long payload)
    {
        if (Identity is not { IsDurable: false })
        {
            return;
        }

        lock (_lock)
        {
            _waitingMessages++;
            _waitingBytes += topic.Length + payload + Overhead;
            if (_ended || (_waitingMessages <= limits.WaitingMessages && _waitingBytes <= limits.WaitingBytes))
            {
                return;
            }

            _ended = true;
        }

        tooSlow($"it reads or acknowledges too slowly: {_waitingMessages} messages with {_waitingBytes / 1024} kB wait for it");
        channel.Dispose();
    }

    /// <summary>Ends the connection.</summary>
    internal void Hang() => channel.Dispose();

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        MqttPacket? packet = await inner.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
        if (IsAsking(packet))
        {
            // The broker queues an answer to each without a bound: a client that takes none is not read either.
            await _answers.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        switch (packet)
        {
            case MqttConnectPacket connect:
                Own(connect);
                break;
            case MqttDisconnectPacket disconnect when Identity is not { IsDurable: true }:
                // A goodbye may not ask for the session that the log-in could not have.
                disconnect.SessionExpiryInterval = 0;
                break;
            case MqttPublishPacket { TopicAlias: not 0 } publish:
                CheckAlias(publish);
                break;
            case MqttPubAckPacket or MqttPubCompPacket:
                Release(((MqttPacketWithIdentifier)packet).PacketIdentifier);
                break;
        }

        return packet;
    }

    public void ResetStatistics() => inner.ResetStatistics();

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        // Before it is sent: the acknowledgement may be here before the sending has returned.
        if (packet is MqttPublishPacket { QualityOfServiceLevel: not MqttQualityOfServiceLevel.AtMostOnce } acknowledged)
        {
            lock (_lock)
            {
                _unacknowledged[acknowledged.PacketIdentifier] = Cost(acknowledged);
            }
        }

        if (packet is MqttConnAckPacket logIn)
        {
            logIn.TopicAliasMaximum = limits.TopicAliases;
        }

        try
        {
            await inner.SendPacketAsync(packet, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsAnswer(packet))
            {
                _answers.Release();
            }
        }

        if (packet is MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtMostOnce } sent)
        {
            lock (_lock)
            {
                Free(Cost(sent));
            }
        }
    }

    public void Dispose() => inner.Dispose();

    private static bool IsAsking(MqttPacket? packet) =>
        packet is MqttPingReqPacket or MqttSubscribePacket or MqttUnsubscribePacket or MqttPubRecPacket or MqttPubRelPacket
            or MqttPublishPacket { QualityOfServiceLevel: not MqttQualityOfServiceLevel.AtMostOnce };

    private static bool IsAnswer(MqttPacket packet) =>
        packet is MqttPingRespPacket or MqttSubAckPacket or MqttUnsubAckPacket or MqttPubRelPacket or MqttPubCompPacket
            or MqttPubAckPacket or MqttPubRecPacket;

    // The broker keeps the topic of each alias, whatever it is, for as long as the connection lasts.
    private void CheckAlias(MqttPublishPacket packet)
    {
        if (packet.TopicAlias > limits.TopicAliases || packet.Topic?.Length > limits.FilterLetters)
        {
            throw new MqttProtocolViolationException(
                $"A connection has {limits.TopicAliases} topic aliases, each for a topic of at most {limits.FilterLetters} letters.");
        }
    }

    private static int Cost(MqttPublishPacket packet) => packet.Topic.Length + (int)packet.Payload.Length + Overhead;

    private void Release(ushort packet)
    {
        lock (_lock)
        {
            if (_unacknowledged.Remove(packet, out int cost))
            {
                Free(cost);
            }
        }
    }

    private void Free(int cost)
    {
        _waitingMessages--;
        _waitingBytes -= cost;
    }

    private void Own(MqttConnectPacket connect)
    {
        bool v5 = PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;
        ClientId = connect.ClientId ?? "";
        if (ClientId.Length == 0 && (v5 || connect.CleanSession))
        {
            // MQTT 5 §3.1.3.1, MQTT 3.1.1 §3.1.3.1: a client may leave its name to the broker.
            ClientId = $"auto-{Guid.NewGuid():N}";
            IsNamedByBroker = true;
        }

        if (ClientId.Length == 0)
        {
            return;
        }

        string user = connect.Username ?? "";
        connect.ClientId = Key(user, ClientId);
        if (user != EmbeddedBroker.Internal)
        {
            connect.CleanSession = true;
            connect.SessionExpiryInterval = 0;
        }
    }
}
