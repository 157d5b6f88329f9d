using System.Net;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>A station that was renamed must not stay on the dashboard indefinitely.</summary>
[Trait("Fault", "23")]
public sealed class Fault_23_A_station_can_be_forgotten : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_supervisor_forgets_it_and_it_is_back_when_its_gateway_speaks()
    {
        await using (RunningDashboard before = await RunningDashboard.StartAsync(_directory.Path))
        {
            await using FakeGateway gateway = new();
            await gateway.ConnectAsync(before.BrokerPort);
            await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);
            using HttpClient supervisor = await before.LogInAsync("luis");
            await SeesAsync(supervisor, "online");
            Assert.Equal((HttpStatusCode.Conflict, "siteOnline"), await ForgetAsync(supervisor));
            await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
            await SeesAsync(supervisor, "offline");

            using HttpClient other = await before.LogInAsync("ana");
            Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await ForgetAsync(other));
            Assert.Equal((HttpStatusCode.NotFound, "unknownSite"), await ForgetAsync(supervisor, "otra"));
            Assert.Equal((HttpStatusCode.NoContent, ""), await ForgetAsync(supervisor));
            Assert.Empty((await supervisor.JsonAsync("/api/sites")).EnumerateArray());
            await supervisor.JsonAsync("/api/sites/los-alamos", HttpStatusCode.NotFound);
            Assert.Single((await supervisor.JsonAsync("/api/events?site=los-alamos&type=digital")).GetProperty("events").EnumerateArray());
        }

        await using RunningDashboard after = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await after.LogInAsync();
        Assert.Empty((await client.JsonAsync("/api/sites")).EnumerateArray());
        await using FakeGateway again = new();
        await again.ConnectAsync(after.BrokerPort);
        await again.PublishSiteAsync(DateTimeOffset.UtcNow);
        await SeesAsync(client, "online");
        Assert.Equal("ET Los Álamos", (await client.JsonAsync("/api/sites"))[0].GetProperty("name").GetString());
    }

    private static Task SeesAsync(HttpClient client, string status) => Eventually.TrueAsync(
        async () => (await client.JsonAsync("/api/sites")) is { } sites && sites.GetArrayLength() == 1
            && sites[0].GetProperty("status").GetString() == status,
        $"the station is {status}", Cancelled);

    private static async Task<(HttpStatusCode Status, string Code)> ForgetAsync(HttpClient client, string site = "los-alamos")
    {
        using HttpResponseMessage answer = await client.DeleteAsync(new Uri($"/api/sites/{site}", UriKind.Relative), Cancelled);
        string body = await answer.Content.ReadAsStringAsync(Cancelled);
        return (answer.StatusCode, body.Length == 0 ? "" : JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()!);
    }
}
