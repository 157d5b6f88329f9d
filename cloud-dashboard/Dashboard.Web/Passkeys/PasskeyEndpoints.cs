using System.Text.Json;
using Dashboard.Historian.Audit;
using Dashboard.Web.Users;

namespace Dashboard.Web.Passkeys;

/// <summary>What the browser does with a passkey.</summary>
/// <param name="Options">The options of WebAuthn, as JSON of its level 3.</param>
/// <param name="State">Goes back with the answer.</param>
public sealed record PasskeyTask(JsonElement Options, string State);

/// <summary>What the browser made of it.</summary>
/// <param name="State">As it came.</param>
/// <param name="Credential">The credential, as JSON of level 3 of WebAuthn.</param>
/// <param name="Name">Of a new one: what the user calls it, at most 60 letters.</param>
public sealed record PasskeyAnswer(string? State, JsonElement? Credential, string? Name = null);

/// <summary>A passkey of the user.</summary>
/// <param name="Id">Which; it lets nobody in.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Created">When it was added.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset Created);

/// <summary>Log-in with a passkey, and the user's own passkeys.</summary>
internal static class PasskeyEndpoints
{
    internal static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder own = app.MapGroup("/api/account/passkeys").WithTags("session");
        own.MapGet("", ListAsync).Requires(Right.AnySession).Produces<PasskeyView[]>().ProducesProblem(401);
        own.MapPost("", BeginAddAsync).Requires(Right.AnySession)
            .Produces<PasskeyTask>().ProducesProblem(401).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429);
        own.MapPut("", AddAsync).Requires(Right.AnySession)
            .Produces<PasskeyView[]>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(409).ProducesProblem(415);
        own.MapDelete("{id}", RemoveAsync).Requires(Right.AnySession).Produces(204).ProducesProblem(401).ProducesProblem(404);
        RouteGroupBuilder session = app.MapGroup("/api/session/passkey").WithTags("session");
        session.MapPost("begin", BeginEnterAsync).Requires(Right.Open).Produces<PasskeyTask>().ProducesProblem(415).ProducesProblem(429);
        session.MapPost("", EnterAsync).Requires(Right.Open)
            .Produces<Session>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(415).ProducesProblem(429);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Accounts accounts, PasskeyKeeper keeper) =>
        await UserAsync(context, accounts) is { } user ? Results.Ok(await ViewAsync(user, keeper)) : Gone();

    private static async Task<IResult> BeginAddAsync(
        OwnPassword body, HttpContext context, Accounts accounts, LogInTry tries, PasskeyKeeper keeper) =>
        await UserAsync(context, accounts) is not { } user ? Gone()
        : (await keeper.OfAsync(user)).Count >= PasskeyKeeper.Most ? TooMany()
        : await tries.CheckAsync(context, user.UserName!, user, body.Password ?? "") is { } refused ? refused
        : Results.Ok(await keeper.BeginAddAsync(user, context));

    private static async Task<IResult> AddAsync(
        PasskeyAnswer body, HttpContext context, Accounts accounts, PasskeyKeeper keeper, AuditTrail audit)
    {
        if (await UserAsync(context, accounts) is not { } user)
        {
            return Gone();
        }

        if (body.Name is not { Length: > 0 and <= PasskeyKeeper.LongestName } name || name.Any(char.IsControl))
        {
            return Problems.Of(400, "badRequest", $"Give a name of 1 to {PasskeyKeeper.LongestName} letters.");
        }

        if ((await keeper.OfAsync(user)).Count >= PasskeyKeeper.Most)
        {
            return TooMany();
        }

        if (!await keeper.AddAsync(user, name, body, context))
        {
            return Problems.Of(400, "badPasskey", "It is no passkey for this site and user, or it came too late.");
        }

        await audit.AppendAsync(context, user.UserName!, AuditWord.PasskeyAdded, user.UserName, null, name);
        return Results.Ok(await ViewAsync(user, keeper));
    }

    private static async Task<IResult> RemoveAsync(
        string id, HttpContext context, Accounts accounts, PasskeyKeeper keeper, AuditTrail audit)
    {
        if (await UserAsync(context, accounts) is not { } user)
        {
            return Gone();
        }

        if (await keeper.RemoveAsync(user, id) is not { } name)
        {
            return Problems.Of(404, "unknownPasskey", "There is no such passkey of yours.");
        }

        await audit.AppendAsync(context, user.UserName!, AuditWord.PasskeyRemoved, user.UserName, name);
        return Results.NoContent();
    }

    private static async Task<IResult> BeginEnterAsync(HttpContext context, TokenGuard guard, PasskeyKeeper keeper) =>
        guard.MayAsk($"passkey from {LogInGuard.PlaceOf(context.Connection.RemoteIpAddress)}")
            ? Results.Ok(await keeper.BeginEnterAsync(context)) : Problems.Of(429, "tooMany", "Too many tries from this address.");

    private static async Task<IResult> EnterAsync(
        PasskeyAnswer body, HttpContext context, Accounts accounts, TokenGuard guard, PasskeyKeeper keeper, SessionEnds ends,
        AuditTrail audit, ILogger<PasskeyKeeper> logger)
    {
        string address = Origin.Of(context) ?? "?";
        if (!guard.MayAsk($"passkey from {LogInGuard.PlaceOf(context.Connection.RemoteIpAddress)}"))
        {
            return Problems.Of(429, "tooMany", "Too many tries from this address.");
        }

        if (await keeper.EnterAsync(body, context) is not { } user)
        {
            return guard.IsWrong(context.Connection.RemoteIpAddress)
                ? Problems.Of(429, "tooMany", "Too many wrong passkeys from this address.")
                : Problems.Of(401, "badPasskey", "The passkey is unknown here, or it came too late.");
        }

        if (user.Disabled)
        {
            Log.LogInRefused(logger, user.UserName!, address, "disabled");
            return Problems.Of(403, "disabled", "The account is disabled.");
        }

        // The former user of this browser is logged out.
        ends.End(context.User);
        IResult answer = await ends.BeginAsync(context, user.Id, byPasskey: true);
        if (answer is Microsoft.AspNetCore.Http.HttpResults.Ok<Session>)
        {
            await accounts.NoteLogInAsync(user);
            Log.LoggedIn(logger, user.UserName!, address);
            await audit.AppendAsync(context, user.UserName!, AuditWord.LogIn, null, null, "passkey");
        }

        return answer;
    }

    private static async Task<PasskeyView[]> ViewAsync(DashboardUser user, PasskeyKeeper keeper) =>
        [.. (await keeper.OfAsync(user)).Select(one => new PasskeyView(PasskeyKeeper.IdOf(one), one.Name ?? "", one.CreatedAt))];

    private static async Task<DashboardUser?> UserAsync(HttpContext context, Accounts accounts) =>
        context.User.Identity?.Name is { } name ? await accounts.FindAsync(name) : null;

    private static IResult TooMany() =>
        Problems.Of(409, "tooManyPasskeys", $"There are {PasskeyKeeper.Most} passkeys: remove one first.");

    private static IResult Gone() => Problems.Of(401, "notLoggedIn", "The user does not exist any more.");
}
