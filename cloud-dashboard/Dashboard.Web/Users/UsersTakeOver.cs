using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>
/// Takes over the users of a file, once, when the dashboard is with PostgreSQL for the first time: users, roles, sessions, tokens and the
/// keys of the cookies. The file stays as it is.
/// </summary>
internal sealed class UsersTakeOver(UsersDatabase database, DataDirectory data, ILogger<UsersTakeOver> logger)
{
    private const string Role = "Role";

    // As the tables of the server have them; the file has true and false as numbers.
    private static readonly string[] UserColumns =
    [
        "Id", nameof(DashboardUser.UserName), nameof(DashboardUser.NormalizedUserName), nameof(DashboardUser.PasswordHash),
        nameof(DashboardUser.SecurityStamp), nameof(DashboardUser.ConcurrencyStamp), nameof(DashboardUser.UnlockedAt),
        nameof(DashboardUser.LastLogIn), nameof(DashboardUser.AccessFailedCount), nameof(DashboardUser.Disabled),
        nameof(DashboardUser.MustChangePassword), nameof(DashboardUser.EmailConfirmed), nameof(DashboardUser.PhoneNumberConfirmed),
        nameof(DashboardUser.TwoFactorEnabled), nameof(DashboardUser.LockoutEnabled),
    ];

    private static readonly int FirstFlag = Array.IndexOf(UserColumns, nameof(DashboardUser.Disabled));
    private static readonly string[] StationColumns = ["UserId", "Site", "Role"];
    private static readonly string[] SessionColumns = ["Id", "UserId", "Seen", "Begun", "IdToken"];

    private static readonly string[] LogInColumns = ["LoginProvider", "ProviderKey", "ProviderDisplayName", "UserId"];

    // The keys and recovery codes of second factors.
    private static readonly string[] KeyColumns = ["UserId", "LoginProvider", "Name", "Value"];

    private static readonly string[] TokenColumns =
        ["Id", "Hash", "Name", "Kind", "Role", "Created", "CreatedBy", "Expires", "Used", "UsedFrom", "Stations"];

    /// <summary>Takes them over where there is a file and nobody in the database.</summary>
    internal void Run()
    {
        if (database.Postgres is null || !File.Exists(data.Users)
            || database.Read("SELECT count(*) FROM \"AspNetUsers\"", row => row.GetInt64(0))[0] > 0)
        {
            return;
        }

        UsersFile.Upgrade(data);
        using SqliteConnection file = new(UsersFile.ConnectionString(data));
        file.Open();
        using DbConnection server = database.Open();
        using DbTransaction transaction = server.BeginTransaction();
        int users = Copy(
            file, server, $"SELECT {Quoted(UserColumns)} FROM AspNetUsers", UserColumns,
            $"INSERT INTO \"AspNetUsers\" ({Quoted(UserColumns)}) VALUES ({Values(UserColumns)})", column => column >= FirstFlag);
        _ = Copy(
            file, server, "SELECT UserId, r.NormalizedName FROM AspNetUserRoles ur JOIN AspNetRoles r ON r.Id = ur.RoleId",
            ["UserId", Role],
            $"INSERT INTO \"AspNetUserRoles\" SELECT @UserId, \"Id\" FROM \"AspNetRoles\" WHERE \"NormalizedName\" = @{Role}");
        foreach ((string table, string[] columns) in (ReadOnlySpan<(string, string[])>)
            [("AspNetUserLogins", LogInColumns), ("AspNetUserTokens", KeyColumns)])
        {
            _ = Copy(
                file, server, $"SELECT {Quoted(columns)} FROM {table}", columns,
                $"INSERT INTO \"{table}\" ({Quoted(columns)}) VALUES ({Values(columns)})");
        }

        _ = Copy(
            file, server, $"SELECT {Plain(StationColumns)} FROM StationRoles", StationColumns,
            $"INSERT INTO StationRoles ({Plain(StationColumns)}) VALUES ({Values(StationColumns)})");
        _ = Copy(
            file, server, $"SELECT {Plain(SessionColumns)} FROM Sessions", SessionColumns,
            $"INSERT INTO Sessions ({Plain(SessionColumns)}) VALUES ({Values(SessionColumns)})");
        _ = Copy(
            file, server, $"SELECT {Plain(TokenColumns)} FROM Tokens", TokenColumns,
            $"INSERT INTO Tokens ({Plain(TokenColumns)}) VALUES ({Values(TokenColumns)})");
        foreach (FileInfo key in data.Keys.Exists ? data.Keys.GetFiles("*.xml") : [])
        {
            using DbCommand command = UsersDatabase.Command(
                server, "INSERT INTO cookie_key (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO NOTHING",
                [("@name", Path.GetFileNameWithoutExtension(key.Name)), ("@xml", File.ReadAllText(key.FullName))]);
            _ = command.ExecuteNonQuery();
        }

        transaction.Commit();
        Log.UsersTakenOver(logger, users, data.Users);
    }

    private static int Copy(
        SqliteConnection file, DbConnection server, string select, string[] columns, string insert, Func<int, bool>? isFlag = null)
    {
        using DbCommand asked = UsersDatabase.Command(file, select, []);
        using DbDataReader reader = asked.ExecuteReader();
        int rows = 0;
        while (reader.Read())
        {
            (string, object?)[] values =
            [
                .. columns.Select((name, column) => (
                    $"@{name}", isFlag?.Invoke(column) == true ? reader.GetInt64(column) != 0 : reader.GetValue(column))),
            ];
            using DbCommand command = UsersDatabase.Command(server, insert, values);
            rows += command.ExecuteNonQuery();
        }

        return rows;
    }

    private static string Quoted(string[] columns) => string.Join(", ", columns.Select(name => $"\"{name}\""));

    private static string Plain(string[] columns) => string.Join(", ", columns);

    private static string Values(string[] columns) => string.Join(", ", columns.Select(name => $"@{name}"));
}
