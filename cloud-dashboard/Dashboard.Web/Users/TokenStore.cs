using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Users;

/// <summary>
/// The tokens, in the database of the users. One that is revoked is gone with the next request, whichever process revoked it.
/// </summary>
internal sealed class TokenStore(UsersDatabase database, TimeProvider time)
{
    /// <summary>How many there may be.</summary>
    internal const int Maximum = 200;

    internal const string Schema =
        """
        CREATE TABLE IF NOT EXISTS Tokens (
          Id TEXT PRIMARY KEY, Hash TEXT NOT NULL UNIQUE, Name TEXT NOT NULL UNIQUE, Kind TEXT NOT NULL, Role TEXT NOT NULL,
          Created INTEGER NOT NULL, CreatedBy TEXT NOT NULL, Expires INTEGER NOT NULL, Used INTEGER, UsedFrom TEXT,
          Stations TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
        """;

    /// <summary>Begins every token: it is known for one wherever it is found.</summary>
    internal const string Prefix = "edge_";

    private const string Select = "SELECT Id, Name, Kind, Role, Created, CreatedBy, Expires, Used, UsedFrom, Stations FROM Tokens";
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes a token.</summary>
    /// <returns>Its secret, which is nowhere else; null where there are too many.</returns>
    internal string? Add(
        string name, TokenKind kind, SessionRole role, string by, DateTimeOffset expires, IReadOnlyList<string>? stations = null)
    {
        string secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        int made = database.Execute(
            """
            INSERT INTO Tokens (Id, Hash, Name, Kind, Role, Created, CreatedBy, Expires, Stations)
            SELECT @id, @hash, @name, @kind, @role, @now, @by, @expires, @stations WHERE (SELECT count(*) FROM Tokens) < @most
            """,
            ("@id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))), ("@hash", HashOf(secret)), ("@name", name),
            ("@kind", kind.ToString()), ("@role", role.ToString()), ("@now", Now), ("@by", by),
            ("@expires", expires.ToUnixTimeMilliseconds()), ("@stations", string.Join(',', stations ?? [])), ("@most", Maximum));
        return made == 1 ? secret : null;
    }

    /// <summary>Every token, the expired ones too.</summary>
    internal IReadOnlyList<AccessToken> All() => database.Read($"{Select} ORDER BY Name", Row);

    /// <summary>The token of this secret; null when it is none, or has expired.</summary>
    internal AccessToken? Find(string secret) =>
        database.Read($"{Select} WHERE Hash = @hash AND Expires > @now", Row, ("@hash", HashOf(secret)), ("@now", Now)).FirstOrDefault();

    /// <summary>The token with this number; null when it is revoked, or has expired.</summary>
    internal AccessToken? OfId(string id) =>
        database.Read($"{Select} WHERE Id = @id AND Expires > @now", Row, ("@id", id), ("@now", Now)).FirstOrDefault();

    /// <summary>The token is in use.</summary>
    internal void Touch(AccessToken token, string? from)
    {
        if (token.Used is not { } used || (time.GetUtcNow() - used).Duration() >= Grain || token.UsedFrom != from)
        {
            _ = database.Execute("UPDATE Tokens SET Used = @now, UsedFrom = @from WHERE Id = @id", ("@now", Now), ("@from", from),
                ("@id", token.Id));
        }
    }

    /// <summary>The token is worth nothing from now on.</summary>
    internal void Revoke(string id) => database.Execute("DELETE FROM Tokens WHERE Id = @id", ("@id", id));

    // The secret is 32 random bytes: nobody guesses it, so that a plain hash is enough.
    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static AccessToken Row(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), Enum.Parse<TokenKind>(row.GetString(2)), Roles.Of(row.GetString(3)), Time(row.GetInt64(4)),
        row.GetString(5), Time(row.GetInt64(6)), row.IsDBNull(7) ? null : Time(row.GetInt64(7)), row.IsDBNull(8) ? null : row.GetString(8))
    {
        Stations = [.. row.GetString(9).Split(',', StringSplitOptions.RemoveEmptyEntries)],
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
