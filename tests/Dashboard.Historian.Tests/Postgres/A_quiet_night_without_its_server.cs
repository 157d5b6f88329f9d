using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit.Databases;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>A server of its own, which is killed while nothing is to be stored.</summary>
[Trait("Category", "Slow")]
public sealed class A_quiet_night_without_its_server
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_health_says_so_and_when_the_server_is_back()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: false, Cancelled);
        await server.CreateDatabaseAsync("edge", "template0", Cancelled);
        using PostgresDatabase database = PostgresDatabase.Open(server.ConnectionTo("edge"));
        await using EventWriter writer = new(new SqlEventStore(database), TimeProvider.System, NullLogger<EventWriter>.Instance);
        int changes = 0;
        writer.HealthChanged += () => changes++;
        writer.Check();
        Assert.Equal((true, 0), (writer.Health.Up, changes));

        await server.KillAsync();
        writer.Check();
        writer.Check();
        Assert.Equal((false, 1), (writer.Health.Up, changes));
        Assert.Contains("The historian (PostgreSQL", writer.Health.Reason, StringComparison.Ordinal);

        await server.StartAgainAsync(Cancelled);
        await TestKit.Eventually.TrueAsync(
            () =>
            {
                writer.Check();
                return writer.Health.Up;
            },
            "the server is back", Cancelled);
    }
}
