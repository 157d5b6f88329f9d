using System.Net.Http.Headers;
using System.Text;
using Dashboard.Ingest;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web;

/// <summary>Who may change something: a page of this site, or a program that is no browser.</summary>
internal static class OriginCheck
{
    private const string ThroughProxy = "through a known proxy";

    /// <summary>Takes the word of the known proxies. Before everything that looks at an address, a scheme or a host.</summary>
    internal static void UseKnownProxies(this IApplicationBuilder app)
    {
        ProxyOptions proxies = app.ApplicationServices.GetRequiredService<ProxyOptions>();
        app.Use((context, next) =>
        {
            if (proxies.Knows(context.Connection.RemoteIpAddress))
            {
                context.Items[ThroughProxy] = context.Request.Headers["X-Forwarded-Host"].Count > 0 ? "with host" : "without host";
            }

            return next(context);
        });
        app.UseForwardedHeaders();
    }

    /// <summary>
    /// A page of elsewhere can make a browser send a request with the cookie of its user; it cannot forge Sec-Fetch-Site or Origin. The
    /// cookie is SameSite=Strict besides, and a body must be JSON, which a page of elsewhere may not send unasked. Programs that are no
    /// browsers send neither header and are let through: nobody tricks them.
    /// </summary>
    internal static void UseSameOrigin(this IApplicationBuilder app)
    {
        ProxyOptions proxies = app.ApplicationServices.GetRequiredService<ProxyOptions>();
        ILogger logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OriginCheck).FullName!);

        // Anybody can send such requests, as many as they like.
        LineLimit lines = new(app.ApplicationServices.GetRequiredService<TimeProvider>());
        app.Use(async (context, next) =>
        {
            HttpRequest request = context.Request;
            string method = request.Method;
            bool changes = !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
            bool upgrades = context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
                || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

            // No browser sends a token by itself, and with one no cookie counts: nobody can make it do so.
            if ((changes || upgrades) && !BearerToken.IsShown(request) && IsForeign(context, proxies))
            {
                if (lines.Next() is > 0 and int count)
                {
                    Log.OriginRefused(logger, count, Printable(request.Headers.Origin.ToString()), Printable(request.Host.Value ?? ""));
                }

                await Problems.Of(403, "otherOrigin", "The request comes from a page of another origin.").ExecuteAsync(context);
            }
            else if (changes && request.Path.StartsWithSegments("/api") && HasBody(request) && !IsJson(request))
            {
                await Problems.Of(415, "jsonRequired", "The body must be application/json in UTF-8.").ExecuteAsync(context);
            }
            else
            {
                if (request.HasJsonContentType())
                {
                    // As everybody writes it: a reader of bodies fails at a charset in quotes, which is allowed.
                    request.ContentType = "application/json";
                }

                await next(context);
            }
        });
    }

    private static bool HasBody(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method) || HttpMethods.IsPatch(request.Method)
        || request.ContentLength > 0;

    /// <summary>JSON is UTF-8 (RFC 8259 §8.1); another character set is not guessed at.</summary>
    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType() && MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.Parameters.Where(parameter => string.Equals(parameter.Name, "charset", StringComparison.OrdinalIgnoreCase))
            .All(parameter => string.Equals(parameter.Value?.Trim('"'), Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    private static bool IsForeign(HttpContext context, ProxyOptions proxies)
    {
        HttpRequest request = context.Request;

        // The browser itself says it, whatever a proxy made of the host. It does so over HTTPS and on the machine itself.
        switch (request.Headers["Sec-Fetch-Site"].ToString())
        {
            case "same-origin" or "none": return false;
            case "cross-site" or "same-site":
                return !proxies.Origins.Contains(request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase);
        }

        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || proxies.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri))
        {
            return true;
        }

        // The scheme is not compared: behind a proxy that ends TLS this program may see http.
        bool sameName = string.Equals(uri.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase);
        bool samePort = request.Host.Port is { } port ? uri.Port == port : uri.IsDefaultPort;

        // A known proxy often tells the name without the port, or not at all; what it does not tell cannot be compared.
        bool portUnknown = context.Items[ThroughProxy] is "without host"
            || (context.Items[ThroughProxy] is "with host" && request.Host.Port is null);
        return !sameName || !(samePort || portUnknown);
    }

    private static string Printable(string text) => new([.. text.Take(128).Select(c => char.IsControl(c) ? '?' : c)]);
}
