using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Web.Provider;

/// <summary>Why nobody came in by the provider: a word that the log-in page translates.</summary>
internal static class ProviderProblem
{
    /// <summary>The provider does not answer.</summary>
    internal const string Down = "providerDown";

    /// <summary>The provider does not know this dashboard, or not with this secret.</summary>
    internal const string Client = "providerClient";

    /// <summary>A token is of another issuer than the provider.</summary>
    internal const string Issuer = "providerIssuer";

    /// <summary>A token is of another time.</summary>
    internal const string Clock = "providerClock";

    /// <summary>The user turned back.</summary>
    internal const string Cancelled = "providerCancelled";

    /// <summary>The answer came too late, or to another browser.</summary>
    internal const string Late = "providerLate";

    /// <summary>The user has no role here.</summary>
    internal const string NoRole = "providerNoRole";

    /// <summary>A user of the dashboard itself has the name.</summary>
    internal const string NameTaken = "providerNameTaken";

    /// <summary>The name is none for a user.</summary>
    internal const string BadName = "providerBadName";

    /// <summary>An administrator has disabled the user.</summary>
    internal const string Disabled = "disabled";

    /// <summary>Anything else.</summary>
    internal const string Other = "providerFailed";

    private static readonly string[] OfClient = ["invalid_client", "unauthorized_client"];

    /// <summary>What a failed answer of the provider is.</summary>
    internal static string Of(Exception? failure) => failure switch
    {
        null => Other,
        SecurityTokenInvalidIssuerException => Issuer,
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException => Clock,
        OpenIdConnectProtocolException { Message: var text }
            when OfClient.Any(word => text.Contains(word, StringComparison.Ordinal)) => Client,
        HttpRequestException or IOException or TaskCanceledException => Down,
        { InnerException: { } inner } => Of(inner),
        { Message: var text } when text.Contains("Correlation failed", StringComparison.Ordinal)
            || text.Contains("oauth state", StringComparison.Ordinal) => Late,
        _ => Other,
    };
}
