using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>A trip whose stamp is a year behind is on the first page, and a stamp a year ahead hides nothing.</summary>
[Trait("Fault", "19")]
public sealed class Fault_19_The_list_begins_with_what_arrived_last : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_list_is_in_the_order_of_arrival_where_that_is_asked_for()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.EventAsync(FakeGateway.Event(1, "2027-03-01T12:00:00Z"));
        await gateway.EventAsync(FakeGateway.Event(2));
        await gateway.EventAsync(FakeGateway.Event(3, "2025-03-01T12:00:00Z"));
        using HttpClient client = await dashboard.LogInAsync();
        Assert.Equal("1 2 3", await SeqsAsync(client, "/api/events"));
        Assert.Equal("3 2 1", await SeqsAsync(client, "/api/events?order=arrival"));
        JsonElement page = await client.JsonAsync("/api/sites/los-alamos/events?order=arrival&limit=1");
        string next = page.GetProperty("next").GetString()!;
        Assert.Equal("2 1", await SeqsAsync(client, $"/api/sites/los-alamos/events?order=arrival&before={next}"));
        Assert.True(page.GetProperty("events")[0].GetProperty("arrival").GetInt64() > 0);
        await client.JsonAsync($"/api/events?before={next}", System.Net.HttpStatusCode.BadRequest);
    }

    private static async Task<string> SeqsAsync(HttpClient client, string path) => string.Join(
        ' ', (await client.JsonAsync(path)).GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()));
}
