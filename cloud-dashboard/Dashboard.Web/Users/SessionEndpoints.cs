using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Dashboard.Historian.Audit;
using Edge.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Users;

/// <summary>Who asks to be let in.</summary>
/// <param name="User">The name.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">Of a user with a second factor: the code of the device, or a recovery code.</param>
public sealed record LogIn(string? User, string? Password, string? Code = null);

/// <summary>A user's new password.</summary>
/// <param name="Current">The password of until now.</param>
/// <param name="New">The new one, at least ten characters.</param>
public sealed record PasswordChange(string? Current, string? New);

/// <summary>Who is logged in.</summary>
/// <param name="User">The name.</param>
/// <param name="Role">What the user may do; of one with roles for single stations, the highest.</param>
/// <param name="MustChangePassword">Everything but the change of the password answers 403 <c>passwordChangeRequired</c>.</param>
/// <param name="IsWall">Whether it is a wall display, which only watches and has no account; absent: no.</param>
/// <param name="All">The role for all stations; absent: none, or there are no others.</param>
/// <param name="Stations">The roles for single stations; absent: none.</param>
/// <param name="MustEnrol">
/// The role needs a second factor: everything but the own account answers 403 <c>secondFactorRequired</c> until there is one. Absent: no.
/// </param>
/// <param name="Life">How long the session still lives; absent: it is a wall display.</param>
/// <param name="External">The user came from the provider, and logs out there too; absent: no.</param>
/// <remarks>Nine parameters: what a page must know of its user.</remarks>
public sealed record Session(
    string User, SessionRole Role, bool MustChangePassword, bool? IsWall = null, SessionRole? All = null,
    IReadOnlyList<StationRole>? Stations = null, bool? MustEnrol = null, SessionLife? Life = null, bool? External = null)
{
    internal static Session Of(ClaimsPrincipal user) => Of(
        user.Identity?.Name ?? "", SessionCookie.GrantsOf(user), SessionCookie.MustChange(user),
        SessionCookie.MustEnrol(user), SessionCookie.TokenOf(user) == TokenKind.Wall);

    internal static Session Of(string user, Grants grants, bool mustChange, bool mustEnrol, bool isWall = false) => new(
        user, grants.Highest ?? SessionRole.Viewer, mustChange, isWall ? true : null, grants.Stations.Count > 0 ? grants.All : null,
        grants.Stations.Count > 0 ? StationRole.Of(grants) : null, mustEnrol ? true : null);
}

/// <summary>What a user may do at one station.</summary>
/// <param name="Site">The station.</param>
/// <param name="Role">The role.</param>
public sealed record StationRole(string Site, SessionRole Role)
{
    internal static IReadOnlyList<StationRole> Of(Grants grants) => [.. grants.Stations.Select(one => new StationRole(one.Key, one.Value))];
}

/// <summary>What a user may do.</summary>
[JsonConverter(typeof(CamelCaseEnum<SessionRole>))]
public enum SessionRole
{
    /// <summary>Watches.</summary>
    Viewer,

    /// <summary>Watches and operates.</summary>
    Operator,

    /// <summary>Also changes limits, and forgets stations.</summary>
    Supervisor,

    /// <summary>Also sets up what the dashboard does with alarms.</summary>
    Engineer,

    /// <summary>Also manages the dashboard.</summary>
    Administrator,
}

/// <summary>Log-in, log-out, who am I, another password.</summary>
internal static class SessionEndpoints
{
    internal static void MapSession(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder session = app.MapGroup("/api/session").WithTags("session");
        session.MapPost("", LogInAsync).Requires(Right.Open)
            .Produces<Session>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(415).ProducesProblem(429);
        session.MapGet("", WhoAmI).Requires(Right.Open).Produces<Session>().Produces(204);
        session.MapGet("ways", (LogInWays ways) => ways).Requires(Right.Open).Produces<LogInWays>();
        session.MapPost("stay", Stay).Requires(Right.AnySession)
            .Produces<Session>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(415);
        session.MapDelete("", LogOutAsync).Requires(Right.Open).Produces(204);
        session.MapPut("password", ChangePasswordAsync).Requires(Right.AnySession)
            .Produces<Session>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(415).ProducesProblem(429);
    }

