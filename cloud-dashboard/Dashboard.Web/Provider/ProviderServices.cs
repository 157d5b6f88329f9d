using Dashboard.Web.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Web.Provider;

/// <summary>Log-in at a provider of OpenID Connect, where there is one.</summary>
internal static class ProviderServices
{
    /// <summary>The scheme of the log-in.</summary>
    internal const string Scheme = "provider";

    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogInTime = TimeSpan.FromMinutes(15);

    internal static void AddProvider(this IServiceCollection services, IConfiguration configuration)
    {
        if (ProviderOptions.From(configuration) is not { } options)
        {
            return;
        }

        services.AddSingleton(options);
        services.AddSingleton(new LogInWays(options.Name));
        services.AddSingleton<ProviderUsers>();
        services.AddSingleton<ProviderLogIn>();
        services.AddAuthentication().AddOpenIdConnect(Scheme, connect => Configure(connect, options));
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<ProviderLogIn, HttpOptions>((connect, logIn, http) =>
        {
            connect.Events = logIn.Events();

            // Where a proxy takes the path of the site away, the requests do not show it.
            connect.CorrelationCookie.Path = connect.NonceCookie.Path = http.PathBase + ProviderLogIn.Callback;
        });
    }

    private static void Configure(OpenIdConnectOptions connect, ProviderOptions options)
    {
        connect.Authority = options.Authority.AbsoluteUri;
        connect.RequireHttpsMetadata = options.Authority.Scheme == Uri.UriSchemeHttps;
        connect.ClientId = options.ClientId;
        connect.ClientSecret = options.ClientSecret;
        connect.ResponseType = OpenIdConnectResponseType.Code;

        // A form that the page of another site posts is refused here, and no cookie would come with it.
        connect.ResponseMode = OpenIdConnectResponseMode.Query;
        connect.UsePkce = true;
        connect.CallbackPath = ProviderLogIn.Callback;
        connect.RemoteSignOutPath = default;
        connect.SignedOutCallbackPath = default;
        connect.SignInScheme = SessionCookie.Scheme;
        connect.MapInboundClaims = false;
        connect.SaveTokens = true;
        connect.GetClaimsFromUserInfoEndpoint = true;
        connect.ClaimActions.MapJsonKey(options.RoleClaim, options.RoleClaim);
        connect.ClaimActions.MapUniqueJsonKey(options.UserClaim, options.UserClaim);
        connect.BackchannelTimeout = Patience;
        connect.Backchannel = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        connect.RemoteAuthenticationTimeout = LogInTime;
        connect.Scope.Clear();
        foreach (string scope in options.Scopes)
        {
            connect.Scope.Add(scope);
        }

        foreach (CookieBuilder cookie in (CookieBuilder[])[connect.CorrelationCookie, connect.NonceCookie])
        {
            // It comes back from another site, by a link.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
    }
}
