using MQTTnet;

namespace Dashboard.Web.Tests.Faults;

/// <summary>The name in a request becomes the audit record: it must be the user of the connection.</summary>
[Trait("Fault", "04")]
public sealed class Fault_04_Who_asks_is_who_is_logged_in(DashboardWithBrokerUsers stage, SharedDashboard shared)
    : IClassFixture<DashboardWithBrokerUsers>, IClassFixture<SharedDashboard>
{
    [Theory]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","who":"mando"}""", true)]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","who":"jefe"}""", false)]
    [InlineData("mando", """{"who":"mando","action":"acknowledge","tag":"T","who":"jefe"}""", false)]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","who":7}""", false)]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","\u0077ho":"jefe"}""", false)]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","who":"jefe"} {"who":"mando"}""", false)]
    [InlineData("mando", """{"action":"acknowledge","tag":"T","who":"jefe"}x""", false)]
    [InlineData("lector", """{"action":"acknowledge","tag":"T","who":"lector"}""", false)]
    public async Task A_request_bears_the_name_of_its_user(string user, string payload, bool passes)
    {
        await RequestAsync(stage.Dashboard, user, payload, passes);
    }

    [Theory]
    [InlineData("""{"action":"acknowledge","tag":"T","who":"anonymous"}""", true)]
    [InlineData("""{"action":"acknowledge","tag":"T","who":"ana"}""", false)]
    public async Task Nobody_asks_under_another_name(string payload, bool passes)
    {
        await RequestAsync(shared.Dashboard, null, payload, passes);
    }

    private static async Task RequestAsync(RunningDashboard dashboard, string? user, string payload, bool passes)
    {
        await using BrokerPeer peer = new();
        await peer.ConnectAsync(dashboard.BrokerPort, user);
        MqttClientPublishReasonCode code = await peer.PublishAsync("edge/v1/a/command/element", payload, retain: false);
        Assert.Equal(!passes, code == MqttClientPublishReasonCode.NotAuthorized);
    }
}