    private static async Task<IResult> LogInAsync(
        LogIn body, HttpContext context, Accounts accounts, LogInTry tries, SessionEnds ends, AuditTrail audit, SecondFactor factor)
    {
        if (!IsName(body.User) || !IsPassword(body.Password))
        {
            return Problems.Of(400, "badRequest", "Give a user and a password.");
        }

        DashboardUser? user = await accounts.FindAsync(body.User!);
        CodeVerdict verdict = CodeVerdict.Right;
        Func<Task<CodeVerdict>>? second = user?.TwoFactorEnabled == true
            ? async () => verdict = await factor.CheckAsync(user, body.Code) : null;
        if (await tries.CheckAsync(context, body.User!, user, body.Password!, second) is { } refused)
        {
            return refused;
        }

        if (user!.Disabled)
        {
            return Problems.Of(403, "disabled", "The account is disabled.");
        }

        // The former user of this browser is logged out.
        ends.End(context.User);
        IResult answer = await ends.BeginAsync(context, user.Id);
        if (answer is Microsoft.AspNetCore.Http.HttpResults.Ok<Session>)
        {
            await accounts.NoteLogInAsync(user);
            await audit.AppendAsync(context, user.UserName!, AuditWord.LogIn);
            if (verdict == CodeVerdict.Recovery)
            {
                await audit.AppendAsync(context, user.UserName!, AuditWord.RecoveryCodeUsed, user.UserName);
            }
        }

        return answer;
    }

    // Nobody is an answer, not an error: a page that asks on its first visit has done nothing wrong.
    private static IResult WhoAmI(ClaimsPrincipal user, SessionStore sessions) => user.Identity is not { IsAuthenticated: true }
        ? Results.NoContent()
        : Results.Ok(SessionCookie.IdOf(user) is { } id && sessions.Find(id) is { } session
            ? SessionEnds.Describe(session, sessions) : Session.Of(user));

    // Whatever is asked is a use, to the grain; this is one to the second.
    private static IResult Stay(ClaimsPrincipal user, SessionStore sessions)
    {
        if (SessionCookie.IdOf(user) is { } id)
        {
            sessions.Stay(id);
        }

        return WhoAmI(user, sessions);
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, SessionEnds ends, AuditTrail audit)
    {
        ends.End(context.User);
        await SessionCookie.ClearAsync(context);
        if (context.User.Identity is { IsAuthenticated: true, Name: { } name })
        {
            await audit.AppendAsync(context, name, AuditWord.LogOut);
        }

        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(
        PasswordChange body, HttpContext context, Accounts accounts, LogInTry tries, Passwords passwords, SessionEnds ends,
        AuditTrail audit, ILogger<Session> logger)
    {
        if (!IsPassword(body.Current) || string.IsNullOrEmpty(body.New))
        {
            return Problems.Of(400, "badRequest", "Give the current password and a new one.");
        }

        if (context.User.Identity?.Name is not { } name || await accounts.FindAsync(name) is not { } user)
        {
            return Problems.Of(401, "notLoggedIn", "The user does not exist any more.");
        }

        if (body.New == body.Current || PasswordRules.Fault(name, body.New) is not null)
        {
            Phrase fault = PasswordRules.Fault(name, body.New) ?? $"The new password is the one of until now.";
            return Problems.Of(400, "weakPassword", fault.ToString());
        }

        if (await tries.CheckAsync(context, name, user, body.Current!) is { } refused)
        {
            return refused;
        }

        Gated<string> hash = await passwords.HashAsync(user, body.New, context.RequestAborted);
        if (hash.Refused)
        {
            return LogInTry.Busy(context);
        }

        await accounts.SetHashAsync(user, hash.Value!, mustChange: false);
        ends.End(context.User);
        Log.PasswordChanged(logger, name);
        await audit.AppendAsync(context, name, AuditWord.PasswordChanged, name);
        return await ends.BeginAsync(context, user.Id);
    }

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= PasswordRules.Longest;

    private static bool IsPassword(string? text) => !string.IsNullOrEmpty(text) && text.Length <= PasswordRules.Longest;
}

/// <summary>Begins and ends the sessions of a browser.</summary>
internal sealed class SessionEnds(SessionStore sessions, SessionSockets sockets)
{
    /// <summary>Begins a session and gives its cookie to the browser.</summary>
    /// <param name="context">The request.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="idToken">Of a session that begins at a provider: what the log-out there needs, or empty.</param>
    /// <param name="byPasskey">It begins with a passkey, which is a second factor too.</param>
    internal async Task<IResult> BeginAsync(HttpContext context, string userId, string? idToken = null, bool byPasskey = false)
    {
        string id = sessions.Begin(userId, idToken, byPasskey);
        await SessionCookie.WriteAsync(context, id);

        // Read again: it is what every other request sees. A user who was disabled in this moment has none.
        return sessions.Find(id) is { } session
            ? Results.Ok(Describe(session, sessions))
            : Problems.Of(401, "badCredentials", "The user or the password is wrong.");
    }

