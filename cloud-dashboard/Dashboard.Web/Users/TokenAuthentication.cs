using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Users;

/// <summary>Lets a program in that shows a token with its request: <c>Authorization: Bearer edge_…</c>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TokenStore tokens, TokenGuard guard)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    internal const string SchemeName = "token";
    private const int LongestToken = 100;
    private bool _isTooMuch;

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Of(Request) is not { } secret)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        IPAddress? address = Context.Connection.RemoteIpAddress;
        AccessToken? token = secret.Length <= LongestToken ? tokens.Find(secret) : null;
        if (token is not { Kind: TokenKind.Program })
        {
            _isTooMuch = guard.IsWrong(address);
            return Task.FromResult(AuthenticateResult.Fail("The token is unknown, revoked or expired."));
        }

        if (!guard.MayAsk(token.Id))
        {
            _isTooMuch = true;
            return Task.FromResult(AuthenticateResult.Fail("The token asks too often."));
        }

        tokens.Touch(token, Origin.Of(Context));
        ClaimsPrincipal principal = SessionCookie.PrincipalOf(token);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName)));
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isTooMuch)
        {
            Response.Headers.RetryAfter = "1";
            return Problems.Of(429, "tooMany", "Too many requests with this token, or too many wrong ones from this address.")
                .ExecuteAsync(Context);
        }

        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Problems.Of(401, "badToken", "The token is unknown, revoked or expired.").ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Rights.Refusal(Context.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>()?.Right ?? Right.Watch).ExecuteAsync(Context);
}
