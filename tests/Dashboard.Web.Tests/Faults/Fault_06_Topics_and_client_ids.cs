using MQTTnet;
using MQTTnet.Formatter;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Topics outside the contract are kept by nobody, and a client id is not needed.</summary>
[Trait("Fault", "06")]
public sealed class Fault_06_Topics_and_client_ids(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    [Theory]
    [InlineData("edge/v1/a/element/X\u0000")]
    [InlineData("edge/v1/a/element/X\u0001")]
    [InlineData("edge/v1/a/element/+")]
    [InlineData("edge/v1/a/#")]
    [InlineData("edge/v1/a/element/\uFFFD")]
    [InlineData("edge/v1/ñ/state")]
    [InlineData("anything")]
    public async Task A_topic_that_others_could_not_read_is_not_kept(string topic)
    {
        await using RawMqtt raw = await RawMqtt.ConnectAsync(shared.Dashboard.BrokerPort, "raw");
        await raw.PublishAsync(topic, "x", retain: true);
        await using BrokerPeer reader = new();
        await reader.ConnectAsync(shared.Dashboard.BrokerPort);
        await reader.SubscribeAsync("#");
        await reader.PublishAsync("edge/v1/a/element/LAST", FakeGateway.Open, retain: true);
        await Eventually.TrueAsync(() => reader.Heard.Any(heard => heard.Topic == "edge/v1/a/element/LAST"), "the reader is served",
            TestContext.Current.CancellationToken);
        Assert.All(reader.Heard, heard => Assert.Equal("edge/v1/a/element/LAST", heard.Topic));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task A_client_without_an_id_is_given_one(MqttProtocolVersion version)
    {
        await using BrokerPeer one = new();
        await using BrokerPeer two = new();
        MqttClientConnectResult result = await one.ConnectAsync(shared.Dashboard.BrokerPort, version: version);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        Assert.Equal(version == MqttProtocolVersion.V500, !string.IsNullOrEmpty(result.AssignedClientIdentifier));
        MqttClientConnectResult other = await two.ConnectAsync(shared.Dashboard.BrokerPort, version: version);
        Assert.Equal(MqttClientConnectResultCode.Success, other.ResultCode);
        Assert.True(one.IsConnected);
    }

    [Theory]
    [InlineData("edge-dashboard-x")]
    [InlineData("edge-dashboard-live")]
    [InlineData("edge-dashboard-events")]
    public async Task A_gateway_may_have_any_client_id(string id)
    {
        await using BrokerPeer gateway = new();
        MqttClientConnectResult result = await gateway.ConnectAsync(shared.Dashboard.BrokerPort, clientId: id);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        using HttpClient client = shared.Dashboard.Anonymous();
        await client.JsonAsync("/healthz");
    }
}
