using System.Buffers;
using System.Text.Json;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;
using Record = Edge.Contracts.Journal.Record;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A box without a clock chip, a station that lives, a network time that arrives late, and a historian that comes last.</summary>
public sealed class A_box_boots_with_a_clock_that_is_months_off
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-240)]
    [InlineData(240)]
    [InlineData(-56 * 365)]
    public async Task Nothing_is_lost_and_what_was_wrong_is_marked(int days)
    {
        PlayedClock clock = new(TimeProvider.System) { Offset = TimeSpan.FromDays(days), IsSynchronised = false };
        Driver? driver = null;
        await using LiveGateway gateway = await LiveGateway.StartAsync(
            clock: clock, drivers: usual => device => driver = new Driver(usual(device)));
        Assert.Equal("notSet", gateway.Listener.Last("state", "clock"));
        Assert.Single(gateway.Said(2100));
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(() => gateway.Listener.All("event").Any(IsOpening), "the opening is recorded", Stop);
        Assert.Equal("notSet", gateway.Listener.Last("event", "gatewayClock"));

        // The network time arrives while a scan is on its way: it has the former date, and comes behind the jump.
        Task underWay = driver!.HoldTheBreaker();
        gateway.Station.Close("F3");
        await underWay.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        clock.Set(TimeSpan.Zero);
        await Eventually.TrueAsync(() => gateway.Listener.Last("state", "clock") == "synchronised", "the state tells it", Stop);
        await Eventually.TrueAsync(() => gateway.Listener.All("event").Any(IsJump), "the jump is recorded", Stop);
        driver.LetGo();
        bool isOpen = false;
        await Eventually.TrueAsync(
            () =>
            {
                // The clock of the concentrator has the former date until the gateway sets it again.
                isOpen = Operate(gateway, !isOpen);
                return gateway.Listener.All("event").Any(e => IsDigital(e) && e.GetProperty("clock").GetString() == "synchronised");
            },
            "an event has a right time again", Stop);

        JsonElement told = gateway.Listener.All("event").Single(IsJump);
        Assert.InRange(told.GetProperty("count").GetInt32() + (days * 86_400), -1, 1);
        Assert.False(told.TryGetProperty("device", out _));
        Assert.Equal(("synchronised", "gateway"), (told.GetProperty("clock").GetString(), told.GetProperty("timeSource").GetString()));

        // The historian arrives now, and gets everything from the first record on.
        List<Record> heard = await HistorianAsync(gateway);
        DateTimeOffset today = TimeProvider.System.GetUtcNow();
        DateTimeOffset former = today.AddDays(days);
        long jump = heard.Single(r => r.Event?.Finding == FindingCode.GatewayClockSet).Seq;
        Assert.Equal(Enumerable.Range(1, heard.Count).Select(i => (long)i), heard.Select(r => r.Seq));

        // The mark follows the time, not the place: the scan that was on its way is behind the jump, and is of before.
        Assert.All(heard, r => Assert.True(IsNear(r, former) || IsNear(r, today), $"{r.Seq} is of {TimeOf(r):u}"));
        Assert.All(heard, r => Assert.Equal(IsNear(r, former) ? GatewayClockCode.NotSet : "", r.Clock));
        Assert.All(heard.Where(r => r.Seq < jump), r => Assert.Equal(GatewayClockCode.NotSet, r.Clock));
        Assert.Single(heard.Where(r => r.Seq > jump && r.Clock.Length > 0).Select(r => r.Time).Distinct());
        Assert.All(
            heard.Where(r => r.Event is not null && r.Clock.Length > 0), r => Assert.Equal("unsynchronised", r.Event.Clock));
        Assert.All(
            heard.Where(r => r.Event?.Clock == "synchronised"),
            r => Assert.InRange((JournalEvents.TimeOf(r.Event.Time) - today).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(10)));
        Func<Record, bool>[] kinds = [r => r.Samples is not null, r => r.Event is not null, r => r.Elements is not null];
        foreach (Func<Record, bool> kind in kinds)
        {
            Assert.Contains(heard, r => kind(r) && r.Seq < jump);
            Assert.Contains(heard, r => kind(r) && r.Seq > jump && r.Clock.Length > 0);
            Assert.Contains(heard, r => kind(r) && r.Seq > jump && r.Clock.Length == 0);
        }

        IReadOnlyList<JournalRecord> kept = await gateway.StopAndReadAsync();
        Assert.All(heard, r => Assert.Equal(r.Seq, kept[(int)r.Seq - 1].Seq));
        Assert.Equal(0, kept.Count(r => r.Kind == JournalRecordKind.Loss));
    }

    private static bool Operate(LiveGateway gateway, bool open)
    {
        if (open)
        {
            gateway.Station.Open("F3");
        }
        else
        {
            gateway.Station.Close("F3");
        }

        return open;
    }

    private static bool IsDigital(JsonElement message) => message.GetProperty("type").GetString() == "digital";

    private static bool IsOpening(JsonElement message) =>
        IsDigital(message) && message.GetProperty("tag").GetString() == LiveGateway.Breaker && message.GetProperty("state").GetInt32() == 0;

    private static bool IsJump(JsonElement message) =>
        message.TryGetProperty("finding", out JsonElement finding) && finding.GetString() == FindingCode.GatewayClockSet;

    private static bool IsNear(Record record, DateTimeOffset time) => (TimeOf(record) - time).Duration() < TimeSpan.FromMinutes(10);

    private static DateTimeOffset TimeOf(Record record) => DateTimeOffset.UnixEpoch.AddMicroseconds(record.Time);

    // It says that it has nothing, and takes what comes, from the first record on.
    private static async Task<List<Record>> HistorianAsync(LiveGateway gateway)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        JournalTopics topics = new("los-alamos");
        List<Record> heard = [];
        client.ApplicationMessageReceivedAsync += async e =>
        {
            Batch batch = Batch.Parser.ParseFrom(e.ApplicationMessage.Payload.ToArray());
            lock (heard)
            {
                foreach (Record record in batch.Records.Where(r => r.Seq == heard.Count + 1))
                {
                    heard.Add(record);
                }
            }

            JournalAck ack = new() { Epoch = batch.Epoch, Seq = heard.Count };
            await PublishAsync(client, topics.Acknowledgement, JsonSerializer.SerializeToUtf8Bytes(ack, JournalJson.Default.JournalAck));
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", gateway.BrokerPort).Build(), Stop);
        await client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topics.Records, MqttQualityOfServiceLevel.AtLeastOnce).Build(), Stop);
        JournalReplay replay = new() { Epoch = gateway.Listener.Last("state", "epoch")!, AfterSeq = 0 };
        await PublishAsync(client, topics.Replay, JsonSerializer.SerializeToUtf8Bytes(replay, JournalJson.Default.JournalReplay));
        await Eventually.TrueAsync(() => Has(heard), "the historian has the jump, and values and elements after it", Stop);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Stop);
        lock (heard)
        {
            return [.. heard];
        }
    }

    private static bool Has(List<Record> heard)
    {
        lock (heard)
        {
            int jump = heard.FindIndex(r => r.Event?.Finding == FindingCode.GatewayClockSet);
            IEnumerable<Record> right = heard.Skip(jump).Where(r => r.Clock.Length == 0);
            return jump >= 0 && right.Any(r => r.Samples is not null) && right.Any(r => r.Elements is not null)
                && right.Any(r => r.Event?.Type == "digital");
        }
    }

    private static async Task PublishAsync(IMqttClient client, string topic, byte[] payload) => _ = await client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(topic.EndsWith("ack", StringComparison.Ordinal)).Build(),
        Stop);

    // A driver that can hold back a scan that says something of the breaker, stamped as it is.
    private sealed class Driver(IFieldDriver driver) : IFieldDriver
    {
        private volatile TaskCompletionSource? _held;
        private volatile TaskCompletionSource? _free;

        public string Device => driver.Device;

        /// <summary>From now on; ends when one is held.</summary>
        public Task HoldTheBreaker()
        {
            TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _held = held;
            return held.Task;
        }

        public void LetGo() => _free!.SetResult();

        public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
        {
            PollResult result = await driver.PollAsync(cancellationToken);
            if (_held is { } held && result.Scan is { } scan && scan.Events.Span.ToArray().Any(e => e.Tag == LiveGateway.Breaker))
            {
                _held = null;
                held.SetResult();
                await _free!.Task.WaitAsync(cancellationToken);
            }

            return result;
        }

        public void Acknowledge() => driver.Acknowledge();

        public ValueTask DisposeAsync() => driver.DisposeAsync();
    }
}
