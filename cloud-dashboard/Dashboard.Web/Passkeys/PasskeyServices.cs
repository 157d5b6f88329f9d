using Dashboard.Web.Users;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Passkeys;

/// <summary>Passkeys, and the domain that they are for.</summary>
internal static class PasskeyServices
{
    private const int LongestDomain = 253;

    internal static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        string? domain = DomainOf(configuration);
        services.AddScoped<IPasskeyHandler<DashboardUser>, PasskeyHandler<DashboardUser>>();
        services.AddScoped<PasskeyKeeper>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<ProxyOptions>((options, proxies) =>
        {
            options.ServerDomain = domain;
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(3);

            // It replaces password and second factor: what the user has, and what the user knows or is. The name is in the passkey.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && IsOwn(context, proxies));
        });
    }

    /// <summary>Reads <c>Passkeys:Domain</c>, else the host of <c>Notifications:PublicAddress</c>; null: as the browser asked.</summary>
    /// <exception cref="SettingException">It is no name of a host.</exception>
    internal static string? DomainOf(IConfiguration configuration)
    {
        if (configuration["Passkeys:Domain"] is { Length: > 0 } text)
        {
            return text.Length <= LongestDomain && Uri.CheckHostName(text) == UriHostNameType.Dns ? text
                : throw new SettingException(
                    $"Passkeys:Domain '{text}' is no name of a host: use such as scada.example. Browsers take no address.");
        }

        return Uri.TryCreate(configuration["Notifications:PublicAddress"], UriKind.Absolute, out Uri? site)
            && site.HostNameType == UriHostNameType.Dns ? site.Host : null;
    }

    private static bool IsOwn(PasskeyOriginValidationContext context, ProxyOptions proxies)
    {
        HttpRequest request = context.HttpContext.Request;
        return string.Equals(context.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || proxies.Origins.Contains(context.Origin, StringComparer.OrdinalIgnoreCase);
    }
}
