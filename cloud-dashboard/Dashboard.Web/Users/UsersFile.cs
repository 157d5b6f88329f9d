using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>Makes the tables of the users, or brings those of an earlier version up to date: those of the server, or a file.</summary>
internal sealed class UsersFile(
    DashboardUsers users, UsersDatabase database, RoleManager<IdentityRole> roles, UsersTakeOver takeOver, DataDirectory data)
{
    private static readonly (string Column, string Type)[] Added =
    [
        (nameof(DashboardUser.Disabled), "INTEGER NOT NULL DEFAULT 0"),
        (nameof(DashboardUser.MustChangePassword), "INTEGER NOT NULL DEFAULT 0"),
        (nameof(DashboardUser.UnlockedAt), "INTEGER NULL"),
        (nameof(DashboardUser.LastLogIn), "INTEGER NULL"),
    ];

    // As Identity makes it in a new file.
    private const string Passkeys =
        """
        CREATE TABLE IF NOT EXISTS AspNetUserPasskeys (
          CredentialId BLOB NOT NULL PRIMARY KEY, UserId TEXT NOT NULL REFERENCES AspNetUsers (Id) ON DELETE CASCADE, Data TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS IX_AspNetUserPasskeys_UserId ON AspNetUserPasskeys (UserId);
        """;

    internal static string ConnectionString(DataDirectory data) => new SqliteConnectionStringBuilder { DataSource = data.Users }.ToString();

    /// <summary>Opens it. Until the answer is disposed of, no other dashboard makes users of its own.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    /// <exception cref="Dashboard.Historian.HistorianException">The server is not there, or refuses.</exception>
    internal async Task<IDisposable?> OpenAsync()
    {
        try
        {
            if (database.Reserve() is { } reserved)
            {
                try
                {
                    takeOver.Run();
                    return reserved;
                }
                catch
                {
                    reserved.Dispose();
                    throw;
                }
            }

            PrivateFile.SecureDatabase(data.Users);
            database.Execute("PRAGMA journal_mode = wal");
            await users.Database.EnsureCreatedAsync();
            Upgrade(data);
        }
        catch (DbException exception)
        {
            string where = database.Postgres is null ? data.Users : "PostgreSQL";
            throw new StartupException($"{where} cannot be used: {exception.Message}", exception);
        }

        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Accounts.Check(await roles.CreateAsync(new IdentityRole(role)), $"The role {role}");
            }
        }

        return null;
    }

    /// <summary>Brings a file up to date.</summary>
    internal static void Upgrade(DataDirectory data)
    {
        using SqliteConnection connection = new(ConnectionString(data));
        connection.Open();

        // The server and a command may both be the first of a new version: one of them does it, the other finds it done.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SessionStore.Schema + TokenStore.Schema;
        command.ExecuteNonQuery();
        command.CommandText = "SELECT name FROM pragma_table_info('AspNetUsers')";
        HashSet<string> present = [];
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                present.Add(reader.GetString(0));
            }
        }

        if (Lacks(command, "Tokens", "Stations"))
        {
            command.CommandText = "ALTER TABLE Tokens ADD COLUMN Stations TEXT NOT NULL DEFAULT ''";
            command.ExecuteNonQuery();
        }

        if (Lacks(command, "Sessions", "Begun"))
        {
            // A session of before begins anew with its last use.
            command.CommandText = "ALTER TABLE Sessions ADD COLUMN Begun INTEGER NOT NULL DEFAULT 0; UPDATE Sessions SET Begun = Seen";
            command.ExecuteNonQuery();
        }

        if (Lacks(command, "Sessions", "IdToken"))
        {
            command.CommandText = "ALTER TABLE Sessions ADD COLUMN IdToken TEXT NULL";
            command.ExecuteNonQuery();
        }

        if (Lacks(command, "Sessions", "Passkey"))
        {
            command.CommandText = "ALTER TABLE Sessions ADD COLUMN Passkey INTEGER NOT NULL DEFAULT 0";
            command.ExecuteNonQuery();
        }

        command.CommandText = Passkeys;
        command.ExecuteNonQuery();
        foreach ((string column, string type) in Added.Where(added => !present.Contains(added.Column)))
        {
            command.CommandText = $"ALTER TABLE AspNetUsers ADD COLUMN {column} {type}";
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static bool Lacks(SqliteCommand command, string table, string column)
    {
        command.CommandText = $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column}'";
        return (long)command.ExecuteScalar()! == 0;
    }
}
