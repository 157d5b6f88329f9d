using MQTTnet;
using MQTTnet.Formatter;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>What a connection may do follows from its user, never from its client id or from a session that it finds.</summary>
[Trait("Fault", "01")]
public sealed class Fault_01_A_client_id_opens_no_other_site(DashboardWithBrokerUsers stage) : IClassFixture<DashboardWithBrokerUsers>
{
    private const string Command = """{"action":"acknowledge","tag":"LA152B03","who":"mando"}""";

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task Another_users_client_id_gives_neither_session_nor_rights(MqttProtocolVersion version)
    {
        await using BrokerPeer victim = new();
        await victim.ConnectAsync(
            stage.Dashboard.BrokerPort, "gwB", clientId: $"edge-b-{version}", cleanStart: false, expiry: 3600, version: version);
        Assert.True(await victim.SubscribeAsync("edge/v1/b/command/element") <= MqttClientSubscribeResultCode.GrantedQoS2);

        await using BrokerPeer thief = new();
        MqttClientConnectResult taken = await thief.ConnectAsync(
            stage.Dashboard.BrokerPort, "gwA", clientId: $"edge-b-{version}", cleanStart: false, expiry: 3600, version: version);
        Assert.Equal(MqttClientConnectResultCode.Success, taken.ResultCode);
        Assert.False(taken.IsSessionPresent);
        MqttClientPublishReasonCode foreign = await PublishAsync(thief, "edge/v1/b/element/LA152B03", FakeGateway.Open, version);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign);

