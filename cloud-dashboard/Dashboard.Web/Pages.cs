using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web;

/// <summary>The pages: files with a hash in their name for a year, everything else asked for again each time.</summary>
internal static class Pages
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Index = "index.html";

    /// <summary>Static files, before authorisation: the log-in page must be readable.</summary>
    internal static void UsePages(this WebApplication app)
    {
        if (!app.Environment.WebRootFileProvider.GetFileInfo(Index).Exists)
        {
            Log.NoPages(app.Logger, app.Environment.WebRootPath ?? "wwwroot");
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = context => context.Context.Response.Headers[HeaderNames.CacheControl] =
                context.Context.Request.Path.StartsWithSegments("/assets") ? Forever : "no-cache",
        });
    }

    /// <summary>Every address that is no file and no interface is a place within the one page.</summary>
    internal static void MapPages(this WebApplication app)
    {
        foreach (string prefix in (string[])["/api", "/hub", "/openapi"])
        {
            app.MapFallback(prefix + "/{**rest}", () => Problems.Of(404, "notFound", "There is nothing at this address."));
        }

        app.MapFallback("{*path:nonfile}", async (HttpContext context, IWebHostEnvironment environment) =>
        {
            IFileInfo index = environment.WebRootFileProvider.GetFileInfo(Index);
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                await Problems.Of(405, "methodNotAllowed", "Pages can only be read.").ExecuteAsync(context);
            }
            else if (!index.Exists)
            {
                await Problems.Of(404, "noPages", "The pages were not built into this dashboard: only its API is here.")
                    .ExecuteAsync(context);
            }
            else
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.Headers.CacheControl = "no-cache";
                await context.Response.SendFileAsync(index, context.RequestAborted);
            }
        }).AllowAnonymous();
    }
}
