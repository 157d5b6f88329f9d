using Dashboard.Web.Broker;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Requests of one user beyond the rate do not reach the gateway.</summary>
[Trait("Fault", "09")]
public sealed class Fault_09_A_flood_of_requests_is_cut_at_the_broker : IDisposable
{
    private const string Request = """{"action":"acknowledge","tag":"T","who":"anonymous"}""";

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_is_beyond_the_rate_is_refused_to_its_sender()
    {
        // One a second, so that a slow machine cannot refill the bucket between the requests.
        BrokerLimits limits = new() { RequestsPerSecond = 1 };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.SubscribeAsync("edge/v1/a/command/element");
        await using BrokerPeer flood = new();
        await flood.ConnectAsync(dashboard.BrokerPort);
        MqttClientPublishReasonCode[] codes = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => flood.PublishAsync("edge/v1/a/command/element", Request, retain: false)));
        int passed = codes.Count(code => code == MqttClientPublishReasonCode.Success);
        Assert.InRange(passed, 1, 49);
        Assert.Equal(50 - passed, codes.Count(code => code == MqttClientPublishReasonCode.QuotaExceeded));
        await Eventually.TrueAsync(
            () => gateway.Heard.Count == passed, "the gateway hears what passed", TestContext.Current.CancellationToken);
    }

    /// <summary>A panel that runs wild takes nothing from the control room.</summary>
    [Fact]
    public async Task Each_user_has_a_rate_of_its_own()
    {
        BrokerFiles.Write(_directory.Path);
        BrokerLimits limits = new() { RequestsPerSecond = 5 };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using BrokerPeer wild = new();
        await wild.ConnectAsync(dashboard.BrokerPort, "mando");
        await using BrokerPeer calm = new();
        await calm.ConnectAsync(dashboard.BrokerPort, "mandoA");
        while (await AskAsync(wild, "mando") != MqttClientPublishReasonCode.QuotaExceeded)
        {
        }

        MqttClientPublishReasonCode[] codes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(calm, "mandoA")));
        Assert.DoesNotContain(MqttClientPublishReasonCode.QuotaExceeded, codes);
    }

    private static Task<MqttClientPublishReasonCode> AskAsync(BrokerPeer peer, string user) => peer.PublishAsync(
        "edge/v1/a/command/element", Request.Replace("anonymous", user, StringComparison.Ordinal), retain: false);
}
