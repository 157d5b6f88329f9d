using Dashboard.Historian.Audit;
using Edge.Contracts;

namespace Dashboard.Web.Users;

/// <summary>A token, as administrators see it; its secret is nowhere.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Expires">From then on it is worth nothing.</param>
/// <param name="Used">When it was used last, to a minute; absent: never.</param>
/// <param name="UsedFrom">From which address.</param>
/// <param name="Stations">Its stations; absent: all.</param>
/// <remarks>Ten parameters: what the page shows.</remarks>
public sealed record TokenView(
    string Id, string Name, TokenKind Kind, SessionRole Role, DateTimeOffset Created, string CreatedBy, DateTimeOffset Expires,
    DateTimeOffset? Used, string? UsedFrom, IReadOnlyList<string>? Stations);

/// <summary>A token that is to be made.</summary>
/// <param name="Name">Up to 64 Latin letters, digits and . - _ @ +, unique.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Role">Of a program: what it may do, at most what a supervisor may. A wall display only watches.</param>
/// <param name="Days">How long it is valid: of a program 1 to 366 days, 90 if absent; of a wall display as the settings say.</param>
/// <param name="Stations">Its stations, at most 64; absent or empty: all.</param>
public sealed record NewToken(string? Name, TokenKind? Kind, SessionRole? Role, int? Days, IReadOnlyList<string>? Stations = null);

/// <summary>A token that was made. It is shown once.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Token">The secret: of a program for <c>Authorization: Bearer</c>, of a wall display for <c>/wall#…</c>.</param>
/// <param name="Expires">From then on it is worth nothing.</param>
public sealed record MadeToken(string Name, string Token, DateTimeOffset Expires);

/// <summary>The tokens of programs and wall displays, for administrators.</summary>
internal static class TokenEndpoints
{
    private const int UsualDays = 90;
    private const int MostDays = 366;

    internal static void MapTokens(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder tokens = app.MapGroup("/api/tokens").WithTags("users");
        tokens.MapGet("", List).Requires(Right.ManageUsers).Produces<TokenView[]>().ProducesProblem(403);
        tokens.MapPost("", AddAsync).Requires(Right.ManageUsers)
            .Produces<MadeToken>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(415);
        tokens.MapDelete("{id}", RevokeAsync).Requires(Right.ManageUsers).Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static IResult List(TokenStore tokens) => Results.Ok(tokens.All().Select(one => new TokenView(
        one.Id, one.Name, one.Kind, one.Role, one.Created, one.CreatedBy, one.Expires, one.Used, one.UsedFrom,
        one.Stations.IsEmpty ? null : one.Stations)));

    private static Task<IResult> AddAsync(
        NewToken body, HttpContext context, UserAdministration users, TokenStore tokens, TokenSettings settings, TimeProvider time)
    {
        if (body is not { Name: { } name, Kind: { } kind } || Accounts.FaultOfName(name) is not null)
        {
            return Refused($"Give a name of 1 to {Accounts.LongestName} Latin letters, digits and . - _ @ +, and a kind.");
        }

        IReadOnlyList<string> stations = body.Stations ?? [];
        if (stations.Count > Accounts.MostStations || !stations.All(site => Topics.IsName(site)))
        {
            return Refused($"Give at most {Accounts.MostStations} stations, each by its name.");
        }

        bool isWall = kind == TokenKind.Wall;
        SessionRole role = body.Role ?? SessionRole.Viewer;
        if (role > (isWall ? SessionRole.Viewer : AccessToken.Most))
        {
            return Refused(isWall ? "A wall display only watches." : $"A token may have at most the role {AccessToken.Most}.");
        }

        int most = isWall ? settings.WallDays : MostDays;
        int days = body.Days ?? (isWall ? settings.WallDays : UsualDays);
        if (days < 1 || days > most)
        {
            return Refused($"Give 1 to {most} days.");
        }

        DateTimeOffset expires = time.GetUtcNow().AddDays(days);
        return users.DoAsync(
            context, AuditWord.TokenMade, name, null,
            string.Join(' ', (string[])[Word(kind), Word(role), $"{expires:yyyy-MM-dd}", .. stations]),
            _ => Task.FromResult(tokens.All().Any(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
                ? Problems.Of(409, "tokenExists", "There is a token of this name already.")
                : tokens.Add(name, kind, role, context.User.Identity?.Name ?? "", expires, [.. stations.Distinct()]) is { } secret
                    ? Results.Ok(new MadeToken(name, secret, expires))
                    : Problems.Of(409, "tooManyTokens", $"There are {TokenStore.Maximum} tokens: revoke one first.")));
    }

    private static Task<IResult> RevokeAsync(
        string id, HttpContext context, UserAdministration users, TokenStore tokens, SessionSockets sockets) =>
        tokens.All().FirstOrDefault(one => one.Id == id) is not { } token
            ? Task.FromResult(Problems.Of(404, "unknownToken", "There is no such token."))
            : users.DoAsync(
                context, AuditWord.TokenRevoked, token.Name, $"{Word(token.Kind)} {Word(token.Role)}", null,
                _ =>
                {
                    tokens.Revoke(id);
                    sockets.Close(SessionCookie.IdOf(token));
                    return Task.FromResult(Results.NoContent());
                });

    private static Task<IResult> Refused(string why) => Task.FromResult(Problems.Of(400, "badRequest", why));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
