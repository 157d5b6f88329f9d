using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;

namespace Edge.Mqtt.Tests.Faults;

/// <summary>Mosquitto with the file of rights of deploy/mosquitto, examples included.</summary>
public sealed class Fault_34_The_shipped_rights_are_as_small_as_they_can_be(
    Fault_34_The_shipped_rights_are_as_small_as_they_can_be.Stage stage)
    : IClassFixture<Fault_34_The_shipped_rights_are_as_small_as_they_can_be.Stage>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("los-alamos", "edge/v1/los-alamos/event", true)]
    [InlineData("los-alamos", "edge/v1/los-alamos/element/LA152B03", true)]
    [InlineData("los-alamos", "edge/v1/los-alamos/reply/panel", true)]
    [InlineData("los-alamos", "edge/v1/valle-sur/event", false)]
    [InlineData("los-alamos", "other/los-alamos/event", false)]
    [InlineData("dashboard", "edge/v1/los-alamos/journal/ack", true)]
    [InlineData("dashboard", "edge/v1/valle-sur/journal/replay", true)]
    [InlineData("dashboard", "edge/v1/los-alamos/journal", false)]
    [InlineData("dashboard", "edge/v1/los-alamos/event", false)]
    [InlineData("dashboard", "edge/v1/los-alamos/command/element", true)]
    [InlineData("scada", "edge/v1/los-alamos/event", false)]
    [InlineData("scada", "edge/v1/los-alamos/command/element", false)]
    [InlineData("control", "edge/v1/los-alamos/command/element", true)]
    [InlineData("control", "edge/v1/valle-sur/command/element", true)]
    [InlineData("control", "edge/v1/los-alamos/element/LA152B03", false)]
    [InlineData("control", "edge/v1/los-alamos/journal/ack", false)]
    [InlineData("nobody", "edge/v1/los-alamos/event", false)]
    public async Task A_user_writes_what_it_may_and_nothing_else(string user, string topic, bool allowed)
    {
        using IMqttClient client = await stage.ConnectAsync(user);
        Assert.Equal(!allowed, await PublishAsync(client, topic) == MqttClientPublishReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("los-alamos", "los-alamos", true)]
    [InlineData("los-alamos", "valle-sur", false)]
    [InlineData("dashboard", "los-alamos", true)]
    [InlineData("dashboard", "valle-sur", true)]
    [InlineData("scada", "valle-sur", true)]
    [InlineData("control", "los-alamos", true)]
    [InlineData("nobody", "los-alamos", false)]
    public async Task A_user_reads_what_it_may_and_nothing_else(string user, string site, bool allowed)
    {
        ConcurrentQueue<string> heard = [];
        using IMqttClient reader = await stage.ConnectAsync(user);
        reader.ApplicationMessageReceivedAsync += args =>
        {
            heard.Enqueue(args.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        await reader.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce, Stop);
        using IMqttClient gateway = await stage.ConnectAsync(site);
        await PublishAsync(gateway, $"edge/v1/{site}/event");

        // Each user may do this, and hears it. What was before it and is not there by then was not sent.
        await PublishAsync(reader, $"edge/v1/{user}/end");
        await Eventually.TrueAsync(() => heard.Contains($"edge/v1/{user}/end"), "the reader hears itself", Stop);
        Assert.Equal(allowed, heard.Contains($"edge/v1/{site}/event"));
    }

    private static async Task<MqttClientPublishReasonCode> PublishAsync(IMqttClient client, string topic) =>
        (await client.PublishStringAsync(topic, "{}", MqttQualityOfServiceLevel.AtLeastOnce, retain: false, Stop)).ReasonCode;

    /// <summary>One broker for all of it.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private MosquittoBroker? _broker;

        public async ValueTask InitializeAsync() => _broker = MosquittoBroker.Program is null
            ? null
            : await MosquittoBroker.StartShippedAsync(["los-alamos", "valle-sur", "dashboard", "scada", "control", "nobody"], Stop);

        public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;

        internal async Task<IMqttClient> ConnectAsync(string user)
        {
            Assert.SkipWhen(_broker is null, MosquittoBroker.Missing);
            IMqttClient client = new MqttClientFactory().CreateMqttClient();
            await client.ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _broker.Port).WithProtocolVersion(MqttProtocolVersion.V500)
                    .WithCredentials(user, MosquittoBroker.Password).Build(),
                Stop);
            return client;
        }
    }
}
