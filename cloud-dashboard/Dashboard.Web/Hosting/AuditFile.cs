using Dashboard.Historian.Audit;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Web.Users;

namespace Dashboard.Web.Hosting;

/// <summary>The record of what users did, for a command: in the database of the configuration, beside a running server too.</summary>
internal sealed class AuditFile : IDisposable
{
    private readonly SqlEventStore _store;

    private AuditFile(SqlEventStore store) => (_store, Audit) = (store, new SqlAuditLog(store));

    internal IAuditLog Audit { get; }

    /// <exception cref="StartupException">The configuration is wrong.</exception>
    /// <exception cref="Dashboard.Historian.HistorianException">The database cannot be opened.</exception>
    internal static AuditFile Open(IConfiguration configuration)
    {
        HistorianOptions options = HistorianOptions.From(configuration);
        DataDirectory data = DataDirectory.From(configuration);
        if (options.Postgres is { } connection)
        {
            return new AuditFile(new SqlEventStore(PostgresDatabase.Open(connection)));
        }

        PrivateFile.SecureDatabase(data.Historian);
        return new AuditFile(SqliteEventStore.Open(data.Historian));
    }

    /// <inheritdoc />
    public void Dispose() => _store.Dispose();
}
