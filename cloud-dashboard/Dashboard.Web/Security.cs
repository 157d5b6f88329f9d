using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web;

/// <summary>What every answer says to the browser, and who may change something.</summary>
internal static class Security
{
    internal const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
            + "font-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'";

    /// <summary>For a drawing that is opened by itself: it may paint, nothing else.</summary>
    internal const string DrawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";

    internal static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the last moment, so that an error, which clears what was set before, carries them as well.
        context.Response.OnStarting(() =>
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.TryAdd(HeaderNames.ContentSecurityPolicy, PagePolicy);
            headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            if (context.Request.Path.StartsWithSegments("/api"))
            {
                headers.TryAdd(HeaderNames.CacheControl, "no-store");
            }

            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>
    /// A page of elsewhere can make a browser send a request with the cookie of its user; it cannot forge the Origin. The cookie is
    /// SameSite=Strict besides. Programs that are no browsers send no Origin and are let through: nobody tricks them.
    /// </summary>
    internal static void UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        HttpRequest request = context.Request;
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        bool upgrades = context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
            || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;
        if ((changes || upgrades) && IsForeign(request))
        {
            await Problems.Of(403, "otherOrigin", "The request comes from a page of another origin.").ExecuteAsync(context);
        }
        else if (changes && request.Path.StartsWithSegments("/api") && HasBody(request) && !request.HasJsonContentType())
        {
            await Problems.Of(415, "jsonRequired", "The body must be application/json.").ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    });

    private static bool HasBody(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method) || HttpMethods.IsPatch(request.Method)
            || request.ContentLength > 0;

    private static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        }

        // The scheme is not compared: behind a proxy that ends TLS this program sees http.
        return !Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
