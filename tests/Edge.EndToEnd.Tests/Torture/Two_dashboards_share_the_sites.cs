using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests.Torture;

/// <summary>Two dashboards on one PostgreSQL: one stores the journal of a site, and when it is killed the other one does.</summary>
[Trait("Category", "Slow")]
[Collection("Whole system")]
public sealed class Two_dashboards_share_the_sites
{
    private readonly Random _chance = new(20261130);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_takes_over_when_the_other_is_killed()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        PostgresServer server = await PostgresServer.StartAsync(isDurable: true, Stop);
        await server.CreateDatabaseAsync($"\"{WholeSystem.Site}\"", "template0", Stop);
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop, await MosquittoBroker.StartAsync(Stop), server);
        HistorianFile historian = new(whole);
        Troubles troubles = new(whole, _chance);
        using TemporaryFolder data = new();
        await using RunningProgram second = whole.NewDashboard(
            new Uri($"http://127.0.0.1:{FreePort.Take(1)[0]}"), data.At("dashboard"), ("MqttBroker__ClientId", "edge-dashboard-2"));
        second.Start();
        _ = await second.HearAsync("listening on ", Stop);
        await troubles.OperateAsync(Stop);
        _ = await whole.JournalIsStoredAsync(Stop);

        // One of the two has the site; at the latest the second kill is of that one.
        await whole.Dashboard.KillAsync();
        await troubles.OperateAsync(Stop);
        _ = await whole.JournalIsStoredAsync(Stop);
        string between = await OwnerAsync(historian);
        whole.Dashboard.Start();
        await whole.DashboardIsReadyAsync(Stop);
        await second.KillAsync();
        await troubles.OperateAsync(Stop);
        _ = await whole.JournalIsStoredAsync(Stop);
        string after = await OwnerAsync(historian);
        Assert.NotEqual(between, after);
        _ = await whole.HasEverythingAsync(Stop);
    }

    private static async Task<string> OwnerAsync(HistorianFile historian) =>
        Assert.Single(await historian.RowsAsync(
            $"SELECT owner FROM lease WHERE site = '{WholeSystem.Site}'", row => row.GetString(0), Stop));
}