        await using BrokerPeer commander = new();
        await commander.ConnectAsync(stage.Dashboard.BrokerPort, "mando", clientId: "edge-b");
        MqttClientPublishReasonCode asked = await commander.PublishAsync("edge/v1/b/command/element", Command, retain: false);
        Assert.Equal(MqttClientPublishReasonCode.Success, asked);
        await Eventually.TrueAsync(() => victim.Heard.Any(heard => heard.Topic == "edge/v1/b/command/element"),
            "gateway b hears its command", TestContext.Current.CancellationToken);
        Assert.Empty(thief.Heard);
        Assert.True(victim.IsConnected);
    }

    [Fact]
    public async Task Nobody_but_the_dashboard_keeps_a_session()
    {
        await using (BrokerPeer first = new())
        {
            await first.ConnectAsync(stage.Dashboard.BrokerPort, "lector", clientId: "x", cleanStart: false, expiry: 3600);
            await first.SubscribeAsync("edge/v1/#");
            await first.DisconnectAsync(expiry: 3600);
        }

        await using BrokerPeer second = new();
        Assert.False((await second.ConnectAsync(stage.Dashboard.BrokerPort, "lector", clientId: "x", cleanStart: false)).IsSessionPresent);
    }

    /// <summary>A session that stays has a subscriber: what is published to it finds one.</summary>
    [Theory]
    [InlineData(MqttProtocolVersion.V500, true)]
    [InlineData(MqttProtocolVersion.V500, false)]
    [InlineData(MqttProtocolVersion.V311, true)]
    [InlineData(MqttProtocolVersion.V311, false)]
    public async Task No_session_waits_at_the_broker(MqttProtocolVersion version, bool goodbye)
    {
        string topic = $"edge/v1/a/reply/{version}-{goodbye}";
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(stage.Dashboard.BrokerPort, "gwA");
        await using (BrokerPeer reader = new())
        {
            await reader.ConnectAsync(
                stage.Dashboard.BrokerPort, "lector", clientId: topic, cleanStart: false, expiry: 3600, version: version);
            await reader.SubscribeAsync(topic);
            Assert.Equal(MqttClientPublishReasonCode.Success, await gateway.PublishAsync(topic, "{}", retain: false));
            if (goodbye)
            {
                await reader.DisconnectAsync(expiry: version == MqttProtocolVersion.V500 ? 3600 : 0u);
            }
        }

        await Eventually.TrueAsync(
            async () => await gateway.PublishAsync(topic, "{}", retain: false) == MqttClientPublishReasonCode.NoMatchingSubscribers,
            "nobody hears it any more", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("gwA", "edge/v1/a/event", false, true)]
    [InlineData("gwA", "edge/v1/a/event", true, false)]
    [InlineData("gwA", "edge/v1/a/element/X", true, true)]
    [InlineData("gwA", "edge/v1/a/element/X", false, false)]
    [InlineData("gwA", "edge/v1/a/command/element", false, false)]
    [InlineData("gwA", "edge/v1/a/reply/7", false, true)]
    [InlineData("gwA", "edge/v1/a/reply/7", true, false)]
    [InlineData("gwA", "edge/v1/b/reply/7", false, false)]
    [InlineData("gwA", "edge/v1/b/event", false, false)]
    [InlineData("gwA", "edge/v1/b/state", true, false)]
    [InlineData("gwA", "edge/v1/a", true, false)]
    [InlineData("gwA", "other/a", true, false)]
    [InlineData("lector", "edge/v1/a/event", false, false)]
    [InlineData("lector", "edge/v1/a/command/element", false, false)]
    [InlineData("lector", "edge/v1/a/state", true, false)]
    [InlineData("mando", "edge/v1/a/state", true, false)]
    [InlineData("mando", "edge/v1/a/event", false, false)]
    [InlineData("mando", "edge/v1/a/command/element", true, false)]
    [InlineData("mando", "edge/v1/a/command/element", false, true)]
    [InlineData("mandoA", "edge/v1/a/command/element", false, true)]
    [InlineData("mandoA", "edge/v1/b/command/element", false, false)]
    [InlineData("mandoA", "edge/v1/a/reply/7", false, false)]
    public async Task A_role_writes_what_it_may_and_nothing_else(string user, string topic, bool retain, bool allowed)
    {
        await using BrokerPeer peer = new();
        await peer.ConnectAsync(stage.Dashboard.BrokerPort, user);

        // In the sender's own name, so that the role is what decides.
        MqttClientPublishReasonCode code = await peer.PublishAsync(topic, Command.Replace("mando", user, StringComparison.Ordinal), retain);
        Assert.Equal(!allowed, code == MqttClientPublishReasonCode.NotAuthorized);
    }

    [Theory]
    [InlineData("gwA", "edge/v1/a/command/element", true)]
    [InlineData("gwA", "edge/v1/a/#", true)]
    [InlineData("gwA", "edge/v1/b/#", false)]
    [InlineData("gwA", "edge/v1/+/command/element", false)]
    [InlineData("gwA", "#", false)]
    [InlineData("lector", "#", true)]
    [InlineData("lector", "edge/v1/b/tag/+", true)]
    [InlineData("lectorA", "edge/v1/a/tag/+", true)]
    [InlineData("lectorA", "edge/v1/+/tag/+", false)]
    [InlineData("lectorA", "#", false)]
    [InlineData("mandoA", "edge/v1/a/reply/+", true)]
    [InlineData("mandoA", "edge/v1/b/reply/+", false)]
    [InlineData("lector", "$share/g/edge/v1/#", false)]
    [InlineData("lector", "$SYS/#", false)]
    public async Task A_role_reads_what_it_may_and_nothing_else(string user, string filter, bool allowed)
    {
        await using BrokerPeer peer = new();
        await peer.ConnectAsync(stage.Dashboard.BrokerPort, user);
        Assert.Equal(allowed, await peer.SubscribeAsync(filter) <= MqttClientSubscribeResultCode.GrantedQoS2);
    }

    // MQTT 3.1.1 has no word for "no": what was refused is seen by nobody.
    private static async Task<MqttClientPublishReasonCode> PublishAsync(
        BrokerPeer peer, string topic, string payload, MqttProtocolVersion version)
    {
        MqttClientPublishReasonCode code = await peer.PublishAsync(topic, payload, retain: true);
        return version == MqttProtocolVersion.V500 ? code : MqttClientPublishReasonCode.NotAuthorized;
    }
}
