using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Web.Users;

/// <summary>Users, sessions, and the rule that everything needs a user unless it says otherwise.</summary>
internal static class UserServices
{
    /// <summary>The token of a request, else its cookie.</summary>
    internal const string Scheme = "user";

    /// <summary>What the server and the command line both need.</summary>
    internal static void AddUserStore(this IServiceCollection services, DataDirectory data, HistorianOptions historian)
    {
        services.AddSingleton(data);
        services.TryAddSingleton(historian);
        services.AddDbContext<DashboardUsers>(options => _ = UsersDatabase.ServerOf(historian) is { } server
            ? options.UseNpgsql(server) : options.UseSqlite(UsersFile.ConnectionString(data)));
        services.AddSingleton<IPasswordHasher<DashboardUser>, PasswordHasher<DashboardUser>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();

        // The only rules: the framework adds its own, with words of its own, only where there are none.
        services.AddScoped<IPasswordValidator<DashboardUser>, PasswordRules>();

        // Accounts says what a name must be.
        services.AddIdentityCore<DashboardUser>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<DashboardUsers>()
            .AddTokenProvider<AuthenticatorTokenProvider<DashboardUser>>(TokenOptions.DefaultAuthenticatorProvider);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<UsedCodes>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<UsersFile>();
        services.AddSingleton<UsersTakeOver>();
        services.AddScoped<Accounts>();
        services.AddSingleton<UsersDatabase>();
        services.TryAddSingleton(new SecondFactorRule(From: null));
        services.TryAddSingleton(SessionSettings.Usual);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<TokenStore>();
    }

    /// <summary>What the server needs besides.</summary>
    internal static void AddUsers(this IServiceCollection services, DataDirectory data, IConfiguration configuration)
    {
        services.AddSingleton(SecondFactorRule.Of(configuration));
        services.AddSingleton(SessionSettings.From(configuration));
        HistorianOptions historian = HistorianOptions.From(configuration);
        services.AddUserStore(data, historian);
        services.AddScoped<UserSeeder>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SessionSockets>();
        services.TryAddSingleton(new LogInWays());
        services.AddSingleton<TokenGuard>();
        services.AddSingleton(TokenSettings.From(configuration));
        services.AddSingleton<LogInTry>();
        services.AddSingleton<SessionEnds>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<UserAdministration>();
        services.AddHostedService<SessionWatch>();
        int permits = configuration.GetValue("Login:PermitsPerMinute", 10);
        services.AddSingleton(provider => new LogInGuard(provider.GetRequiredService<TimeProvider>(), permits));

        // With the keys in memory every restart would log everybody out.
        IDataProtectionBuilder protection = services.AddDataProtection().SetApplicationName("edge-dashboard");
        if (historian.Postgres is null)
        {
            PrivateFile.SecureDirectory(data.Keys.FullName);
            protection.PersistKeysToFileSystem(data.Keys);
        }
        else
        {
            services.AddOptions<KeyManagementOptions>().Configure<UsersDatabase>(
                (options, database) => options.XmlRepository = new CookieKeys(database));
        }

        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context =>
                BearerToken.IsShown(context.Request) ? TokenAuthentication.SchemeName : SessionCookie.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null)
            .AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
        services.AddOptions<CookieAuthenticationOptions>(SessionCookie.Scheme)
            .Configure<HttpOptions>((options, http) => options.Cookie.Path = http.PathBase.Length > 0 ? http.PathBase : "/");
        AuthorizationBuilder authorization = services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser()
                .RequireAssertion(context => Rights.Has(context.User, Right.Watch)).Build());
        authorization.AddRights();
    }
}
