using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Edge.Domain;
using Edge.Pipeline;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

public sealed class An_operator_asks_and_is_answered
{
    private const string Command = Station.Root + "command/element";
    private const string Reply = Station.Root + "reply/panel";
    private const string Set = """{"action":"set","tag":"LA2TEC01","value":"FS","who":"ana"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_outcome_and_the_correlation_data_of_the_request()
    {
        await using Desk desk = await Desk.StartAsync();
        Assert.Equal(("done", null, null), await desk.AskAsync(Set));
        ElementRequest request = Assert.Single(desk.Requests);
        Assert.Equal(new ElementRequest(ElementAction.Set, "LA2TEC01", ElementAttribute.Text, "FS", "ana"), request);

        desk.Answer = new ElementAnswer(ElementOutcome.NotAllowed, ElementRefusal.SetByFormula, "a formula sets it");
        Assert.Equal(
            ("notAllowed", "setByFormula", "a formula sets it"),
            await desk.AskAsync("""{"action":"acknowledge","tag":"LA151_03","attribute":"fill","who":"ana"}"""));
        Assert.Equal(ElementAction.Acknowledge, desk.Requests.Last().Action);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"action":"set","tag":"A"}""")]
    [InlineData("""{"action":"set","tag":null,"who":"ana"}""")]
    [InlineData("""{"action":"explode","tag":"A","who":"ana"}""")]
    [InlineData("""{"action":1,"tag":"A","who":"ana"}""")]
    [InlineData("""{"action":"set","tag":"A","attribute":"size","who":"ana"}""")]
    [InlineData("""{"action":"acknowledge","tag":"A","who":"ana"} {"who":"luis"}""")]
    [InlineData("""{"action":"acknowledge","tag":"A","who":"ana"}x""")]
    public async Task A_payload_that_is_no_request_is_refused(string payload)
    {
        await using Desk desk = await Desk.StartAsync();
        (string outcome, string? reason, string? detail) = await desk.AskAsync(payload);
        Assert.Equal(("malformed", "notOfContract"), (outcome, reason));
        Assert.NotNull(detail);
        Assert.Empty(desk.Requests);
    }

    [Fact]
    public async Task A_request_that_is_retained_or_has_no_expiry_is_refused()
    {
        await using Desk desk = await Desk.StartAsync();
        Assert.Equal(("expired", "notBounded"), Of(await desk.AskAsync(Set, expiry: 0)));
        Assert.Equal(("expired", "notBounded"), Of(await desk.AskAsync(Set, expiry: 61)));
        Assert.Equal(("expired", "retained"), Of(await desk.AskAsync(Set, retain: true)));
        Assert.Equal("done", (await desk.AskAsync(Set, expiry: 60)).Outcome);
        Assert.Single(desk.Requests);

        static (string Outcome, string? Reason) Of((string Outcome, string? Reason, string? Detail) answer) =>
            (answer.Outcome, answer.Reason);
    }

    [Fact]
    public async Task A_request_without_a_valid_response_topic_is_not_executed()
    {
        await using Desk desk = await Desk.StartAsync();
        await desk.PublishAsync(Set, response: null);
        await desk.PublishAsync(Set, correlation: null);
        await desk.PublishAsync(Set, response: Station.State);
        await desk.PublishAsync(Set, response: Station.Root + "command/element");
        await desk.PublishAsync(Set, response: "$SYS/x");
        await desk.PublishAsync(Set, response: string.Join('/', Enumerable.Repeat("a", 17)));
        await desk.PublishAsync(Set, response: new string('a', 257));
        Assert.Equal("done", (await desk.AskAsync(Set)).Outcome);
        Assert.Single(desk.Requests);
    }

    [Fact]
    public async Task A_request_while_the_gateway_is_disconnected_is_never_executed()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using (Desk before = await Desk.StartAsync(broker))
        {
            Assert.Equal("done", (await before.AskAsync(Set)).Outcome);
        }

        using (IMqttClient client = await Desk.ConnectAsync(broker.Port))
        {
            await client.PublishAsync(Desk.Message(Set, 60, retain: false, Reply, [1]), Stop);
            await client.PublishAsync(Desk.Message(Set, 60, retain: true, Reply, [2]), Stop);
        }

        await using Desk desk = await Desk.StartAsync(broker);
        Assert.Equal("done", (await desk.AskAsync("""{"action":"acknowledge","tag":"LA151_03","who":"ana"}""")).Outcome);
        Assert.Equal(ElementAction.Acknowledge, Assert.Single(desk.Requests).Action);
    }

    [Fact]
    public async Task An_executed_request_is_an_event_that_names_the_operator()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.Add(new JournalRecord
        {
            Seq = 0,
            Kind = JournalRecordKind.Operator,
            Time = Station.Start,
            Element = new ElementState("LA151_03", ElementAttribute.Text, "0", ElementAction.Acknowledge, "ana", Station.Start),
        });
        await using Station station = new(broker.Port, journal);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 1, "the event arrives", Stop);

        JsonElement done = listener.Last(Station.Event)!.Json;
        Assert.Equal(("operator", "ana", "acknowledge", "LA151_03", "text", "0"), (
            Text("type"), Text("who"), Text("action"), Text("tag"), Text("attribute"), Text("text")));

        string? Text(string name) => done.GetProperty(name).GetString();
    }

    /// <summary>A gateway with the answers of the test, and a dashboard that sends requests.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<byte, TaskCompletionSource<JsonElement>> _asked = new();
        private MosquittoBroker? _own;
        private Station _station = null!;
        private IMqttClient _client = null!;
        private byte _last = 100;

        public ConcurrentQueue<ElementRequest> Requests { get; } = new();

        public ElementAnswer Answer { get; set; }

        public static async Task<Desk> StartAsync(MosquittoBroker? broker = null)
        {
            Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
            Desk desk = new();
            desk._own = broker is null ? await MosquittoBroker.StartAsync(Stop) : null;
            int port = (broker ?? desk._own!).Port;
            desk._station = new Station(port, new MemoryJournal(), requests: (request, _, _) =>
            {
                desk.Requests.Enqueue(request);
                return Task.FromResult(desk.Answer);
            });
            desk._client = await ConnectAsync(port);
            desk._client.ApplicationMessageReceivedAsync += e =>
            {
                JsonElement reply = JsonDocument.Parse(Encoding.UTF8.GetString(e.ApplicationMessage.Payload.ToArray())).RootElement;
                _ = desk._asked[e.ApplicationMessage.CorrelationData[0]].TrySetResult(reply);
                return Task.CompletedTask;
            };
            await desk._client.SubscribeAsync(Reply, MqttQualityOfServiceLevel.AtLeastOnce, Stop);

            // The result of a publication shows whether the gateway has subscribed.
            await Eventually.TrueAsync(
                async () => (await desk._client.PublishAsync(Message(Set, 60, false, null, [0]), Stop)).ReasonCode
                    == MqttClientPublishReasonCode.Success,
                "the gateway listens", Stop);
            return desk;
        }

        public static async Task<IMqttClient> ConnectAsync(int port)
        {
            IMqttClient client = new MqttClientFactory().CreateMqttClient();
            await client.ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build(),
                Stop);
            return client;
        }

        public static MqttApplicationMessage Message(
            string payload, uint expiry, bool retain, string? response, byte[]? correlation) => new()
            {
                Topic = Command,
                Payload = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(payload)),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Retain = retain,
                ResponseTopic = response,
                CorrelationData = correlation,
                MessageExpiryInterval = expiry,
            };

        public Task PublishAsync(string payload, string? response = Reply, byte[]? correlation = null) =>
            _client.PublishAsync(Message(payload, 60, false, response, response == Reply ? correlation : [9]), Stop);

        public async Task<(string Outcome, string? Reason, string? Detail)> AskAsync(string payload, uint expiry = 30, bool retain = false)
        {
            byte correlation = ++_last;
            TaskCompletionSource<JsonElement> answer = _asked[correlation] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await _client.PublishAsync(Message(payload, expiry, retain, Reply, [correlation]), Stop);
            JsonElement reply = await answer.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
            return (reply.GetProperty("outcome").GetString()!, Text(reply, "reason"), Text(reply, "detail"));
        }

        private static string? Text(JsonElement reply, string name) =>
            reply.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _station.DisposeAsync();
            if (_own is not null)
            {
                await _own.DisposeAsync();
            }
        }
    }
}
