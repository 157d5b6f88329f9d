using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Dashboard.Web.Users;

/// <summary>
/// The cookie carries the id of a session, or of the token of a wall display, and nothing else that counts: name and role are read from the
/// users and tokens with each request.
/// </summary>
internal static class SessionCookie
{
    internal const string Scheme = "session";

    /// <summary>A request with this header is one that a page made by itself: nobody has touched it.</summary>
    internal const string Unattended = "Session-Unattended";

    /// <summary>The header of an answer that says why the session of the cookie has ended: <c>idle</c> or <c>longest</c>.</summary>
    internal const string Ended = "Session-Ended";

    private const string IdClaim = "sid";
    private const string MustChangeClaim = "must-change";
    private const string MustEnrolClaim = "must-enrol";
    private const string GrantsClaim = "grants";
    private const string TokenClaim = "token";
    private const string UnusedClaim = "unused";
    private const string WallId = "wall:";
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromDays(1);

    internal static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(IdClaim);

    /// <summary>What stands for the session of a token, which has none.</summary>
    internal static string IdOf(AccessToken token) => (token.Kind == TokenKind.Wall ? WallId : "token:") + token.Id;

    /// <summary>What the token of a request is for; null: it came with a session.</summary>
    internal static TokenKind? TokenOf(ClaimsPrincipal user) =>
        Enum.TryParse(user.FindFirstValue(TokenClaim), out TokenKind kind) ? kind : null;

    internal static Grants GrantsOf(ClaimsPrincipal user) => Grants.Parse(user.FindFirstValue(GrantsClaim));

    /// <summary>For how long the session had not been used when the request came.</summary>
    internal static TimeSpan UnusedOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(UnusedClaim), CultureInfo.InvariantCulture, out long ticks) ? new TimeSpan(ticks) : TimeSpan.Zero;

    internal static bool MustChange(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == MustChangeClaim);

    internal static bool MustEnrol(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == MustEnrolClaim);

    internal static Task WriteAsync(HttpContext context, string session) =>
        context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(IdClaim, session)], Scheme)));

    /// <summary>The cookie of a wall display: it outlives its browser.</summary>
    internal static Task WriteAsync(HttpContext context, AccessToken token) => context.SignInAsync(
        Scheme, PrincipalOf(token), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = token.Expires });

    internal static Task ClearAsync(HttpContext context) => context.SignOutAsync(Scheme);

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "edge.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

        // The session says how long it lives. The cookie is gone when the browser is closed, and only then.
        options.ExpireTimeSpan = TimeSpan.FromDays(3650);
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = ValidateAsync;

        // This is an API: a status, never a redirection to a page.
        options.Events.OnRedirectToLogin = context => Status(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => MustChange(context.HttpContext.User)
            ? Problems.Of(403, "passwordChangeRequired", "Choose a password of your own first.").ExecuteAsync(context.HttpContext)
            : MustEnrol(context.HttpContext.User)
            ? Problems.Of(403, "secondFactorRequired", "Your role needs a second factor: set one up first.")
                .ExecuteAsync(context.HttpContext)
            : Rights.Refusal(context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>()?.Right ?? Right.Watch)
                .ExecuteAsync(context.HttpContext);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        if (context.Principal is { } wall && IdOf(wall) is { } own && own.StartsWith(WallId, StringComparison.Ordinal))
        {
            await ValidateWallAsync(context, own[WallId.Length..], services);
            return;
        }

        SessionStore sessions = services.GetRequiredService<SessionStore>();
        OpenSession? session = context.Principal is { } principal && IdOf(principal) is { } id ? sessions.Find(id) : null;

        if (session is null)
        {
            context.RejectPrincipal();
            await ClearAsync(context.HttpContext);
            return;
        }

        SessionSockets sockets = services.GetRequiredService<SessionSockets>();
        if (sessions.EndOf(session, sockets.UnusedFor(session.Id)) is { } end)
        {
            // The cookie stays: a page that comes back with it is answered the same.
            context.RejectPrincipal();
            context.Response.Headers[Ended] = end == SessionEnd.Idle ? "idle" : "longest";
            return;
        }

        TimeSpan unused = services.GetRequiredService<TimeProvider>().GetUtcNow() - session.Seen;
        if (IsUse(context.Request))
        {
            sessions.Touch(session);
            sockets.Use(session.Id);
        }

        context.ReplacePrincipal(Principal(session, unused));
    }

    // A live connection comes back by itself, too.
    private static bool IsUse(HttpRequest request) =>
        !request.Headers.ContainsKey(Unattended) && !request.Path.StartsWithSegments("/hub");

    private static async Task ValidateWallAsync(CookieValidatePrincipalContext context, string id, IServiceProvider services)
    {
        TokenStore tokens = services.GetRequiredService<TokenStore>();
        if (tokens.OfId(id) is not { Kind: TokenKind.Wall } token)
        {
            context.RejectPrincipal();
            await ClearAsync(context.HttpContext);
            return;
        }

        tokens.Touch(token, Origin.Of(context.HttpContext));
        context.ReplacePrincipal(PrincipalOf(token));

        // Browsers keep no cookie for longer than some 400 days.
        DateTimeOffset now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        context.ShouldRenew = context.Properties.IssuedUtc is { } issued && now - issued > RenewedAfter;
    }

    internal static ClaimsPrincipal PrincipalOf(AccessToken token) => new(new ClaimsIdentity(
        [
            new(IdClaim, IdOf(token)),
            new(ClaimTypes.Name, token.User),
            new(GrantsClaim, token.Grants.ToString()),
            new(TokenClaim, token.Kind.ToString()),
        ],
        Scheme));

    private static ClaimsPrincipal Principal(OpenSession session, TimeSpan unused)
    {
        List<Claim> claims =
        [
            new(IdClaim, session.Id),
            new(ClaimTypes.NameIdentifier, session.UserId),
            new(ClaimTypes.Name, session.User),
            new(GrantsClaim, session.Grants.ToString()),
            new(UnusedClaim, unused.Ticks.ToString(CultureInfo.InvariantCulture)),
        ];
        if (session.MustChange)
        {
            claims.Add(new Claim(MustChangeClaim, "1"));
        }

        if (session.MustEnrol)
        {
            claims.Add(new Claim(MustEnrolClaim, "1"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
    }

    private static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
