using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

[Trait("Category", "Slow")]
public sealed class Fault_12_A_browser_gets_the_site_that_it_watches(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private const string Site = "fault-12";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_get_a_glance_and_no_catalogue()
    {
        await using FakeGateway gateway = new(Site);
        await gateway.ConnectAsync(shared.Dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await using HubConnection watching = await shared.Dashboard.HubAsync();
        await using HubConnection other = await shared.Dashboard.HubAsync();
        ConcurrentQueue<(string Name, JsonElement What)> toWatcher = Hear(watching), toOther = Hear(other);
        await watching.StartAsync(Cancelled);
        await other.StartAsync(Cancelled);
        await Eventually.TrueAsync(
            async () => await watching.InvokeAsync<JsonElement?>("Watch", Site, Cancelled) is not null, "the site is watched", Cancelled);

        await Eventually.TrueAsync(
            async () =>
            {
                await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow));
                return toOther.Count(said => said.Name == "glance") >= 2 && toWatcher.Any(said => said.Name == "site");
            },
            "states arrive", Cancelled);
        Assert.DoesNotContain(toWatcher, said => said.Name == "glance");
        Assert.All(
            toOther.Where(said => said.Name == "glance"), said => Assert.Equal(0, said.What.GetProperty("screens").GetArrayLength()));

        await gateway.RetainAsync("catalog", FakeGateway.Catalog.Replace("SITE", Site, StringComparison.Ordinal)
            .Replace("ET Los Álamos\",\"timeZone", "ET Nueva\",\"timeZone", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => NameOf(toOther) == "ET Nueva", "the other one hears of the new name", Cancelled);
        await Eventually.TrueAsync(() => toWatcher.Any(said => said.Name == "catalog"), "the watcher hears of the catalogue", Cancelled);
        Assert.DoesNotContain(toOther, said => said.Name == "catalog");
    }

    private static string? NameOf(IEnumerable<(string Name, JsonElement What)> said) =>
        said.LastOrDefault(one => one.Name == "site") is { Name: not null } last ? last.What.GetProperty("name").GetString() : null;

    private static ConcurrentQueue<(string Name, JsonElement What)> Hear(HubConnection hub)
    {
        ConcurrentQueue<(string, JsonElement)> said = [];
        foreach (string name in (string[])["site", "glance"])
        {
            hub.On<JsonElement>(name, what =>
            {
                if (what.GetProperty("site").GetString() == Site)
                {
                    said.Enqueue((name, what));
                }
            });
        }

        hub.On<string>("catalog", site =>
        {
            if (site == Site)
            {
                said.Enqueue(("catalog", default));
            }
        });
        return said;
    }
}
