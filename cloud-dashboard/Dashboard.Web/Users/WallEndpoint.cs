using System.Security.Claims;
using Dashboard.Historian.Audit;

namespace Dashboard.Web.Users;

/// <summary>The token of a wall display, as its browser was given it.</summary>
/// <param name="Token">The secret.</param>
public sealed record WallToken(string? Token);

/// <summary>Lets the browser of a wall display in.</summary>
internal static class WallEndpoint
{
    private const int LongestToken = 100;

    internal static void MapWall(this IEndpointRouteBuilder app) => app.MapPost("/api/session/wall", OpenAsync).Requires(Right.Open)
        .WithTags("session").Produces<Session>().ProducesProblem(401).ProducesProblem(415).ProducesProblem(429);

    private static async Task<IResult> OpenAsync(
        WallToken body, HttpContext context, TokenStore tokens, TokenGuard guard, SessionEnds ends, AuditTrail audit)
    {
        if (body.Token is not { Length: > 0 and <= LongestToken } secret || tokens.Find(secret) is not { Kind: TokenKind.Wall } token)
        {
            return guard.IsWrong(context.Connection.RemoteIpAddress)
                ? Problems.Of(429, "tooMany", "Too many wrong tokens from this address.")
                : Problems.Of(401, "badToken", "The token is unknown, revoked or expired.");
        }

        ends.End(context.User);
        ClaimsPrincipal display = SessionCookie.PrincipalOf(token);
        await SessionCookie.WriteAsync(context, token);
        tokens.Touch(token, Origin.Of(context));
        await audit.AppendAsync(context, token.User, AuditWord.WallOpened);
        return Results.Ok(Session.Of(display));
    }
}
