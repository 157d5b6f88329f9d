using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Dashboard.Historian.Postgres;

/// <summary>What an error of PostgreSQL means for the person who runs the dashboard, and what to do.</summary>
/// <param name="settings">How the database is reached.</param>
internal sealed class PostgresErrors(NpgsqlConnectionStringBuilder settings)
{
    private readonly string _user = settings.Username ?? Environment.UserName;

    /// <summary>The database, for people: never with a password.</summary>
    internal string Place { get; } = $"The historian (PostgreSQL, database {settings.Database} at {settings.Host}:{settings.Port})";

    /// <summary>The error of the historian.</summary>
    /// <param name="what">What could not be done: <c>opened</c>, <c>read</c> or <c>written</c>.</param>
    /// <param name="exception">What the driver says.</param>
    internal HistorianException Of(string what, DbException exception) =>
        new($"{Place} could not be {what}: {Reason(exception)}", exception);

    /// <summary>Whether the server gave a query up because of its time.</summary>
    internal static bool IsTimeOver(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    private string Reason(DbException exception) => exception switch
    {
        PostgresException refused => Reason(refused),
        { InnerException: SocketException socket } =>
            $"it cannot be reached ({socket.Message}). Start it, or correct Host and Port of Historian:Postgres.",
        { InnerException: TimeoutException } => "it does not answer in time. Look whether it is overloaded, or its network is cut.",
        { InnerException: IOException } => "the connection broke. It was stopped, or its network is cut.",
        _ => $"{exception.Message.TrimEnd('.')}.",
    };

    private string Reason(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"it does not let the user {_user} in ({refused.MessageText}). Correct Username of Historian:Postgres and its "
            + "password, or pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"there is no such database. Make it: createdb -O {_user} {settings.Database}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the user {_user} may not do that ({refused.MessageText}). Make it the owner: ALTER DATABASE {settings.Database} "
            + $"OWNER TO {_user}.",
        PostgresErrorCodes.DiskFull => $"its disk is full ({refused.MessageText}). Make room there.",
        PostgresErrorCodes.TooManyConnections => "it has no connection left. Raise max_connections, or end other programs.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"it is starting or stopping ({refused.MessageText}).",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "it only reads: it is a replica, or default_transaction_read_only is on. Name the server that writes.",
        _ => $"{refused.MessageText.TrimEnd('.')} (SQLSTATE {refused.SqlState}).",
    };
}
