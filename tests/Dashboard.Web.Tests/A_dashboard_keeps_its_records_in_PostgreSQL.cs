using System.Runtime.Versioning;
using Dashboard.Historian;
using Edge.Contracts;
using Microsoft.Extensions.DependencyInjection;
using TestKit;
using TestKit.Databases;

namespace Dashboard.Web.Tests;

/// <summary>A whole dashboard over a real server: what it stored is there after a start, and no file is made.</summary>
[Trait("Category", "Slow")]
[SupportedOSPlatform("linux")]
public sealed class A_dashboard_keeps_its_records_in_PostgreSQL : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Events_and_stations_are_there_after_a_start()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: false, Cancelled);
        await server.RunAsync("postgres", "CREATE DATABASE edge OWNER locked", Cancelled);
        File.WriteAllText(_directory.At("password"), PostgresServer.Password);
        File.SetUnixFileMode(_directory.At("password"), UnixFileMode.UserRead);
        string[] settings =
        [
            "--Historian:Store", "postgres", "--Historian:Postgres", $"Host=127.0.0.1;Port={server.Port};Database=edge;Username=locked",
            "--Historian:PostgresPasswordFile", _directory.At("password"),
        ];
        EventRecord happened = new("los-alamos", new EventMessage
        {
            Epoch = "e1",
            Seq = 1,
            Type = EventType.Digital,
            Time = DateTimeOffset.UnixEpoch,
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = DateTimeOffset.UnixEpoch,
        });
        await using (RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, null, settings))
        {
            await dashboard.Services.GetRequiredService<EventWriter>().StoreAsync(happened, Cancelled);
            dashboard.Services.GetRequiredService<IStationStore>().Save([new StationChange("los-alamos") { Name = "Los Álamos" }]);
        }

        Assert.False(File.Exists(_directory.At("historian.db")));
        await using RunningDashboard again = await RunningDashboard.StartAsync(_directory.Path, null, settings);
        EventRecord kept = Assert.Single(again.Services.GetRequiredService<IEventStore>().QueryEvents(new RecordQuery()).Records);
        Assert.Equal(happened, kept with { Arrival = 0 });
        Assert.Equal("los-alamos", Assert.Single(again.Services.GetRequiredService<IStationStore>().Load()).Site);
    }
}
