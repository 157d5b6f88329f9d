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
        await using LiveGateway gateway = await LiveGateway.StartAsync(clock: clock);
        Assert.Equal("notSet", gateway.Listener.Last("state", "clock"));
        Assert.Single(gateway.Said(2100));
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(() => gateway.Listener.Last("event", "gatewayClock") == "notSet", "the opening is recorded", Stop);

        clock.Set(TimeSpan.Zero);
        await Eventually.TrueAsync(() => gateway.Listener.Last("state", "clock") == "synchronised", "the state tells it", Stop);
        bool isOpen = true;
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
        long jump = heard.Single(r => r.Event?.Finding == FindingCode.GatewayClockSet).Seq;
        Assert.Equal(Enumerable.Range(1, heard.Count).Select(i => (long)i), heard.Select(r => r.Seq));
        Assert.All(heard, r => Assert.Equal(r.Seq < jump ? GatewayClockCode.NotSet : "", r.Clock));
        Assert.All(heard.Where(r => r.Event is not null && r.Seq < jump), r => Assert.Equal("unsynchronised", r.Event.Clock));
        Assert.All(
            heard.Where(r => r.Event?.Clock == "synchronised"),
            r => Assert.InRange((JournalEvents.TimeOf(r.Event.Time) - today).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(10)));
        Func<Record, bool>[] kinds = [r => r.Samples is not null, r => r.Event is not null, r => r.Elements is not null];
        foreach (Func<Record, bool> kind in kinds)
        {
            Assert.Contains(heard, r => kind(r) && r.Seq < jump);
            Assert.Contains(heard, r => kind(r) && r.Seq > jump);
        }

        Assert.All(heard, r => Assert.InRange(
            (TimeOf(r) - (r.Seq < jump ? today.AddDays(days) : today)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(10)));
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

    private static bool IsJump(JsonElement message) =>
        message.TryGetProperty("finding", out JsonElement finding) && finding.GetString() == FindingCode.GatewayClockSet;

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
            return jump >= 0 && heard.Skip(jump).Any(r => r.Samples is not null) && heard.Skip(jump).Any(r => r.Elements is not null)
                && heard.Skip(jump).Any(r => r.Event?.Type == "digital");
        }
    }

    private static async Task PublishAsync(IMqttClient client, string topic, byte[] payload) => _ = await client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(topic.EndsWith("ack", StringComparison.Ordinal)).Build(),
        Stop);
}
