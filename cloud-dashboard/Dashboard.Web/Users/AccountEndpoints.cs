using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Historian.Audit;

namespace Dashboard.Web.Users;

/// <summary>The user's own account.</summary>
/// <param name="User">The name.</param>
/// <param name="SecondFactor">Whether a code is asked for at log-in.</param>
/// <param name="IsNeeded">Whether the role needs a second factor.</param>
/// <param name="RecoveryCodes">How many recovery codes are left.</param>
/// <param name="Sessions">The open sessions, the one of this request among them.</param>
/// <param name="External">The user logs in at the provider, and has no password here; absent: no.</param>
public sealed record AccountView(
    string User, bool SecondFactor, bool IsNeeded, int RecoveryCodes, IReadOnlyList<AccountSession> Sessions, bool? External = null);

/// <summary>An open session of the user.</summary>
/// <param name="Id">Which; it lets nobody in.</param>
/// <param name="Seen">When it was used last, to ten minutes.</param>
/// <param name="IsThis">Whether it is the one of this request.</param>
public sealed record AccountSession(string Id, DateTimeOffset Seen, bool IsThis);

/// <summary>The user's password, once more.</summary>
/// <param name="Password">The password.</param>
public sealed record OwnPassword(string? Password);

/// <summary>The key of a second factor. It is shown once.</summary>
/// <param name="Key">In base 32, to be typed.</param>
/// <param name="Uri">For the app of a telephone.</param>
/// <param name="Svg">The same as a picture to be scanned.</param>
public sealed record FactorKey(string Key, string Uri, string Svg);

/// <summary>A code that the device shows.</summary>
/// <param name="Code">Six digits.</param>
public sealed record FactorCode(string? Code);

