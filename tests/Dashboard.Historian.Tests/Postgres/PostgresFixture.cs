using Dashboard.Historian.Postgres;
using Dashboard.Historian.Tests.Postgres;
using TestKit.Databases;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>One server for all tests of the program, started by the first that needs it.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "prepared";

    private readonly Lock _starting = new();
    private PostgresServer? _server;
    private int _made;

    /// <summary>The server; the test is skipped where there is none.</summary>
    public PostgresServer Server
    {
        get
        {
            Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
            lock (_starting)
            {
                return _server ??= Start();
            }
        }
    }

    /// <summary>Makes a database of a test's own, with the tables.</summary>
    /// <returns>How it is reached.</returns>
    public string Make() => Make(Template);

    /// <summary>Makes an empty database of a test's own.</summary>
    /// <returns>How it is reached.</returns>
    public string MakeEmpty() => Make("template0");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private string Make(string template)
    {
        string name = $"test_{Interlocked.Increment(ref _made)}";
        PostgresServer server = Server;
        lock (_starting)
        {
            server.CreateDatabaseAsync(name, template, CancellationToken.None).GetAwaiter().GetResult();
        }

        return server.ConnectionTo(name);
    }

    // A constructor of a test cannot wait otherwise.
    private static PostgresServer Start()
    {
        PostgresServer server = PostgresServer.StartAsync(isDurable: false, CancellationToken.None).GetAwaiter().GetResult();
        server.CreateDatabaseAsync(Template, "template0", CancellationToken.None).GetAwaiter().GetResult();
        PostgresDatabase.Open(server.ConnectionTo(Template)).Dispose();
        return server;
    }
}
