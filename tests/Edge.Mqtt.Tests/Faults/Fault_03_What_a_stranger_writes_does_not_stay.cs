using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests.Faults;

/// <summary>Forged retained messages of another client are replaced, and the state reports that client.</summary>
[Trait("Fault", "03")]
public sealed class Fault_03_What_a_stranger_writes_does_not_stay
{
    private const int ForeignWriter = 4015;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("element/LA1PA_03", """{"text":"0.00","quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("tag/LA1PA_03", """{"value":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("tag/LA1PA_03", "")]
    [InlineData("catalog", "")]
    [InlineData("screen/LA", "<svg/>")]
    [InlineData("screen/LA", "")]
    [InlineData("state", """{"status":"offline"}""")]
    public async Task The_message_of_the_gateway_replaces_it(string topic, string forged)
    {
        await OnStageAsync(async (port, station, before) =>
        {
            await ForgeAsync(port, Station.Root + topic, forged);
            string full = Station.Root + topic;
            Dictionary<string, Heard> after = await Listener.RetainedAsync(
                port,
                r => Foreign(r) is not null && r.TryGetValue(full, out Heard? now)
                    && (full == Station.State || now.Text == before[full].Text),
                Stop);
            Assert.Equal(full, Foreign(after)!.Value.GetProperty("topic").GetString());
            Assert.Equal(1, Foreign(after)!.Value.GetProperty("count").GetInt64());
            Assert.Equal("online", after[Station.State].Json.GetProperty("status").GetString());
        });
    }

    [Fact]
    public async Task A_topic_that_the_gateway_does_not_publish_is_cleared()
    {
        await OnStageAsync(async (port, station, before) =>
        {
            await ForgeAsync(port, Station.Root + "element/NEVER", """{"text":"x","quality":"good","time":"2026-03-01T12:00:00Z"}""");
            Dictionary<string, Heard> after = await Listener.RetainedAsync(
                port, r => Foreign(r) is not null && r.Count == before.Count, Stop);
            Assert.DoesNotContain(Station.Root + "element/NEVER", after.Keys);
        });
    }

    private static async Task OnStageAsync(Func<int, Station, Dictionary<string, Heard>, Task> test)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        // Without the sweep of the start, which clears for some seconds what the profile lacks. Without heartbeats: the
        // state is published because of the stranger.
        Notes<MqttPublisher> log = new();
        await using Station station = new(
            broker.Port, new MemoryJournal(), o => o with { Sweep = TimeSpan.Zero, Heartbeat = TimeSpan.FromHours(1) }, logger: log);
        Dictionary<string, Heard> before = await Listener.RetainedAsync(
            broker.Port,
            r => r.Count == Station.RetainedTopics.Length && r[Station.State].Json.GetProperty("status").GetString() == "online", Stop);
        Assert.Null(Foreign(before));
        await test(broker.Port, station, before);
        Assert.Single(log.Of(ForeignWriter));
    }

    private static JsonElement? Foreign(Dictionary<string, Heard> retained) =>
        retained.TryGetValue(Station.State, out Heard? state) && state.Json.TryGetProperty("foreignWriter", out JsonElement foreign)
            ? foreign : null;

    private static async Task ForgeAsync(int port, string topic, string payload)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), Stop);
        await client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, Stop);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Stop);
    }
}
