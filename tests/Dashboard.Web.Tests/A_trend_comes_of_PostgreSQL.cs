using System.Runtime.Versioning;
using System.Text.Json;
using TestKit;
using TestKit.Databases;

namespace Dashboard.Web.Tests;

/// <summary>The values of a real server: the same answer as of a file.</summary>
[Trait("Category", "Slow")]
[SupportedOSPlatform("linux")]
public sealed class A_trend_comes_of_PostgreSQL : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Spikes_gaps_and_the_newest_value_are_in_it()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: false, Stop);
        await server.RunAsync("postgres", "CREATE DATABASE edge OWNER locked", Stop);
        File.WriteAllText(_directory.At("password"), PostgresServer.Password);
        File.SetUnixFileMode(_directory.At("password"), UnixFileMode.UserRead);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            "--Historian:Store", "postgres", "--Historian:Postgres", $"Host=127.0.0.1;Port={server.Port};Database=edge;Username=locked",
            "--Historian:PostgresPasswordFile", _directory.At("password"));
        await using FakeGateway gateway = new();
        await TrendStage.FillAsync(dashboard, gateway);
        using HttpClient client = await dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(TrendStage.Path("LA1VV_00", 0, 700, 14));
        JsonElement series = answer.GetProperty("series")[0];
        Assert.Equal(
            [13.5, 13.5, 13.5, 99, 13.5, 13.5, 13.5, 13.5, null, null, null, 14, 21, null], TrendStage.Numbers(series, "maximum"));
        Assert.Equal([1d, 0, 0], TrendStage.Numbers(series, "stale")[8..11]);
        Assert.Equal([0d, 1, 0], TrendStage.Numbers(series, "bad")[8..11]);
    }
}
