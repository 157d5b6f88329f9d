using System.Collections.Concurrent;
using System.Security.Claims;
using Dashboard.Ingest;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Provider;

/// <summary>What happens on the way to the provider and back. Whatever fails ends on the log-in page, which says what.</summary>
internal sealed class ProviderLogIn(
    ProviderOptions options, HttpOptions http, ProviderUsers users, TokenGuard guard, TimeProvider time, ILogger<ProviderLogIn> logger)
{
    /// <summary>Where the provider sends browsers back to.</summary>
    internal const string Callback = "/api/session/provider/callback";

    /// <summary>The item of a log-in that asks the provider to ask for the user again.</summary>
    internal const string Again = "again";

    private const string Issuer = "issuer";
    private const int MostValues = 1000;
    private readonly ConcurrentDictionary<string, LineLimit> _lines = new(StringComparer.Ordinal);

    internal OpenIdConnectEvents Events() => new()
    {
        OnRedirectToIdentityProvider = BeginAsync,
        OnMessageReceived = ReceiveAsync,
        OnTokenValidated = NoteAsync,
        OnTicketReceived = EnterAsync,
        OnAccessDenied = context =>
        {
            Leave(context.Response, ProviderProblem.Cancelled, context.ReturnUrl);
            context.HandleResponse();
            return Task.CompletedTask;
        },
        OnRemoteFailure = context =>
        {
            string problem = ProviderProblem.Of(context.Failure);
            Say(problem, context.Failure?.Message ?? "?");
            Leave(context.Response, problem, context.Properties?.RedirectUri);
            context.HandleResponse();
            return Task.CompletedTask;
        },
    };

    /// <summary>The place of the log-in page that says what is wrong.</summary>
    internal string PlaceOf(string problem, string? back) =>
        QueryHelpers.AddQueryString(http.PathBase + LocalOf(back, http.PathBase), "problem", problem);

    /// <summary>A place within the site: never one of another host.</summary>
    /// <param name="place">What was asked for.</param>
    /// <param name="from">The path of the site, which it may begin with.</param>
    internal static string LocalOf(string? place, string from = "")
    {
        string asked = place ?? "";
        string within = from.Length > 0 && asked.StartsWith(from + "/", StringComparison.Ordinal) ? asked[from.Length..] : asked;
        return within.Length is > 0 and <= 1000 && within[0] == '/' && !within.StartsWith("/api", StringComparison.OrdinalIgnoreCase)
            && (within.Length == 1 || within[1] is not ('/' or '\\')) && !within.Any(char.IsControl) ? within : "/";
    }

    /// <summary>Writes what an administrator can do about a problem, one line a minute.</summary>
    internal void Say(string problem, string reason)
    {
        if (_lines.GetOrAdd(problem, _ => new LineLimit(time)).Next() == 0)
        {
            return;
        }

        string text = new([.. reason.Take(300).Select(c => char.IsControl(c) ? ' ' : c)]);
        switch (problem)
        {
            case ProviderProblem.Down:
                Log.ProviderDown(logger, options.Authority, text);
                break;
            case ProviderProblem.Client:
                Log.ProviderClient(logger, options.Authority, options.ClientId, text);
                break;
            case ProviderProblem.Issuer:
                Log.ProviderIssuer(logger, options.Authority, text);
                break;
            case ProviderProblem.Clock:
                Log.ProviderClock(logger, options.Authority, text);
                break;
            case ProviderProblem.Late:
                Log.ProviderLate(logger, text);
                break;
            default:
                Log.ProviderFailed(logger, options.Authority, text);
                break;
        }
    }

    private Task BeginAsync(RedirectContext context)
    {
        // The proxy may have taken the path of the site away.
        context.ProtocolMessage.RedirectUri = $"{context.Request.Scheme}://{context.Request.Host}{http.PathBase}{Callback}";
        if (context.Properties.Items.ContainsKey(Again))
        {
            context.ProtocolMessage.Prompt = "login";
        }

        return Task.CompletedTask;
    }

    private Task ReceiveAsync(MessageReceivedContext context)
    {
        if (!guard.MayAsk($"provider from {LogInGuard.PlaceOf(context.HttpContext.Connection.RemoteIpAddress)}"))
        {
            context.Fail("Too many log-ins from this address.");
        }

        return Task.CompletedTask;
    }

    private static Task NoteAsync(TokenValidatedContext context)
    {
        // The handler leaves it out of what it hands on.
        context.Properties!.Items[Issuer] = context.SecurityToken.Issuer;
        return Task.CompletedTask;
    }

    private async Task EnterAsync(TicketReceivedContext context)
    {
        ClaimsPrincipal principal = context.Principal!;
        string? problem = await users.EnterAsync(context.HttpContext, new ProviderIdentity(
            context.Properties!.Items[Issuer] ?? "", principal.FindFirstValue("sub") ?? "", principal.FindFirstValue(options.UserClaim),
            principal.FindAll(options.RoleClaim).Take(MostValues).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            context.Properties.GetTokenValue("id_token")));
        if (problem is null)
        {
            context.Response.Redirect(http.PathBase + LocalOf(context.ReturnUri, http.PathBase));
        }
        else
        {
            Leave(context.Response, problem, context.ReturnUri);
        }

        context.HandleResponse();
    }

    private void Leave(HttpResponse response, string problem, string? back) => response.Redirect(PlaceOf(problem, back));
}
