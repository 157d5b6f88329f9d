using System.Data.Common;
using System.Security.Cryptography;

namespace Dashboard.Web.Users;

/// <summary>A session as it is at this moment, with its user.</summary>
/// <param name="Id">What its cookie carries.</param>
/// <param name="UserId">The id of its user.</param>
/// <param name="User">The name of its user.</param>
/// <param name="Grants">What the user may do now.</param>
/// <param name="MustChange">The user must choose a password before anything else.</param>
/// <param name="Seen">When it was last used.</param>
internal sealed record OpenSession(string Id, string UserId, string User, Grants Grants, bool MustChange, DateTimeOffset Seen)
{
    /// <summary>The role needs a second factor, and the user has none yet.</summary>
    internal bool MustEnrol { get; init; }
}

/// <summary>
/// The sessions, in the database of the users. A cookie is worth what stands here when it comes: a session that has ended, or whose user is
/// gone or disabled, ends with the next request, whichever process wrote it.
/// </summary>
internal sealed class SessionStore(UsersDatabase database, SecondFactorRule rule, TimeProvider time)
{
    /// <summary>How many sessions a user may have; one more ends the one that was used least lately.</summary>
    internal const int MaximumPerUser = 100;

    internal const string Schema =
        """
        CREATE TABLE IF NOT EXISTS Sessions (Id TEXT PRIMARY KEY, UserId TEXT NOT NULL, Seen INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS IX_Sessions_UserId ON Sessions (UserId);
        CREATE TABLE IF NOT EXISTS StationRoles (
          UserId TEXT NOT NULL, Site TEXT NOT NULL, Role TEXT NOT NULL, PRIMARY KEY (UserId, Site)) WITHOUT ROWID;
        """;

    /// <summary>After this long without a request or an open socket a session is over.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>That a session is used is written at most this often.</summary>
    internal static readonly TimeSpan Grain = TimeSpan.FromMinutes(10);

    private const string Select =
        """
        SELECT s.Id, u."Id", u."UserName", u."MustChangePassword", s.Seen,
          (SELECT r."Name" FROM "AspNetUserRoles" ur JOIN "AspNetRoles" r ON r."Id" = ur."RoleId" WHERE ur."UserId" = u."Id"),
          sr.Site, sr.Role, u."TwoFactorEnabled"
        FROM Sessions s JOIN "AspNetUsers" u ON u."Id" = s.UserId LEFT JOIN StationRoles sr ON sr.UserId = s.UserId
        WHERE NOT u."Disabled"
        """;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <returns>The id of the new session.</returns>
    internal string Begin(string userId)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        database.Execute(
            """
            INSERT INTO Sessions (Id, UserId, Seen) VALUES (@id, @user, @now);
            DELETE FROM Sessions WHERE UserId = @user AND Id NOT IN
              (SELECT Id FROM Sessions WHERE UserId = @user ORDER BY Seen DESC LIMIT @most);
            """,
            ("@id", id), ("@user", userId), ("@now", Now), ("@most", MaximumPerUser));
        return id;
    }

    /// <summary>The session, whether too old or not; null when it has ended, or its user is gone or disabled.</summary>
    internal OpenSession? Find(string id) => Sessions(database.Read(Select + " AND s.Id = @id", Row, ("@id", id))).FirstOrDefault();

    /// <summary>Every session, the old ones too.</summary>
    internal IReadOnlyList<OpenSession> All() => [.. Sessions(database.Read(Select, Row))];

    internal bool IsTooOld(OpenSession session) => time.GetUtcNow() - session.Seen > Life;

    /// <summary>The session is in use.</summary>
    internal void Touch(OpenSession session)
    {
        // Either way: a clock that was set back must not let a session live longer than its use.
        if ((time.GetUtcNow() - session.Seen).Duration() >= Grain)
        {
            database.Execute("UPDATE Sessions SET Seen = @now WHERE Id = @id", ("@now", Now), ("@id", session.Id));
        }
    }

    internal void End(string id) => database.Execute("DELETE FROM Sessions WHERE Id = @id", ("@id", id));

    internal void EndAllOf(string userId) => database.Execute("DELETE FROM Sessions WHERE UserId = @user", ("@user", userId));

    /// <summary>Forgets the sessions that nobody has used for long, and those of users that are gone.</summary>
    internal void Tidy() => database.Execute(
        "DELETE FROM Sessions WHERE Seen < @old OR UserId NOT IN (SELECT \"Id\" FROM \"AspNetUsers\")",
        ("@old", Now - (long)Life.TotalMilliseconds));

    // A session is as many rows as its user has roles for single stations, one at least.
    private IEnumerable<OpenSession> Sessions(List<(OpenSession Session, string? Site, string? Role)> rows) =>
        rows.GroupBy(row => row.Session.Id, StringComparer.Ordinal).Select(group =>
        {
            OpenSession session = group.First().Session;
            Grants grants = group.First().Site is null ? session.Grants
                : new Grants(session.Grants.All, group.Select(row => (row.Site!, Roles.Of(row.Role))));
            return session with { Grants = grants, MustEnrol = session.MustEnrol && rule.Needs(grants) };
        });

    private static (OpenSession Session, string? Site, string? Role) Row(DbDataReader row)
    {
        Grants grants = row.IsDBNull(5) ? Grants.None : new Grants(Roles.Of(row.GetString(5)));
        return (
            new OpenSession(
                row.GetString(0), row.GetString(1), row.GetString(2), grants, row.GetBoolean(3),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))
            {
                MustEnrol = !row.GetBoolean(8),
            },
            row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7));
    }
}
