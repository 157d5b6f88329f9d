using System.Net;
using Dashboard.Web.Broker;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>What one client asks for, names or adds to its messages has a bound, and it takes no place from the others.</summary>
[Trait("Fault", "07")]
public sealed class Fault_07_What_a_client_asks_for_is_bounded : IDisposable
{
    private static readonly byte[] PingRequest = [0xC0, 0];
    private static readonly byte[] PublishToX = [0x32, 6, 0, 1, (byte)'x', 0, 1, 0];
    private static readonly byte[] Release = [0x62, 2, 0, 1];

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Who_takes_no_answer_is_not_read_any_further()
    {
        BoundedChannel channel = new(new EndlessChannel([.. PingRequest, .. PublishToX, .. Release]), 1024);
        using BrokerConnection connection = new(
            new MqttChannelAdapter(
                channel, new MqttPacketFormatterAdapter(MqttProtocolVersion.V500, new MqttBufferWriter(4096, 65_535)),
                new MqttNetNullLogger()),
            channel, new BrokerLimits { WaitingAnswers = 30 }, _ => { });
        for (int i = 0; i < 30; i++)
        {
            Assert.NotNull(await connection.ReceivePacketAsync(Cancelled));
        }

        Task<MqttPacket?> next = connection.ReceivePacketAsync(Cancelled);
        Assert.False(next.IsCompleted);
        await connection.SendPacketAsync(new MqttPubAckPacket { PacketIdentifier = 1 }, Cancelled);
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Who_takes_its_answers_may_ask_for_as_many_as_it_likes()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, new BrokerLimits { WaitingAnswers = 3 });
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => gateway.RetainAsync($"element/E{i}", FakeGateway.Open)));
        await using BrokerPeer reader = new();
        await reader.ConnectAsync(dashboard.BrokerPort);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(await reader.SubscribeAsync($"edge/v1/los-alamos/element/E{i}") <= MqttClientSubscribeResultCode.GrantedQoS2);
        }

        await Eventually.TrueAsync(() => reader.Heard.Count == 10, "all arrived", Cancelled);
    }

    [Theory]
    [InlineData(1, 300, false)]
    [InlineData(17, 20, false)]
    [InlineData(16, 20, true)]
    public async Task Topic_aliases_are_few_and_short(int alias, int letters, bool taken)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult logIn = await client.ConnectAsync(Options(dashboard, null), Cancelled);
        Assert.Equal(16, logIn.TopicAliasMaximum);

        // The client library keeps to the maximum by itself, so the bytes are written by hand.
        await using RawMqtt raw = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        byte[] topic = [0, 0, .. Enumerable.Repeat((byte)'n', letters)];
        (topic[0], topic[1]) = ((byte)(letters >> 8), (byte)letters);
        await raw.Stream.WriteAsync(
            RawMqtt.Packet(0x10, [0, 4, .. "MQTT"u8, 5, 2, 0, 60, 0, 0, 1, (byte)'a']), Cancelled);
        await raw.Stream.WriteAsync(RawMqtt.Packet(0x32, [.. topic, 0, 1, 3, 0x23, 0, (byte)alias]), Cancelled);
        await raw.Stream.WriteAsync(PingRequest, Cancelled);
        byte[] head = new byte[2];
        await raw.Stream.ReadExactlyAsync(head, Cancelled);
        await raw.Stream.ReadExactlyAsync(new byte[head[1]], Cancelled);
        Assert.Equal(taken, await raw.Stream.ReadAsync(head, Cancelled) > 0);
    }

    [Fact]
    public async Task What_a_message_carries_beside_its_payload_is_bounded()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(Options(dashboard, null), Cancelled);
        Assert.Equal(MqttClientPublishReasonCode.Success, await PublishAsync(1000));
        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, await PublishAsync(5000));

        async Task<MqttClientPublishReasonCode> PublishAsync(int letters)
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic("edge/v1/a/element/E1").WithRetainFlag()
                .WithPayload(FakeGateway.Open).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
            message.UserProperties = [new MqttUserProperty("k", new byte[letters])];
            return (await client.PublishAsync(message, Cancelled)).ReasonCode;
        }
    }

    [Fact]
    public async Task One_user_does_not_take_every_connection()
    {
        // The dashboard itself has four.
        BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, new BrokerLimits { Connections = 13, ConnectionsPerUser = 4 });
        List<IMqttClient> clients = [];
        try
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(MqttClientConnectResultCode.Success, await ComeAsync("lector"));
            }

            Assert.Equal(MqttClientConnectResultCode.QuotaExceeded, await ComeAsync("lector"));
            Assert.Equal(MqttClientConnectResultCode.Success, await ComeAsync("gwB"));
            clients[0].Dispose();
            await Eventually.TrueAsync(
                async () => await ComeAsync("lector") == MqttClientConnectResultCode.Success, "one that left makes room", Cancelled);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        async Task<MqttClientConnectResultCode> ComeAsync(string user)
        {
            IMqttClient client = new MqttClientFactory().CreateMqttClient();
            clients.Add(client);
            return (await client.ConnectAsync(Options(dashboard, user), Cancelled)).ResultCode;
        }
    }

    [Fact]
    public void Addresses_of_one_subscriber_count_as_one()
    {
        // IPv6: a subscriber has 2^64 of them.
        Assert.Equal(BrokerListener.PlaceOf(IPAddress.Parse("2001:db8::1")), BrokerListener.PlaceOf(IPAddress.Parse("2001:db8::2:3")));
        Assert.NotEqual(BrokerListener.PlaceOf(IPAddress.Parse("2001:db8::1")), BrokerListener.PlaceOf(IPAddress.Parse("2001:db8:0:1::1")));
    }

    private static MqttClientOptions Options(RunningDashboard dashboard, string? user)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", dashboard.BrokerPort)
            .WithProtocolVersion(MqttProtocolVersion.V500);
        return (user is null ? options : options.WithCredentials(user, BrokerFiles.Password)).Build();
    }
}
