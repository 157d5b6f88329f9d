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

    /// <summary>It began at the provider.</summary>
    internal bool IsExternal { get; init; }

    /// <summary>When the user logged in.</summary>
    internal DateTimeOffset Begun { get; init; }
}

/// <summary>What of its life ended a session.</summary>
internal enum SessionEnd
{
    /// <summary>Nobody used it for the idle time.</summary>
    Idle,

    /// <summary>It has reached its greatest length.</summary>
    Longest,
}

/// <summary>
/// The sessions, in the database of the users. A cookie is worth what stands here when it comes: a session that has ended, or whose user is
/// gone or disabled, ends with the next request, whichever process wrote it.
/// </summary>
internal sealed class SessionStore(UsersDatabase database, SecondFactorRule rule, SessionSettings settings, TimeProvider time)
{
    /// <summary>How many sessions a user may have; one more ends the one that was used least lately.</summary>
    internal const int MaximumPerUser = 100;

    internal const string Schema =
        """
        CREATE TABLE IF NOT EXISTS Sessions (
          Id TEXT PRIMARY KEY, UserId TEXT NOT NULL, Seen INTEGER NOT NULL, Begun INTEGER NOT NULL DEFAULT 0,
          IdToken TEXT NULL, Passkey INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS IX_Sessions_UserId ON Sessions (UserId);
        CREATE TABLE IF NOT EXISTS StationRoles (
          UserId TEXT NOT NULL, Site TEXT NOT NULL, Role TEXT NOT NULL, PRIMARY KEY (UserId, Site)) WITHOUT ROWID;
        """;

    // Longer than those that providers make; it goes into an address.
    private const int LongestIdToken = 6000;

    // For so long a browser that comes back is answered why its session has ended.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private const string Select =
        """
        SELECT s.Id, u."Id", u."UserName", u."MustChangePassword", s.Seen,
          (SELECT r."Name" FROM "AspNetUserRoles" ur JOIN "AspNetRoles" r ON r."Id" = ur."RoleId" WHERE ur."UserId" = u."Id"),
          sr.Site, sr.Role, u."TwoFactorEnabled", s.Begun, s.IdToken IS NOT NULL, s.Passkey
        FROM Sessions s JOIN "AspNetUsers" u ON u."Id" = s.UserId LEFT JOIN StationRoles sr ON sr.UserId = s.UserId
        WHERE NOT u."Disabled"
        """;

