using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Edge.Contracts;
using Microsoft.AspNetCore.Identity;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Dashboard.Web.Users;

/// <summary>Who asks to be let in.</summary>
/// <param name="User">His name.</param>
/// <param name="Password">His password.</param>
public sealed record LogIn(string? User, string? Password);

/// <summary>Who is logged in.</summary>
/// <param name="User">His name.</param>
/// <param name="Role">What he may do.</param>
public sealed record Session(string User, SessionRole Role);

/// <summary>What a user may do.</summary>
[JsonConverter(typeof(CamelCaseEnum<SessionRole>))]
public enum SessionRole
{
    /// <summary>Watches and operates.</summary>
    Operator,

    /// <summary>Also changes limits and users.</summary>
    Supervisor,
}

/// <summary>Log-in, log-out, who am I.</summary>
internal static class SessionEndpoints
{
    internal const string LogInLimit = "login";
    private const int MaximumText = 256;

    internal static void AddLogInLimit(this IServiceCollection services, IConfiguration configuration)
    {
        int permits = configuration.GetValue("Login:PermitsPerMinute", 10);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait)
                    ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                    : "60";
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(LogInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "?",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
        });
    }

    internal static void MapSession(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder session = app.MapGroup("/api/session").AllowAnonymous().WithTags("session");
        session.MapPost("", LogInAsync).RequireRateLimiting(LogInLimit)
            .Produces<Session>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(415).ProducesProblem(429);
        session.MapGet("", WhoAmI).Produces<Session>().Produces(204);
        session.MapDelete("", LogOutAsync).Produces(204);
    }

    private static async Task<IResult> LogInAsync(
        LogIn body, HttpContext context, SignInManager<IdentityUser> signIn, UserManager<IdentityUser> users, ILogger<Session> logger)
    {
        if (string.IsNullOrWhiteSpace(body.User) || string.IsNullOrEmpty(body.Password) || body.User.Length > MaximumText
            || body.Password.Length > MaximumText)
        {
            return Problems.Of(400, "badRequest", "Give a user and a password.");
        }

        string address = context.Connection.RemoteIpAddress?.ToString() ?? "?";
        IdentityUser? user = await users.FindByNameAsync(body.User);
        if (user is null)
        {
            // As slow as a wrong password, so that the time does not tell which names exist.
            users.PasswordHasher.HashPassword(new IdentityUser(), body.Password);
            Log.LogInRefused(logger, Printable(body.User), address, "no such user");
            return Problems.Of(401, "badCredentials", "The user or the password is wrong.");
        }

        SignInResult result = await signIn.PasswordSignInAsync(user, body.Password, isPersistent: false, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            Log.LogInRefused(logger, Printable(body.User), address, result.IsLockedOut ? "locked out" : "wrong password");
            return result.IsLockedOut
                ? Problems.Of(401, "lockedOut", "The user is locked for some minutes after too many wrong passwords.")
                : Problems.Of(401, "badCredentials", "The user or the password is wrong.");
        }

        Log.LoggedIn(logger, user.UserName!, address);
        IList<string> roles = await users.GetRolesAsync(user);
        return Results.Ok(new Session(user.UserName!, Role(roles.Contains(Roles.Supervisor))));
    }

    // Nobody is an answer, not an error: a page that asks on its first visit has done nothing wrong.
    private static IResult WhoAmI(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name }
        ? Results.Ok(new Session(name, Role(user.IsInRole(Roles.Supervisor))))
        : Results.NoContent();

    private static async Task<IResult> LogOutAsync(SignInManager<IdentityUser> signIn)
    {
        await signIn.SignOutAsync();
        return Results.NoContent();
    }

    private static SessionRole Role(bool supervisor) => supervisor ? SessionRole.Supervisor : SessionRole.Operator;

    private static string Printable(string text) => new([.. text.Take(64).Select(c => char.IsControl(c) ? '?' : c)]);
}
