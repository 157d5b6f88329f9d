using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Dashboard.Web.Tests;

/// <summary>Any client of the broker: what it heard, and whether it was thrown out.</summary>
internal sealed class BrokerPeer : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, string Payload)> _heard = new();

    internal BrokerPeer() => _client.ApplicationMessageReceivedAsync += args =>
    {
        _heard.Enqueue((args.ApplicationMessage.Topic, Encoding.UTF8.GetString(args.ApplicationMessage.Payload.ToArray())));
        return Task.CompletedTask;
    };

    internal IReadOnlyCollection<(string Topic, string Payload)> Heard => _heard;

    internal bool IsConnected => _client.IsConnected;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal Task<MqttClientConnectResult> ConnectAsync(
        int port, string? user = null, string? password = null, string? clientId = null, bool cleanStart = true,
        MqttProtocolVersion version = MqttProtocolVersion.V500, uint expiry = 0)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port).WithProtocolVersion(version).WithCleanStart(cleanStart);
        options = version == MqttProtocolVersion.V500 ? options.WithSessionExpiryInterval(expiry) : options;
        options = clientId is null ? options : options.WithClientId(clientId);
        options = user is null ? options : options.WithCredentials(user, password ?? BrokerFiles.Password);
        MqttClientOptions built = options.Build();
        built.ClientId = clientId ?? "";
        return _client.ConnectAsync(built, Cancelled);
    }

    internal async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, Cancelled)).Items.Single().ResultCode;

    internal async Task<MqttClientPublishReasonCode> PublishAsync(string topic, string payload, bool retain) =>
        (await _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, Cancelled)).ReasonCode;

    internal async Task<MqttClientPublishReasonCode> PublishAsync(string topic, byte[] payload, bool retain) =>
        (await _client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, Cancelled)).ReasonCode;

    internal Task DisconnectAsync(uint expiry) =>
        _client.DisconnectAsync(new MqttClientDisconnectOptions { SessionExpiryInterval = expiry }, Cancelled);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