    /// <summary>How long a session lives.</summary>
    internal SessionSettings Settings => settings;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="userId">The id of the user.</param>
    /// <param name="idToken">Of a session that begins at a provider: what the log-out there needs, or empty.</param>
    /// <param name="byPasskey">It begins with a passkey, which is a second factor too.</param>
    /// <returns>The id of the new session.</returns>
    internal string Begin(string userId, string? idToken = null, bool byPasskey = false)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        database.Execute(
            """
            INSERT INTO Sessions (Id, UserId, Seen, Begun, IdToken, Passkey) VALUES (@id, @user, @now, @now, @token, @passkey);
            DELETE FROM Sessions WHERE UserId = @user AND Id NOT IN
              (SELECT Id FROM Sessions WHERE UserId = @user ORDER BY Seen DESC LIMIT @most);
            """,
            ("@id", id), ("@user", userId), ("@now", Now), ("@most", MaximumPerUser),
            ("@passkey", byPasskey ? 1 : 0), ("@token", idToken is { Length: > LongestIdToken } ? "" : idToken));
        return id;
    }

    /// <summary>The session, whether too old or not; null when it has ended, or its user is gone or disabled.</summary>
    internal OpenSession? Find(string id) => Sessions(database.Read(Select + " AND s.Id = @id", Row, ("@id", id))).FirstOrDefault();

    /// <summary>What the log-out at the provider needs; null: the session did not begin there.</summary>
    internal string? IdTokenOf(string id) => database.Read(
        "SELECT IdToken FROM Sessions WHERE Id = @id", row => row.IsDBNull(0) ? null : row.GetString(0), ("@id", id)).FirstOrDefault();

    /// <summary>Every session, the old ones too.</summary>
    internal IReadOnlyList<OpenSession> All() => [.. Sessions(database.Read(Select, Row))];

    /// <summary>What has ended a session; null: it lives.</summary>
    /// <param name="session">The session.</param>
    /// <param name="unused">For how long its user has not used it, where that was measured and not read from a clock.</param>
    internal SessionEnd? EndOf(OpenSession session, TimeSpan? unused = null) =>
        time.GetUtcNow() - session.Begun > settings.Longest ? SessionEnd.Longest
        : time.GetUtcNow() - session.Seen > settings.Idle && !(unused <= settings.Idle) ? SessionEnd.Idle
        : null;

    /// <summary>The session lives from now for so long at most.</summary>
    internal SessionLife LifeOf(OpenSession session)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new SessionLife(
            Seconds(settings.Idle - (now - session.Seen)), Seconds(settings.IdleWarning),
            Seconds(settings.Longest - (now - session.Begun)), Seconds(settings.LengthWarning));
    }

    /// <summary>The session is in use.</summary>
    /// <param name="session">The session.</param>
    /// <param name="unused">For how long it has not been used.</param>
    internal void Touch(OpenSession session, TimeSpan unused = default)
    {
        // Either way: a clock that was set back must not let a session live longer than its use.
        DateTimeOffset seen = time.GetUtcNow() - unused;
        if ((seen - session.Seen).Duration() >= settings.Grain)
        {
            Note(session.Id, seen);
        }
    }

    /// <summary>The user says that the session is in use.</summary>
    internal void Stay(string id) => Note(id, time.GetUtcNow());

    internal void End(string id) => database.Execute("DELETE FROM Sessions WHERE Id = @id", ("@id", id));

    internal void EndAllOf(string userId) => database.Execute("DELETE FROM Sessions WHERE UserId = @user", ("@user", userId));

    /// <summary>
    /// Forgets the sessions that ended an hour ago, and those of users that are gone. After a clock was set back, none is of the future.
    /// </summary>
    internal void Tidy() => database.Execute(
        """
        DELETE FROM Sessions WHERE Seen < @idle OR Begun < @longest OR UserId NOT IN (SELECT "Id" FROM "AspNetUsers");
        UPDATE Sessions SET Seen = @now WHERE Seen > @now;
        UPDATE Sessions SET Begun = @now WHERE Begun > @now;
        """,
        ("@now", Now), ("@idle", Now - Milliseconds(settings.Idle + Remembered)),
        ("@longest", Now - Milliseconds(settings.Longest + Remembered)));

    private static int Seconds(TimeSpan time) => (int)Math.Max(0, Math.Ceiling(time.TotalSeconds));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private void Note(string id, DateTimeOffset seen) => database.Execute(
        "UPDATE Sessions SET Seen = @seen WHERE Id = @id", ("@seen", seen.ToUnixTimeMilliseconds()), ("@id", id));

    // A session is as many rows as its user has roles for single stations, one at least.
    private IEnumerable<OpenSession> Sessions(List<(OpenSession Session, string? Site, string? Role)> rows) =>
        rows.GroupBy(row => row.Session.Id, StringComparer.Ordinal).Select(group =>
        {
            OpenSession session = group.First().Session;
            Grants grants = group.First().Site is null ? session.Grants
                : new Grants(session.Grants.All, group.Select(row => (row.Site!, Roles.Of(row.Role))));
            return session with { Grants = grants, MustEnrol = session.MustEnrol && !session.IsExternal && rule.Needs(grants) };
        });

    private static (OpenSession Session, string? Site, string? Role) Row(DbDataReader row)
    {
        Grants grants = row.IsDBNull(5) ? Grants.None : new Grants(Roles.Of(row.GetString(5)));
        return (
            new OpenSession(
                row.GetString(0), row.GetString(1), row.GetString(2), grants, row.GetBoolean(3),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))
            {
                MustEnrol = !row.GetBoolean(8) && row.GetInt32(11) == 0,
                Begun = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
                IsExternal = row.GetBoolean(10),
            },
            row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7));
    }
}
