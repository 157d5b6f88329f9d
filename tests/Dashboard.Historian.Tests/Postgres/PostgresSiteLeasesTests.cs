using System.Diagnostics;
using Dashboard.Historian.Postgres;
using TestKit;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>A site belongs to one dashboard, and to another one when that is gone.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresSiteLeasesTests(PostgresFixture server)
{
    // Long enough that a slow machine renews it in time.
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_site_is_with_one_and_goes_to_the_other_when_that_is_gone()
    {
        string connection = server.Make();
        using PostgresSiteLeases first = new(PostgresDatabase.Open(connection), TimeProvider.System, s_length);
        using PostgresSiteLeases second = new(PostgresDatabase.Open(connection), TimeProvider.System, s_length);
        Assert.True(first.Holds("a"));
        Assert.True(second.Holds("b"));
        Assert.Equal((false, false), (second.Holds("a"), first.Holds("b")));

        // While it works it keeps its site, however long.
        Stopwatch clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            () =>
            {
                Assert.True(first.Holds("a"));
                Assert.False(second.Holds("a"));
                return clock.Elapsed > s_length * 1.3;
            },
            "a longer time than a lease lasts", TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => second.Holds("a"), "the other one has it", TestContext.Current.CancellationToken);
        Assert.False(first.Holds("a"));
        Assert.True(second.Holds("a"));
    }
}
