using Dashboard.Historian.Postgres;
using Npgsql;
using TestKit;
using TestKit.Databases;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>A database is opened, migrated by one, or refused with what to do; a query has an end.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresDatabaseTests(PostgresFixture server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboards_that_start_at_once_migrate_once()
    {
        string empty = server.MakeEmpty();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresDatabase.Open(empty).Dispose(), Cancelled)));
        using PostgresDatabase database = PostgresDatabase.Open(empty);
        Assert.Equal(PostgresSchema.Version, database.Write(session => session.Number("SELECT count(*) FROM schema_version")));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_with_what_to_do()
    {
        using PostgresUnderTest store = new(server);
        store.Change("INSERT INTO schema_version (scriptname, applied) SELECT 'later ' || n, now() FROM generate_series(1, 98) n");
        Refused(store.Connection, $"schema {PostgresSchema.Version + 98}", "start the newer software, or use another database");
    }

    [Fact]
    public void What_the_server_refuses_says_what_to_do()
    {
        PostgresServer one = server.Server;
        Refused(one.ConnectionTo("nowhere"), "no such database", "createdb -O postgres nowhere");
        Refused($"Host=127.0.0.1;Port={one.Port};Database=postgres;Username=locked;Password=falsch", "password", "pg_hba.conf");
        Refused($"Host=127.0.0.1;Port={FreePort.Take(1)[0]};Database=a;Username=b", "cannot be reached", "Start it");
        Refused($"Host=no.such.host.invalid;Database=a;Username=b", "no.such.host.invalid:5432", "Host and Port of Historian:Postgres");
    }

    [Fact]
    public void A_user_without_rights_is_told_which()
    {
        string locked = server.MakeEmpty().Replace(
            "Username=postgres", $"Username=locked;Password={PostgresServer.Password}", StringComparison.Ordinal);
        Refused(locked, "permission denied", "OWNER TO locked");
    }

    [Fact]
    public async Task A_database_that_is_not_of_UTF8_is_refused()
    {
        await server.Server.RunAsync(
            "postgres", "CREATE DATABASE latin TEMPLATE template0 LOCALE_PROVIDER libc ENCODING 'LATIN1' LOCALE 'C'", Cancelled);
        Refused(server.Server.ConnectionTo("latin"), "keeps text as LATIN1", "createdb -T template0 -E UTF8");
    }

    [Fact]
    public void Nobody_reads_the_password_in_an_error()
    {
        HistorianException refused =
            Refused($"Host=127.0.0.1;Port={server.Server.Port};Database=a;Username=locked;Password=geheim1", "locked");
        Assert.DoesNotContain("geheim1", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53100", "No space left on device", "its disk is full", "Make room")]
    [InlineData("25006", "cannot execute INSERT in a read-only transaction", "it only reads", "Name the server that writes")]
    [InlineData("53300", "sorry, too many clients already", "no connection left", "max_connections")]
    [InlineData("57P03", "the database system is starting up", "starting or stopping", "starting up")]
    [InlineData("XX001", "invalid page in block 7", "invalid page in block 7 (SQLSTATE XX001).", "database a at h:5432")]
    public void What_a_server_says_is_said_in_words(string state, string text, string first, string second)
    {
        PostgresErrors errors = new(new NpgsqlConnectionStringBuilder("Host=h;Database=a;Username=b"));
        HistorianException failed = errors.Of("written", new PostgresException(text, "ERROR", "ERROR", state));
        Assert.Contains(first, failed.Message, StringComparison.Ordinal);
        Assert.Contains(second, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_takes_too_long_is_cancelled_by_the_server()
    {
        using PostgresDatabase database = PostgresDatabase.Open(server.Make(), TimeSpan.FromMilliseconds(200));
        HistorianException ended = Assert.Throws<HistorianException>(
            () => database.Read(session => session.Number("SELECT 1 FROM pg_sleep(20)")));
        Assert.Contains("cancelled", ended.Message, StringComparison.Ordinal);
        Assert.Equal(1, database.Read(session => session.Number("SELECT 1")));

        // The time is that of all its parts together.
        Assert.Throws<HistorianException>(() => database.Read(session =>
            Enumerable.Range(0, 1000).Sum(_ => session.Number("SELECT 1 FROM pg_sleep(0.05)"))));
    }

    [Fact]
    public void What_is_written_is_on_the_disk_whatever_the_server_is_set_to()
    {
        // The server of these tests has it off.
        using PostgresDatabase database = PostgresDatabase.Open(server.Make());
        Assert.Equal(1, database.Write(session => session.Number("SELECT 1 WHERE current_setting('synchronous_commit') = 'on'")));
    }

    private static HistorianException Refused(string connection, params ReadOnlySpan<string> words)
    {
        HistorianException refused = Assert.Throws<HistorianException>(() => PostgresDatabase.Open(connection));
        foreach (string word in words)
        {
            Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        }

        return refused;
    }
}
