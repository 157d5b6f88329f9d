using System.Text.Json;
using Dashboard.Web.Broker;
using Dashboard.Web.Hosting;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests;

public sealed class EmbeddedBrokerTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task With_users_nobody_is_nameless_and_each_writes_only_to_its_own_site()
    {
        BrokerUserFile.Write(
            Path.Combine(_directory.Path, "broker-users.json"),
            [BrokerUserFile.Make("los-alamos", BrokerRole.Gateway, "los-alamos", BrokerFiles.Password)]);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway nobody = new();
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await nobody.ConnectAsync(dashboard.BrokerPort));
        await using FakeGateway wrong = new();
        MqttClientConnectResultCode refused = await wrong.ConnectAsync(dashboard.BrokerPort, "los-alamos", "otro");
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, refused);
        await using FakeGateway right = new();
        MqttClientConnectResultCode taken = await right.ConnectAsync(dashboard.BrokerPort, "los-alamos", BrokerFiles.Password);
        Assert.Equal(MqttClientConnectResultCode.Success, taken);
        Assert.True((await right.EventAsync(FakeGateway.Event(1))).IsSuccess);
        MqttClientPublishResult foreign = await right.PublishAsync("edge/v1/otra/event", FakeGateway.Event(1), retain: false);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign.ReasonCode);
        using HttpClient client = await dashboard.LogInAsync();
        JsonElement events = (await client.JsonAsync("/api/events")).GetProperty("events");
        Assert.Equal("los-alamos/e1/1", Assert.Single(events.EnumerateArray()).GetProperty("key").GetString());
    }

    [Fact]
    public async Task Nobody_takes_the_session_of_the_dashboard_itself()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway thief = new();
        Assert.Equal(
            MqttClientConnectResultCode.BadUserNameOrPassword,
            await thief.ConnectAsync(dashboard.BrokerPort, "internal", "guess", clientId: "edge-dashboard-events"));
        using HttpClient client = dashboard.Anonymous();
        await client.JsonAsync("/healthz");
    }

    [Fact]
    public async Task Nonsense_is_refused_and_harms_nothing_else()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await dashboard.LogInAsync();
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.RetainAsync("state", "{");
        await gateway.RetainAsync("element/LA152B03", """{"fill":"red","quality":"good","time":"2026-03-01T12:00:00Z"}""");
        await gateway.RetainAsync("screen/LA", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
        await gateway.EventAsync("nonsense");
        await gateway.PublishAsync("something/else", "x", retain: true);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/sites")) is { } sites && sites.GetArrayLength() == 1
                && sites[0].GetProperty("status").GetString() == "online",
            "the good messages are taken", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_message_that_is_far_too_large_ends_the_connection()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await Assert.ThrowsAnyAsync<Exception>(() => gateway.RetainAsync("catalog", new string('x', 9 * 1024 * 1024)));
        await using FakeGateway next = new();
        Assert.Equal(MqttClientConnectResultCode.Success, await next.ConnectAsync(dashboard.BrokerPort));
        Assert.True((await next.EventAsync(FakeGateway.Event(1))).IsSuccess);
    }

    [Theory]
    [InlineData("users", "--MqttBroker:Host", "0.0.0.0")]
    [InlineData("no IP address", "--MqttBroker:Host", "example")]
    [InlineData("embedded or external", "--MqttBroker:Mode", "cloud")]
    [InlineData("no TCP port", "--MqttBroker:Port", "70000")]
    [InlineData("Role 'boss'", "--Users:Seed:0:Name", "x", "--Users:Seed:0:Password", "una clave larga", "--Users:Seed:0:Role", "boss")]
    [InlineData("refused", "--Users:Seed:0:Name", "x", "--Users:Seed:0:Password", "corta", "--Users:Seed:0:Role", "operator")]
    public async Task A_configuration_that_is_wrong_stops_the_start_and_says_what_to_change(string says, params string[] args)
    {
        StartupException exception = await Assert.ThrowsAnyAsync<StartupException>(
            () => DashboardHost.BuildAsync(["--Data:Directory", _directory.Path, .. args]));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
