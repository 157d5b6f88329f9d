using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests.Faults;

/// <summary>Neither the response topic nor the size of a request ends the gateway's connection to the broker.</summary>
[Trait("Fault", "11")]
public sealed class Fault_11_A_request_costs_the_gateway_little
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(300, 0)]
    [InlineData(1, 8 * 1024 * 1024)]
    public async Task Its_connection_is_not_lost(int levels, int bytes)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(
            broker.Port, new MemoryJournal(),
            requests: (_, _, _) => throw new InvalidOperationException("Nothing of this is a request."));
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "the gateway is connected", Stop);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            Stop);
        MqttApplicationMessage request = new MqttApplicationMessageBuilder()
            .WithTopic(Station.Root + "command/element").WithPayload(new byte[bytes]).WithMessageExpiryInterval(30)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithResponseTopic(string.Join('/', Enumerable.Repeat("a", levels))).WithCorrelationData([1]).Build();
        await client.PublishAsync(request, Stop);

        // The gateway publishes over the same connection: it has published "offline" only once, before all values.
        station.SetPower(1);
        await Eventually.TrueAsync(() => listener.All.Any(heard => heard.Topic == Station.Root + "tag/LA1PA_03"), "it goes on", Stop);
        await client.PublishAsync(request, Stop);
        station.SetPower(2);
        await Eventually.TrueAsync(
            () => listener.All.Any(heard => heard.Topic == Station.Root + "tag/LA1PA_03" && heard.Text.Contains('2')), "it goes on", Stop);
        int offline = listener.All.Count(
            heard => heard.Topic == Station.State && heard.Text.Contains("\"offline\"", StringComparison.Ordinal));
        Assert.InRange(offline, 0, 1);
    }
}
