using Dashboard.Historian.Audit;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Web.Provider;

/// <summary>Where a browser goes on after the log-out.</summary>
/// <param name="Url">The provider, which ends the log-in there; absent: nowhere else.</param>
public sealed record LoggedOut(string? Url);

/// <summary>Log-in and log-out at the provider.</summary>
internal static class ProviderEndpoints
{
    internal static void MapProvider(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder provider = app.MapGroup("/api/session/provider").WithTags("session");
        provider.MapGet("", BeginAsync).Requires(Right.Open).Produces(302).ProducesProblem(404).ProducesProblem(429);
        provider.MapPost("out", EndAsync).Requires(Right.AnySession).Produces<LoggedOut>().ProducesProblem(401).ProducesProblem(415);
    }

    private static async Task<IResult> BeginAsync(HttpContext context, TokenGuard guard, string? back = null, bool again = false)
    {
        if (context.RequestServices.GetService<ProviderLogIn>() is not { } logIn)
        {
            return Problems.Of(404, "noProvider", "There is no provider: see OpenIdConnect in docs/users.md.");
        }

        if (!guard.MayAsk($"provider from {LogInGuard.PlaceOf(context.Connection.RemoteIpAddress)}"))
        {
            return Problems.Of(429, "tooMany", "Too many log-ins from this address.");
        }

        try
        {
            _ = await ConfigurationAsync(context);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException
            or OperationCanceledException)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                throw;
            }

            logIn.Say(ProviderProblem.Down, exception.InnerException?.Message ?? exception.Message);
            return Results.Redirect(logIn.PlaceOf(ProviderProblem.Down, back));
        }

        AuthenticationProperties properties = new() { RedirectUri = ProviderLogIn.LocalOf(back) };
        if (again)
        {
            properties.Items[ProviderLogIn.Again] = "1";
        }

        return Results.Challenge(properties, [ProviderServices.Scheme]);
    }

    private static async Task<IResult> EndAsync(
        HttpContext context, SessionStore sessions, SessionEnds ends, AuditTrail audit, HttpOptions http)
    {
        string? token = SessionCookie.IdOf(context.User) is { } id ? sessions.IdTokenOf(id) : null;
        ends.End(context.User);
        await SessionCookie.ClearAsync(context);
        await audit.AppendAsync(context, context.User.Identity?.Name ?? "", AuditWord.LogOut);
        return Results.Ok(new LoggedOut(token is null ? null : await PlaceAsync(context, token, http)));
    }

    // Without an answer of the provider the log-out here counts all the same.
    private static async Task<string?> PlaceAsync(HttpContext context, string token, HttpOptions http)
    {
        if (context.RequestServices.GetService<ProviderOptions>() is not { } options)
        {
            return null;
        }

        try
        {
            if ((await ConfigurationAsync(context)).EndSessionEndpoint is not { Length: > 0 } address)
            {
                return null;
            }

            Dictionary<string, string?> query = new()
            {
                ["client_id"] = options.ClientId,
                ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}{http.PathBase}/",
                ["id_token_hint"] = token.Length > 0 ? token : null,
            };
            return QueryHelpers.AddQueryString(address, query.Where(one => one.Value is not null));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException
            or OperationCanceledException)
        {
            context.RequestServices.GetRequiredService<ProviderLogIn>().Say(ProviderProblem.Down, exception.Message);
            return null;
        }
    }

    private static Task<OpenIdConnectConfiguration> ConfigurationAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(ProviderServices.Scheme)
            .ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
}
