using System.Collections.Concurrent;
using System.Text.Json;
using Edge.Contracts;
using Edge.Pipeline;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests.Faults;

/// <summary>Names and values of a request are recorded, logged and shown: none of them has characters that do something.</summary>
[Trait("Fault", "13")]
public sealed class Fault_13_No_text_of_a_request_steers_a_terminal
{
    private const string Reply = Station.Root + "reply/panel";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_with_control_characters_is_malformed_and_not_executed()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        ConcurrentQueue<ElementRequest> executed = [];
        await using Station station = new(broker.Port, new MemoryJournal(), requests: (request, _, _) =>
        {
            executed.Enqueue(request);
            return Task.FromResult(default(ElementAnswer));
        });
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "the gateway is connected", Stop);
        ConcurrentQueue<CommandReply> replies = [];
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += args =>
        {
            string payload = args.ApplicationMessage.ConvertPayloadToString();
            replies.Enqueue(JsonSerializer.Deserialize(payload, ContractJson.Default.CommandReply)!);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            Stop);
        await client.SubscribeAsync(Reply, MqttQualityOfServiceLevel.AtLeastOnce, Stop);

        // The subscription to requests comes after everything is published: what is too early is not answered.
        await Eventually.TrueAsync(
            async () =>
            {
                await AskAsync(client, "LA2TEC01", "ana", "FS");
                return !replies.IsEmpty;
            },
            "the gateway answers", Stop);
        string[] steering = ["\u001b[2J", "\0", "\r\n", "\u009b", "\u202e", "\u200f", "\u2066"];
        foreach (string bad in steering)
        {
            await AskAsync(client, "LA2TEC01" + bad, "ana", "FS");
            await AskAsync(client, "LA2TEC01", "ana" + bad, "FS");
            await AskAsync(client, "LA2TEC01", "ana", bad + "FS");
        }

        await AskAsync(client, "LA2TEC01", "José Ñ. 東", "Fuera de servicio – 13,2 kV");
        await Eventually.TrueAsync(
            () => executed.Any(request => request.Who == "José Ñ. 東"), "the last one is executed", Stop);
        Assert.All(executed, request => Assert.DoesNotContain(steering, bad => $"{request.Tag}{request.Who}{request.Value}".Contains(bad)));
        await Eventually.TrueAsync(
            () => replies.Count(reply => reply.Outcome == CommandOutcome.Malformed) == 3 * steering.Length,
            "each other one is refused", Stop);
    }

    private static Task AskAsync(IMqttClient client, string tag, string who, string value) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(Station.Root + "command/element")
            .WithPayload(JsonSerializer.Serialize(new { action = "set", tag, who, value })).WithMessageExpiryInterval(30)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithResponseTopic(Reply).WithCorrelationData([1]).Build(),
        Stop);
}
