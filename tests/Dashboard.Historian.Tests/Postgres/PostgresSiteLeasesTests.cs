using Dashboard.Historian.Postgres;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>A site belongs to one dashboard, and to another one when that is gone.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresSiteLeasesTests(PostgresFixture server)
{
    [Fact]
    public void A_site_is_with_one_and_goes_to_the_other_when_that_is_gone()
    {
        string connection = server.Make();
        FakeTimeProvider time = new();
        using PostgresSiteLeases first = new(PostgresDatabase.Open(connection), time, TimeSpan.FromHours(1));
        using PostgresSiteLeases second = new(PostgresDatabase.Open(connection), time, TimeSpan.FromHours(1));
        Assert.True(first.Holds("a"));
        Assert.True(second.Holds("b"));
        Assert.Equal((false, false), (second.Holds("a"), first.Holds("b")));

        // While it works it renews its lease, long before the end.
        DateTime ends = Until(connection);
        Assert.True(first.Holds("a"));
        Assert.Equal(ends, Until(connection));
        time.Advance(TimeSpan.FromMinutes(21));
        Assert.True(first.Holds("a"));
        Assert.True(Until(connection) > ends);
        Assert.False(second.Holds("a"));

        // It was not heard of until the end: the other one has the site, and it finds that out.
        _ = Ask(connection, "UPDATE lease SET until = clock_timestamp() - interval '1 second' WHERE site = 'a' RETURNING until");
        Assert.True(second.Holds("a"));
        time.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal((false, true), (first.Holds("a"), second.Holds("a")));
    }

    private static DateTime Until(string connection) => (DateTime)Ask(connection, "SELECT until FROM lease WHERE site = 'a'");

    private static object Ask(string connection, string sql)
    {
        using NpgsqlConnection open = new(connection);
        open.Open();
        using NpgsqlCommand command = open.CreateCommand();
#pragma warning disable CA2100 // Our own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar()!;
    }
}
