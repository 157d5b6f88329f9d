using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>
/// Takes over the users of a file, once, when the dashboard is with PostgreSQL for the first time: users, roles, sessions, tokens and the
/// keys of the cookies. The file stays as it is.
/// </summary>
internal sealed class UsersTakeOver(UsersDatabase database, DataDirectory data, ILogger<UsersTakeOver> logger)
{
    private const string Role = "Role";
    private const string Data = "Data";

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
    private static readonly string[] SessionColumns = ["Id", "UserId", "Seen", "Begun", "IdToken", "Passkey"];

    private static readonly string[] LogInColumns = ["LoginProvider", "ProviderKey", "ProviderDisplayName", "UserId"];

    private static readonly string[] PasskeyColumns = ["CredentialId", "UserId", Data];
    private static readonly string[] Bytes =
        [nameof(IdentityPasskeyData.PublicKey), nameof(IdentityPasskeyData.AttestationObject), nameof(IdentityPasskeyData.ClientDataJson)];

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
            file, server, $"SELECT {Quoted(PasskeyColumns)} FROM AspNetUserPasskeys", PasskeyColumns,
            $"INSERT INTO \"AspNetUserPasskeys\" ({Quoted(PasskeyColumns)}) VALUES (@CredentialId, @UserId, CAST(@Data AS jsonb))",
            convert: (column, value) => PasskeyColumns[column] == Data ? OnServer((string)value!) : value);
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
        SqliteConnection file, DbConnection server, string select, string[] columns, string insert, Func<int, bool>? isFlag = null,
        Func<int, object?, object?>? convert = null)
    {
        using DbCommand asked = UsersDatabase.Command(file, select, []);
        using DbDataReader reader = asked.ExecuteReader();
        int rows = 0;
        while (reader.Read())
        {
            (string, object?)[] values =
            [
                .. columns.Select((name, column) => (
                    $"@{name}", isFlag?.Invoke(column) == true ? reader.GetInt64(column) != 0
                        : convert is null ? reader.GetValue(column) : convert(column, reader.GetValue(column)))),
            ];
            using DbCommand command = UsersDatabase.Command(server, insert, values);
            rows += command.ExecuteNonQuery();
        }

        return rows;
    }

    // In a file the bytes are hexadecimal and the time has a space; in the server it is base64 and ISO 8601.
    private static string OnServer(string json)
    {
        JsonNode data = JsonNode.Parse(json)!;
        foreach (string name in Bytes)
        {
            data[name] = Convert.ToBase64String(Convert.FromHexString((string)data[name]!));
        }

        const string Created = nameof(IdentityPasskeyData.CreatedAt);
        data[Created] = DateTimeOffset.Parse((string)data[Created]!, CultureInfo.InvariantCulture)
            .ToString("O", CultureInfo.InvariantCulture);
        return data.ToJsonString();
    }

    private static string Quoted(string[] columns) => string.Join(", ", columns.Select(name => $"\"{name}\""));

    private static string Plain(string[] columns) => string.Join(", ", columns);

    private static string Values(string[] columns) => string.Join(", ", columns.Select(name => $"@{name}"));
}
