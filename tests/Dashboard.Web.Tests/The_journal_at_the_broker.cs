using System.Net.Http.Json;
using Dashboard.Web.Api;
using Edge.Contracts.Journal;
using Google.Protobuf;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Who may write and read the journal of a site at the broker within the dashboard, and what the historian answers.</summary>
public sealed class The_journal_at_the_broker(DashboardWithBrokerUsers stage) : IClassFixture<DashboardWithBrokerUsers>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gwA", "edge/v1/a/journal", false, true)]
    [InlineData("gwA", "edge/v1/a/journal", true, false)]
    [InlineData("gwA", "edge/v1/b/journal", false, false)]
    [InlineData("gwA", "edge/v1/a/journal/ack", true, false)]
    [InlineData("gwA", "edge/v1/a/journal/replay", false, false)]
    [InlineData("gwA", "edge/v1/a/journal/other", false, false)]
    [InlineData("gwA", "edge/v1/a/journal/other/ack", true, false)]
    [InlineData("lector", "edge/v1/a/journal", false, false)]
    [InlineData("lector", "edge/v1/a/journal/ack", true, false)]
    [InlineData("mando", "edge/v1/a/journal", false, false)]
    [InlineData("mando", "edge/v1/a/journal/replay", false, false)]
    public async Task A_role_writes_what_it_may(string user, string topic, bool retain, bool allowed)
    {
        await using BrokerPeer peer = new();
        await peer.ConnectAsync(stage.Dashboard.BrokerPort, user);
        MqttClientPublishReasonCode code = await peer.PublishAsync(topic, Batch(1, "e0").ToByteArray(), retain);
        Assert.Equal(allowed ? MqttClientPublishReasonCode.Success : MqttClientPublishReasonCode.NotAuthorized, code);
    }

    [Theory]
    [InlineData("gwA", "edge/v1/a/journal/ack", true)]
    [InlineData("gwA", "edge/v1/a/journal/replay", true)]
    [InlineData("gwA", "edge/v1/a/journal", false)]
    [InlineData("gwA", "edge/v1/b/journal/ack", false)]
    [InlineData("lector", "edge/v1/a/journal", false)]
    [InlineData("lector", "edge/v1/+/journal", false)]
    [InlineData("lector", "edge/v1/+/journal/#", false)]
    [InlineData("lector", "edge/v1/a/journal/ack", false)]
    [InlineData("mando", "edge/v1/+/journal", false)]
    public async Task A_role_reads_what_it_may(string user, string filter, bool allowed)
    {
        await using BrokerPeer peer = new();
        await peer.ConnectAsync(stage.Dashboard.BrokerPort, user);
        Assert.Equal(allowed, await peer.SubscribeAsync(filter) <= MqttClientSubscribeResultCode.GrantedQoS2);
    }

    [Fact]
    public async Task A_batch_is_acknowledged_to_its_gateway_and_nobody_else_hears_it()
    {
        await using BrokerPeer reader = new();
        await reader.ConnectAsync(stage.Dashboard.BrokerPort, "lector");
        await reader.SubscribeAsync("edge/v1/#");
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(stage.Dashboard.BrokerPort, "gwB");
        await gateway.SubscribeAsync("edge/v1/b/journal/ack");
        await gateway.SubscribeAsync("edge/v1/b/journal/replay");
        Assert.Equal(MqttClientPublishReasonCode.Success, await gateway.PublishAsync("edge/v1/b/journal", Batch(7).ToByteArray(), false));
        await HearsAsync(gateway, "edge/v1/b/journal/ack", """{"epoch":"e1","seq":7}""");

        // A gap is asked for, and what comes again is acknowledged again.
        await gateway.PublishAsync("edge/v1/b/journal", Batch(9, after: 8).ToByteArray(), false);
        await HearsAsync(gateway, "edge/v1/b/journal/replay", """{"epoch":"e1","afterSeq":7}""");
        await gateway.PublishAsync("edge/v1/b/journal", Batch(9, after: 7).ToByteArray(), false);
        await HearsAsync(gateway, "edge/v1/b/journal/ack", """{"epoch":"e1","seq":9}""");

        // A connection that comes later hears the last answer at once.
        await using BrokerPeer later = new();
        await later.ConnectAsync(stage.Dashboard.BrokerPort, "gwB");
        await later.SubscribeAsync("edge/v1/b/journal/ack");
        await HearsAsync(later, "edge/v1/b/journal/ack", """{"epoch":"e1","seq":9}""");
        Assert.DoesNotContain(reader.Heard, heard => heard.Topic == "edge/v1/b/journal");
    }

    [Fact]
    public async Task What_cannot_be_read_is_kept_and_counted()
    {
        using HttpClient page = await stage.Dashboard.LogInAsync();
        JournalCounts before = await CountsAsync(page);
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(stage.Dashboard.BrokerPort, "gwA");
        await gateway.SubscribeAsync("edge/v1/a/journal/ack");
        Batch batch = Batch(1, "e3");
        batch.LastSeq = 2;
        batch.Records.Add(new Edge.Contracts.Journal.Record
        {
            Seq = 2,
            Time = 2,
            Samples = new Samples { Samples_ = { new Sample { Name = 9, Value = 1 } } },
        });
        await gateway.PublishAsync("edge/v1/a/journal", batch.ToByteArray(), false);
        await HearsAsync(gateway, "edge/v1/a/journal/ack", """{"epoch":"e3","seq":2}""");
        JournalCounts after = await CountsAsync(page);
        Assert.Equal((1, 0), (after.SetAside - before.SetAside, after.Unknown - before.Unknown));
    }

    private static async Task<JournalCounts> CountsAsync(HttpClient page) =>
        (await page.GetFromJsonAsync<ServerStatus>("/api/status", Stop))!.Journals;

    [Fact]
    public async Task What_is_no_batch_is_refused()
    {
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(stage.Dashboard.BrokerPort, "gwA");
        foreach (byte[] payload in (byte[][])[[0xFF], new Batch { Epoch = "e1", AfterSeq = 3 }.ToByteArray(), new byte[(64 * 1024) + 1]])
        {
            Assert.Equal(
                MqttClientPublishReasonCode.PayloadFormatInvalid, await gateway.PublishAsync("edge/v1/a/journal", payload, false));
        }
    }

    private static Batch Batch(long seq, string epoch = "e1", long after = 0)
    {
        Batch batch = new() { Epoch = epoch, AfterSeq = after, LastSeq = seq, OldestSeq = 1, Names = { "AI1" } };
        batch.Records.Add(new Edge.Contracts.Journal.Record
        {
            Seq = seq,
            Time = seq,
            Samples = new Samples { Samples_ = { new Sample { Value = 1 } } },
        });
        return batch;
    }

    private static Task HearsAsync(BrokerPeer peer, string topic, string payload) =>
        Eventually.TrueAsync(() => peer.Heard.Contains((topic, payload)), $"{topic} {payload}", Stop);
}
