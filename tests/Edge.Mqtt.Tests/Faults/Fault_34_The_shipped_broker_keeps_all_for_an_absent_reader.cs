using System.Buffers;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests.Faults;

public sealed class Fault_34_The_shipped_broker_keeps_all_for_an_absent_reader
{
    private const int Events = 3000;
    private const uint LargestCatalog = 8 * 1024 * 1024;
    private const string Topic = "edge/v1/los-alamos/event";
    private const string Reader = "dashboard";
    private const string Gateway = "los-alamos";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_thousand_events_wait_through_a_restart_of_the_broker()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartShippedAsync([Reader, Gateway], Stop);
        using (IMqttClient reader = await ConnectAsync(broker, Reader))
        {
            await reader.SubscribeAsync("edge/v1/+/event", MqttQualityOfServiceLevel.AtLeastOnce, Stop);
            await reader.DisconnectAsync(cancellationToken: Stop);
        }

        using (IMqttClient gateway = await ConnectAsync(broker, Gateway))
        {
            foreach (int[] batch in Enumerable.Range(1, Events).Chunk(50))
            {
                MqttClientPublishResult[] results = await Task.WhenAll(
                    batch.Select(seq => gateway.PublishAsync(Message(Topic, seq), Stop)));
                Assert.All(results, result => Assert.Equal(MqttClientPublishReasonCode.Success, result.ReasonCode));
            }
        }

        await broker.StopAsync(Stop);
        await broker.StartAgainAsync(Stop);
        ConcurrentQueue<int> received = [];
        using IMqttClient back = await ConnectAsync(broker, Reader, message => received.Enqueue(Seq(message)));
        await Eventually.TrueAsync(() => received.Distinct().Count() == Events, "every event has arrived", Stop);
        Assert.Equal(Enumerable.Range(1, Events), received.Distinct());
    }

    [Fact]
    public async Task A_gateway_writes_its_own_site_and_a_stranger_does_not_connect()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartShippedAsync([Reader, Gateway], Stop);
        using IMqttClient gateway = await ConnectAsync(broker, Gateway);
        MqttClientPublishResult foreign = await gateway.PublishAsync(Message("edge/v1/valle-sur/event", 1), Stop);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign.ReasonCode);

        using IMqttClient stranger = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult refused = await stranger.ConnectAsync(Options(broker, null), Stop);
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, refused.ResultCode);
    }

    /// <summary>A smaller packet would not carry every catalogue; few in flight make a reader that was away slow.</summary>
    [Fact]
    public async Task It_says_how_large_a_packet_is_and_how_many_are_in_flight()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartShippedAsync([Gateway], Stop);
        using IMqttClient gateway = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult said = await gateway.ConnectAsync(Options(broker, Gateway), Stop);
        Assert.Equal((LargestCatalog + (64u * 1024), (ushort)100), (said.MaximumPacketSize ?? 0, said.ReceiveMaximum ?? 0));
        MqttClientPublishResult largest = await gateway.PublishBinaryAsync(
            "edge/v1/los-alamos/catalog", new byte[LargestCatalog], MqttQualityOfServiceLevel.AtLeastOnce, retain: true, Stop);
        Assert.True(largest.IsSuccess);
    }

    /// <summary>Ninety days and half a minute are too long for a test: at least the file says what its page says.</summary>
    [Theory]
    [InlineData("persistent_client_expiration 90d")]
    [InlineData("autosave_interval 30")]
    public void What_takes_long_is_in_the_file(string line) =>
        Assert.Contains(line, MosquittoBroker.ReadShipped());

    /// <summary>A broker drops a message with an expiry while it waits for its reader.</summary>
    [Fact]
    public async Task An_event_has_no_expiry()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        ConcurrentQueue<uint> expiries = [];
        using IMqttClient reader = await ConnectAsync(broker, null, message => expiries.Enqueue(message.MessageExpiryInterval));
        await reader.SubscribeAsync(Station.Event, MqttQualityOfServiceLevel.AtLeastOnce, Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        station.AddEvents(3);
        await Eventually.TrueAsync(() => expiries.Count == 3, "the events arrive", Stop);
        Assert.All(expiries, expiry => Assert.Equal(0u, expiry));
    }

    private static async Task<IMqttClient> ConnectAsync(
        MosquittoBroker broker, string? user, Action<MqttApplicationMessage>? received = null)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += args =>
        {
            received?.Invoke(args.ApplicationMessage);
            return Task.CompletedTask;
        };
        MqttClientConnectResult result = await client.ConnectAsync(Options(broker, user), Stop);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }

    private static MqttClientOptions Options(MosquittoBroker broker, string? user)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId("of-" + user).WithCleanStart(false)
            .WithSessionExpiryInterval(3600);
        return (user is null ? options : options.WithCredentials(user, MosquittoBroker.Password)).Build();
    }

    private static MqttApplicationMessage Message(string topic, int seq) => new()
    {
        Topic = topic,
        Payload = new ReadOnlySequence<byte>(BitConverter.GetBytes(seq)),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
    };

    private static int Seq(MqttApplicationMessage message) => BitConverter.ToInt32(message.Payload.ToArray());
}
