using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Dashboard.Web.Tests.Provider;

/// <summary>
/// A provider of OpenID Connect (OpenIddict) on a real port. Its page asks who one is; a request that adds <c>as=NAME</c> has said so.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    internal const string ClientId = "tablero";
    internal const string Secret = "un secreto largo";

    private readonly WebApplication _app;

    private TestProvider(WebApplication app, int port) => (_app, Authority) = (app, new Uri($"http://127.0.0.1:{port}/"));

    internal Uri Authority { get; }

    /// <summary>The groups of each user; the subject is the name with a number.</summary>
    internal Dictionary<string, string[]> Users { get; } = new(StringComparer.Ordinal)
    {
        ["ada"] = ["scada-operadores", "otra-cosa"],
        ["berta"] = ["scada-los-alamos", "scada-miran"],
        ["carlos"] = ["contabilidad"],
    };

    /// <summary>What the document of the provider says in the place of its issuer.</summary>
    internal string? Issuer { get; set; }

    /// <summary>How far its clock is ahead.</summary>
    internal TimeSpan Ahead { get; set; }

    /// <summary>How often somebody logged out at it.</summary>
    internal int LogOuts { get; private set; }

    internal static async Task<TestProvider> StartAsync(int port, CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        TestProvider? made = null;
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.RegisterScopes(Scopes.OpenId, Scopes.Profile);
            options.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            options.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
            options.EnableDegradedMode().UseAspNetCore().DisableTransportSecurityRequirement();
            options.Configure(server => server.TimeProvider = new AheadClock(() => made?.Ahead ?? TimeSpan.Zero));
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId)
                {
                    context.Reject(Errors.InvalidClient, "There is no such client.");
                }

                return default;
            }));
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != Secret)
                {
                    context.Reject(Errors.InvalidClient, "The secret is wrong.");
                }

                return default;
            }));
            options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
            options.AddEventHandler<HandleAuthorizationRequestContext>(
                handler => handler.UseInlineHandler(context => made!.LogInAsync(context)));
            options.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                made!.LogOuts++;
                context.SignOut();
                return default;
            }));
            options.AddEventHandler<ApplyConfigurationResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                if (made?.Issuer is { } issuer)
                {
                    context.Response.SetParameter("issuer", issuer);
                }

                return default;
            }).SetOrder(int.MinValue + 100_000));
        });
        WebApplication app = builder.Build();
        app.UseAuthentication();
        made = new TestProvider(app, port);
        await app.StartAsync(stop);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async ValueTask LogInAsync(HandleAuthorizationRequestContext context)
    {
        string? name = (string?)context.Request["as"];
        if (name is null)
        {
            HttpRequest request = context.Transaction.GetHttpRequest()!;
            request.HttpContext.Response.ContentType = "text/html";
            await request.HttpContext.Response.WriteAsync(string.Concat(Users.Keys.Append("cancel").Select(
                user => $"<p><a id=\"{user}\" href=\"{request.QueryString}&as={user}\">{user}</a></p>")));
            context.HandleRequest();
        }
        else if (!Users.TryGetValue(name, out string[]? groups))
        {
            context.Reject(Errors.AccessDenied, "The user turned back.");
        }
        else
        {
            ClaimsIdentity identity = new("provider");
            identity.SetClaim(Claims.Subject, $"{name}-4711").SetClaim(Claims.PreferredUsername, name)
                .SetClaims("groups", [.. groups]);
            identity.SetScopes(context.Request.GetScopes());
            identity.SetDestinations(_ => [Destinations.IdentityToken]);
            context.SignIn(new ClaimsPrincipal(identity));
        }
    }

    private sealed class AheadClock(Func<TimeSpan> ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead();
    }
}
