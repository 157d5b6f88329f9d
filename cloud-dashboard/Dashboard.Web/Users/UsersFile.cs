using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>Makes the file of the users, or brings one of an earlier version up to date.</summary>
internal sealed class UsersFile(DashboardUsers database, RoleManager<IdentityRole> roles, DataDirectory data)
{
    private static readonly (string Column, string Type)[] Added =
    [
        (nameof(DashboardUser.Disabled), "INTEGER NOT NULL DEFAULT 0"),
        (nameof(DashboardUser.MustChangePassword), "INTEGER NOT NULL DEFAULT 0"),
        (nameof(DashboardUser.UnlockedAt), "INTEGER NULL"),
        (nameof(DashboardUser.LastLogIn), "INTEGER NULL"),
    ];

    internal static string ConnectionString(DataDirectory data) => new SqliteConnectionStringBuilder { DataSource = data.Users }.ToString();

    internal async Task OpenAsync()
    {
        PrivateFile.SecureDatabase(data.Users);
        try
        {
            Execute("PRAGMA journal_mode = wal");
            await database.Database.EnsureCreatedAsync();
            Upgrade();
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"{data.Users} cannot be used: {exception.Message}", exception);
        }

        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Accounts.Check(await roles.CreateAsync(new IdentityRole(role)), $"The role {role}");
            }
        }
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new(ConnectionString(data));
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Upgrade()
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

        foreach ((string column, string type) in Added.Where(added => !present.Contains(added.Column)))
        {
            command.CommandText = $"ALTER TABLE AspNetUsers ADD COLUMN {column} {type}";
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
