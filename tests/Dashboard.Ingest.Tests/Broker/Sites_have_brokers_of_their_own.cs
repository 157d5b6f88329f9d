using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Edge.Contracts.Journal;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>Two real Mosquittos: the second carries the site that is listed for it, the first all others.</summary>
[Trait("Category", "Slow")]
public sealed class Sites_have_brokers_of_their_own : IDisposable
{
    private const string South = "el-sur";

    private static readonly SiteShards s_shards = new([[], [South]]);

    private readonly TemporaryFolder _directory = new();
    private readonly Record[] _records = Recordings.Make(600);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_journal_is_stored_and_answered_over_its_own()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker first = await MosquittoBroker.StartAsync(Stop);
        await using MosquittoBroker second = await MosquittoBroker.StartAsync(Stop);
        await using JournalRig rig = Rig().Run([first.Port, second.Port]);
        await using TestGateway north = new(first.Port, "e1", _records) { PauseMilliseconds = 5 };
        await using TestGateway south = new(second.Port, "e2", _records, site: South) { PauseMilliseconds = 5 };
        await Eventually.TrueAsync(() => north.Acked > 100 && south.Acked > 100, "both are acknowledged", Stop);

        // Only the site of the second one waits, and gets everything afterwards.
        await second.KillAsync();
        await Eventually.TrueAsync(() => north.Acked == _records.Length, "the first goes on", Stop);
        await second.StartAgainAsync(Stop);
        await Eventually.TrueAsync(() => south.Acked == _records.Length, "the second has everything", Stop);
        Assert.Equal(2 * _records.Count(record => record.Event is not null), rig.Heard.Count);
        Assert.Empty(await RetainedAsync(first.Port, new JournalTopics(South).Acknowledgement));
        Assert.Empty(await RetainedAsync(second.Port, new JournalTopics(Payloads.Site).Acknowledgement));
    }

    [Fact]
    public async Task A_lost_one_takes_the_values_of_its_sites_alone()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker first = await MosquittoBroker.StartAsync(Stop);
        await using MosquittoBroker second = await MosquittoBroker.StartAsync(Stop);
        await using JournalRig rig = Rig().Run([first.Port, second.Port]);
        await Eventually.TrueAsync(() => rig.Link.Up, "both are connected", Stop);
        foreach ((int port, string site) in new[] { (first.Port, Payloads.Site), (second.Port, South) })
        {
            await PublishAsync(port, site, "state", Payloads.State(heartbeat: 600));
            await PublishAsync(port, site, "element/LA152B03", Payloads.Closed);
            await Eventually.TrueAsync(() => QualityOf(rig, site) == QualityName.Good, $"{site} is good", Stop);
        }

        await second.KillAsync();
        await Eventually.TrueAsync(() => QualityOf(rig, South) == QualityName.Stale, "its values are stale", Stop);
        Assert.Equal(SiteStatus.Unknown, rig.Sites.Site(South)!.Value.Summary.Status);
        Assert.Equal((QualityName.Good, false), (QualityOf(rig, Payloads.Site), rig.Link.Up));
        Assert.StartsWith($"127.0.0.1:{second.Port}: ", rig.Link.Reason, StringComparison.Ordinal);
        Assert.NotEqual(SiteStatus.Unknown, rig.Sites.Site(Payloads.Site)!.Value.Summary.Status);
    }

    [Fact]
    public async Task None_speaks_for_a_site_of_another()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker first = await MosquittoBroker.StartAsync(Stop);
        await using MosquittoBroker second = await MosquittoBroker.StartAsync(Stop);
        await using JournalRig rig = Rig().Run([first.Port, second.Port]);
        await Eventually.TrueAsync(() => rig.Link.Up, "both are connected", Stop);
        await PublishAsync(second.Port, South, "state", Payloads.State(heartbeat: 600));
        await Eventually.TrueAsync(() => rig.Sites.Site(South) is not null, "the site is known", Stop);

        long refused = rig.Refusals.Refused;
        await PublishAsync(first.Port, South, "element/LA152B03", Payloads.Open);
        await PublishAsync(first.Port, South, "event", Payloads.Event(1), retain: false);
        await using TestGateway stranger = new(first.Port, "e9", _records, site: South);
        await PublishAsync(second.Port, Payloads.Site, "state", Payloads.State());
        await Eventually.TrueAsync(() => rig.Refusals.Refused >= refused + 4, "all are refused", Stop);
        Assert.Equal((0, 0L), (rig.Heard.Count, stranger.Acked));
        Assert.Empty(rig.Sites.Snapshot(South)!.Elements);
        Assert.Null(rig.Sites.Site(Payloads.Site));
    }

    [Fact]
    public void The_list_is_clear()
    {
        Assert.Equal((0, 1), (s_shards.Of("any"), s_shards.Of(South)));
        Assert.Null(new SiteShards([["a"], ["b"]]).Of("c"));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => new SiteShards([["a"], ["a"]]));
        Assert.Contains("listed twice", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SiteShards([[], []]));
    }

    private JournalRig Rig() => new(_directory.At("historian.db"), shards: s_shards);

    private static QualityName? QualityOf(JournalRig rig, string site) =>
        rig.Sites.Snapshot(site)?.Elements.GetValueOrDefault("LA152B03")?.Quality;

    private static async Task PublishAsync(int port, string site, string topic, string payload, bool retain = true)
    {
        using IMqttClient client = await ConnectAsync(port);
        _ = await client.PublishStringAsync($"edge/v1/{site}/{topic}", payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, Stop);
    }

    // A marker that is published behind the subscription arrives behind what was retained.
    private static async Task<List<string>> RetainedAsync(int port, string topic)
    {
        using IMqttClient client = await ConnectAsync(port);
        TaskCompletionSource marked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> heard = [];
        client.ApplicationMessageReceivedAsync += message =>
        {
            if (message.ApplicationMessage.Topic == "marker")
            {
                _ = marked.TrySetResult();
            }
            else
            {
                heard.Add(message.ApplicationMessage.ConvertPayloadToString());
            }

            return Task.CompletedTask;
        };
        _ = await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce, Stop);
        _ = await client.SubscribeAsync("marker", MqttQualityOfServiceLevel.AtLeastOnce, Stop);
        _ = await client.PublishStringAsync("marker", "", MqttQualityOfServiceLevel.AtLeastOnce, false, Stop);
        await marked.Task.WaitAsync(Stop);
        return heard;
    }

    private static async Task<IMqttClient> ConnectAsync(int port)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        _ = await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
                .Build(), Stop);
        return client;
    }
}
