using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests.Faults;

/// <summary>Neither the response topic nor the size of a request ends the gateway's connection to the broker.</summary>
[Trait("Fault", "11")]
public sealed class Fault_11_A_request_costs_the_gateway_little
{
    private const int BrokerLost = 4002;
    private const int WrongReturn = 4064;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Mosquitto disconnects a client that publishes on a topic of more than 200 levels, empty ones too.</summary>
    [Theory]
    [InlineData("a/", 150, "it has 300 letters, at most 256 are possible")]
    [InlineData("/", 250, "it has 251 levels, at most 16 are possible")]
    [InlineData("a", 300, "it has 300 letters, at most 256 are possible")]
    public async Task A_response_topic_beyond_its_bounds_is_not_used(string part, int times, string fault)
    {
        await OnStageAsync(async (client, _, station, log) =>
        {
            MqttApplicationMessage request = Request(string.Concat(Enumerable.Repeat(part, times)), 2);

            // Accepted with a reader: the gateway has subscribed.
            await Eventually.TrueAsync(
                async () => (await client.PublishAsync(request, Stop)).ReasonCode == MqttClientPublishReasonCode.Success,
                "the gateway hears requests", Stop);
            await Eventually.TrueAsync(() => log.Count(WrongReturn) == 1, "the request is counted", Stop);
            Assert.Contains(fault, log.TextOf(WrongReturn), StringComparison.Ordinal);
            Assert.True(station.Publisher.IsConnected);
        });
    }

    [Fact]
    public async Task A_request_of_eight_megabytes_does_not_reach_it()
    {
        await OnStageAsync(async (client, port, station, _) =>
        {
            await Eventually.TrueAsync(
                async () => (await client.PublishAsync(Request("answer/first", 2), Stop)).ReasonCode
                    == MqttClientPublishReasonCode.Success,
                "the gateway hears requests", Stop);
            await using Listener listener = await Listener.StartAsync(port, Stop);
            await client.PublishAsync(Request("answer/large", 8 * 1024 * 1024), Stop);
            await client.PublishAsync(Request("answer/small", 2), Stop);

            // It answers in the order in which requests arrive.
            await Eventually.TrueAsync(() => listener.All.Any(heard => heard.Topic == "answer/small"), "the next one is answered", Stop);
            Assert.DoesNotContain(listener.All, heard => heard.Topic == "answer/large");
            Assert.True(station.Publisher.IsConnected);
        });
    }

    /// <summary>The broker must not send what the gateway will not hold (MQTT 5 §3.1.2.11.4), so the log-in says it.</summary>
    [Fact]
    public async Task Its_log_in_says_the_largest_packet_that_it_takes()
    {
        using TcpListener broker = new(IPAddress.Loopback, 0);
        broker.Start();
        await using Station station = new(((IPEndPoint)broker.LocalEndpoint).Port, new MemoryJournal());
        using TcpClient client = await broker.AcceptTcpClientAsync(Stop);
        byte[] packet = new byte[4096];
        int read = await client.GetStream().ReadAtLeastAsync(packet, 64, throwOnEndOfStream: true, Stop);
        Assert.Equal((4 * 1024 * 1024) + (64 * 1024), MaximumPacketSize(packet.AsSpan(0, read)));
    }

    private static async Task OnStageAsync(Func<IMqttClient, int, Station, Notes, Task> test)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        Notes<MqttPublisher> log = new();
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(
            broker.Port, new MemoryJournal(), logger: log,
            requests: (_, _, _) => throw new InvalidOperationException("Nothing of this is a request."));
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            Stop);
        await test(client, broker.Port, station, log);
        Assert.Empty(log.Of(BrokerLost));
    }

    private static MqttApplicationMessage Request(string answer, int bytes) => new MqttApplicationMessageBuilder()
        .WithTopic(Station.Root + "command/element").WithPayload(new byte[bytes]).WithMessageExpiryInterval(30)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithResponseTopic(answer).WithCorrelationData([1]).Build();

    /// <summary>The property 0x27 of a CONNECT; null where it has none.</summary>
    private static long? MaximumPacketSize(ReadOnlySpan<byte> connect)
    {
        Assert.Equal(0x10, connect[0]);
        int at = 1;
        while ((connect[at++] & 0x80) != 0)
        {
        }

        // Protocol name and version, flags, keep alive; then the properties, shorter than 128 bytes.
        Assert.Equal<byte>([0, 4, .. "MQTT"u8, 5], connect.Slice(at, 7));
        at += 10;
        int end = at + 1 + connect[at++];
        while (at < end)
        {
            switch (connect[at++])
            {
                case 0x27:
                    return BinaryPrimitives.ReadUInt32BigEndian(connect[at..]);
                case 0x11:
                    at += 4;
                    break;
                case 0x21 or 0x22:
                    at += 2;
                    break;
                case 0x17 or 0x19:
                    at++;
                    break;
                case var other:
                    throw new InvalidDataException($"Property {other} is not expected here.");
            }
        }

        return null;
    }
}