    /// <summary>What its page must know of a session.</summary>
    internal static Session Describe(OpenSession session, SessionStore sessions) =>
        Session.Of(session.User, session.Grants, session.MustChange, session.MustEnrol) with
        {
            Life = sessions.LifeOf(session),
            External = session.IsExternal ? true : null,
        };

    /// <summary>Ends every other session of a user.</summary>
    internal void EndOthers(ClaimsPrincipal user, string userId)
    {
        string? own = SessionCookie.IdOf(user);
        foreach (OpenSession other in sessions.All().Where(one => one.UserId == userId && one.Id != own))
        {
            sessions.End(other.Id);
            sockets.Close(other.Id);
        }
    }

    /// <summary>Ends the session of this user at this browser, everywhere: its cookie is worth nothing, its connections close.</summary>
    internal void End(ClaimsPrincipal user)
    {
        if (SessionCookie.IdOf(user) is { } id)
        {
            sessions.End(id);
            sockets.Close(id);
        }
    }
}

/// <summary>Checks one password, unless too many were wrong.</summary>
internal sealed class LogInTry(LogInGuard guard, Passwords passwords, ILookupNormalizer normalizer, ILogger<Session> logger)
{
    internal static IResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return Problems.Of(429, "busy", "Too many passwords are being checked. Try again.");
    }

    /// <returns>Why not; null when the password is that of the user.</returns>
    /// <param name="context">The request.</param>
    /// <param name="given">The name, as it was given.</param>
    /// <param name="user">Its user, if there is one.</param>
    /// <param name="password">The password.</param>
    /// <param name="second">Looks at the code of a user who needs one, when the password was right.</param>
    internal async Task<IResult?> CheckAsync(
        HttpContext context, string given, DashboardUser? user, string password, Func<Task<CodeVerdict>>? second = null)
    {
        string name = normalizer.NormalizeName(given);
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "?";
        string place = LogInGuard.PlaceOf(context.Connection.RemoteIpAddress);
        Verdict verdict = guard.Begin(
            name, place, user?.UnlockedAt is { } unlocked ? DateTimeOffset.FromUnixTimeMilliseconds(unlocked) : null);
        if (verdict.Code is { } code)
        {
            return Refuse(context, verdict, code, given, address);
        }

        await guard.WaitAsync(verdict, context.RequestAborted);
        Gated<bool> right = await passwords.VerifyAsync(user, password, context.RequestAborted);
        if (right.Refused)
        {
            guard.Withdraw(name, place);
            return Busy(context);
        }

        if (!right.Value)
        {
            Log.LogInRefused(logger, Printable(given), address, user is null ? "no such user" : "wrong password");
            return Problems.Of(401, "badCredentials", "The user or the password is wrong.");
        }

        switch (second is null ? CodeVerdict.Right : await second())
        {
            case CodeVerdict.Missing:
                // Neither right nor wrong: it forgets no wrong ones.
                guard.Withdraw(name, place);
                return Problems.Of(401, "codeRequired", "Give the code of the second factor besides.");
            case CodeVerdict.Wrong:
                Log.LogInRefused(logger, Printable(given), address, "wrong code of the second factor");
                return Problems.Of(401, "badCode", "The code is wrong, or was used before.");
        }

        guard.Succeeded(name, place);
        Log.LoggedIn(logger, user!.UserName!, address);
        return null;
    }

    private IResult Refuse(HttpContext context, Verdict verdict, string code, string given, string address)
    {
        if (verdict.First)
        {
            Log.LogInRefused(logger, Printable(given), address, code == "lockedOut" ? "locked at this address" : "too many tries");
        }

        context.Response.Headers.RetryAfter = Math.Ceiling(verdict.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return code switch
        {
            "lockedOut" => Problems.Of(429, code, "The user is locked at this address for some minutes after too many wrong passwords."),
            "tooMany" => Problems.Of(429, code, "Too many tries from this address."),
            _ => Busy(context),
        };
    }

    private static string Printable(string text) =>
        new([.. text.Take(64).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c)]);
}