/// <summary>The recovery codes, each for one log-in without the device. They are shown once.</summary>
/// <param name="Codes">The codes.</param>
public sealed record NewRecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>What users do with their own account: the second factor and the sessions.</summary>
internal static class AccountEndpoints
{
    internal static void MapAccount(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder account = app.MapGroup("/api/account").WithTags("session");
        account.MapGet("", ViewAsync).Requires(Right.AnySession).Produces<AccountView>().ProducesProblem(401);
        account.MapDelete("sessions", EndOthersAsync).Requires(Right.AnySession).Produces(204).ProducesProblem(401);
        account.MapDelete("sessions/{id}", EndOneAsync).Requires(Right.AnySession)
            .Produces(204).ProducesProblem(401).ProducesProblem(404);
        account.MapPost("second-factor", BeginAsync).Requires(Right.AnySession)
            .Produces<FactorKey>().ProducesProblem(401).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429);
        account.MapPut("second-factor", EnableAsync).Requires(Right.AnySession)
            .Produces<NewRecoveryCodes>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(415).ProducesProblem(429);
        account.MapPost("second-factor/off", DisableAsync).Requires(Right.AnySession)
            .Produces(204).ProducesProblem(401).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429);
    }

    private static async Task<IResult> ViewAsync(
        ClaimsPrincipal caller, Accounts accounts, SessionStore sessions, SecondFactor factor, SecondFactorRule rule)
    {
        if (await UserAsync(caller, accounts) is not { } user)
        {
            return Gone();
        }

        string? own = SessionCookie.IdOf(caller);
        return Results.Ok(new AccountView(
            user.UserName!, user.TwoFactorEnabled, rule.Needs(SessionCookie.GrantsOf(caller)), await factor.LeftAsync(user),
            [
                .. Of(sessions, user).OrderByDescending(one => one.Seen)
                    .Select(one => new AccountSession(Shown(one.Id), one.Seen, one.Id == own)),
            ],
            await accounts.IsExternalAsync(user) ? true : null));
    }

    private static async Task<IResult> EndOthersAsync(
        HttpContext context, Accounts accounts, SessionStore sessions, SessionSockets sockets, AuditTrail audit) =>
        await EndAsync(context, accounts, sessions, sockets, audit, _ => true) is null ? Gone() : Results.NoContent();

    private static async Task<IResult> EndOneAsync(
        string id, HttpContext context, Accounts accounts, SessionStore sessions, SessionSockets sockets, AuditTrail audit) =>
        await EndAsync(context, accounts, sessions, sockets, audit, one => Shown(one.Id) == id) switch
        {
            null => Gone(),
            0 => Problems.Of(404, "unknownSession", "There is no such other session of yours."),
            _ => Results.NoContent(),
        };

    private static async Task<int?> EndAsync(
        HttpContext context, Accounts accounts, SessionStore sessions, SessionSockets sockets, AuditTrail audit,
        Func<OpenSession, bool> condition)
    {
        if (await UserAsync(context.User, accounts) is not { } user)
        {
            return null;
        }

        string? own = SessionCookie.IdOf(context.User);
        OpenSession[] those = [.. Of(sessions, user).Where(one => one.Id != own && condition(one))];
        foreach (OpenSession one in those)
        {
            sessions.End(one.Id);
            sockets.Close(one.Id);
        }

        if (those.Length > 0)
        {
            await audit.AppendAsync(context, user.UserName!, AuditWord.SessionsEnded, user.UserName);
        }

        return those.Length;
    }

    private static async Task<IResult> BeginAsync(
        OwnPassword body, HttpContext context, Accounts accounts, LogInTry tries, SecondFactor factor)
    {
        if (await UserAsync(context.User, accounts) is not { } user)
        {
            return Gone();
        }

        return user.TwoFactorEnabled ? Problems.Of(409, "factorIsOn", "There is a second factor: switch it off first.")
            : await tries.CheckAsync(context, user.UserName!, user, body.Password ?? "") is { } refused ? refused
            : Results.Ok(await factor.BeginAsync(user));
    }

    private static async Task<IResult> EnableAsync(
        FactorCode body, HttpContext context, Accounts accounts, TokenGuard guard, SecondFactor factor, SessionEnds ends, AuditTrail audit)
    {
        if (await UserAsync(context.User, accounts) is not { } user)
        {
            return Gone();
        }

        if (!guard.MayAsk($"code of {user.Id}"))
        {
            return Problems.Of(429, "tooMany", "Too many codes.");
        }

        if (await factor.EnableAsync(user, body.Code) is not { } codes)
        {
            return Problems.Of(400, "badCode", "That is not the code that the device shows now.");
        }

        // What came in with the password alone is out.
        ends.EndOthers(context.User, user.Id);
        await audit.AppendAsync(context, user.UserName!, AuditWord.SecondFactorOn, user.UserName);
        return Results.Ok(new NewRecoveryCodes(codes));
    }

    private static async Task<IResult> DisableAsync(
        OwnPassword body, HttpContext context, Accounts accounts, LogInTry tries, SecondFactor factor, AuditTrail audit)
    {
        if (await UserAsync(context.User, accounts) is not { } user)
        {
            return Gone();
        }

        if (!user.TwoFactorEnabled)
        {
            return Problems.Of(409, "factorIsOff", "There is no second factor.");
        }

        if (await tries.CheckAsync(context, user.UserName!, user, body.Password ?? "") is { } refused)
        {
            return refused;
        }

        await factor.DisableAsync(user);
        await audit.AppendAsync(context, user.UserName!, AuditWord.SecondFactorOff, user.UserName);
        return Results.NoContent();
    }

    private static async Task<DashboardUser?> UserAsync(ClaimsPrincipal caller, Accounts accounts) =>
        caller.Identity?.Name is { } name ? await accounts.FindAsync(name) : null;

    private static IEnumerable<OpenSession> Of(SessionStore sessions, DashboardUser user) =>
        sessions.All().Where(one => one.UserId == user.Id && sessions.EndOf(one) is null);

    // The id itself is what the cookie is worth.
    private static string Shown(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..16];

    private static IResult Gone() => Problems.Of(401, "notLoggedIn", "The user does not exist any more.");
}
