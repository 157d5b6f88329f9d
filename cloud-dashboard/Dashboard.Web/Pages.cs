using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web;

/// <summary>The pages: files with a hash in their name for a year, everything else asked for again each time.</summary>
internal static class Pages
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Index = "index.html";
    private const string Packed = ".gz";
    private static readonly PathString Assets = "/assets";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>
    /// Packs answers, but not the files of the pages: a client that asks for one and does not read would hold a packer. They are packed
    /// already.
    /// </summary>
    internal static void UsePacking(this WebApplication app) => app.UseWhen(
        context => !context.Request.Path.StartsWithSegments(Assets), others => others.UseResponseCompression());

    /// <summary>Static files, before authorisation: the log-in page must be readable.</summary>
    internal static void UsePages(this WebApplication app)
    {
        if (!app.Environment.WebRootFileProvider.GetFileInfo(Index).Exists)
        {
            Log.NoPages(app.Logger, app.Environment.WebRootPath ?? "wwwroot");
        }

        IFileProvider files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            if (context.Request.Path == "/" + Index)
            {
                // As a file it would not know where the site is.
                context.Request.Path = "/";
            }
            else if (context.Request.Path.StartsWithSegments(Assets) && TakesPacked(context.Request)
                && files.GetFileInfo(context.Request.Path + Packed).Exists)
            {
                context.Request.Path += Packed;
            }

            return next();
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Describe });
    }

    private static bool TakesPacked(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is not 0);

    private static void Describe(StaticFileResponseContext context)
    {
        IHeaderDictionary headers = context.Context.Response.Headers;
        bool isAsset = context.Context.Request.Path.StartsWithSegments(Assets);
        headers.CacheControl = isAsset ? Forever : "no-cache";
        if (isAsset)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (context.File.Name.EndsWith(Packed, StringComparison.Ordinal))
        {
            headers.ContentEncoding = "gzip";
            headers.ContentType = Types.TryGetContentType(context.File.Name[..^Packed.Length], out string? type)
                ? type : "application/octet-stream";
        }
    }

    /// <summary>Every other address of the interfaces has nothing.</summary>
    internal static IEnumerable<IEndpointConventionBuilder> MapNothing(this WebApplication app) =>
        ((string[])["/api", "/hub", "/openapi"]).Select(prefix =>
            app.MapFallback(prefix + "/{**rest}", () => Problems.Of(404, "notFound", "There is nothing at this address.")));

    /// <summary>Every address that is no file and no interface is a place within the one page.</summary>
    internal static IEndpointConventionBuilder MapPages(this WebApplication app) =>
        app.MapFallback("{*path:nonfile}", async (HttpContext context, IWebHostEnvironment environment, HttpOptions http) =>
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
                await context.Response.WriteAsync(await ReadAsync(index, http, context.RequestAborted), context.RequestAborted);
            }
        });

    /// <summary>The page, with the path of the site in the place of each <c>./</c> that an attribute begins with.</summary>
    private static async Task<string> ReadAsync(IFileInfo index, HttpOptions http, CancellationToken cancellation)
    {
        using StreamReader reader = new(index.CreateReadStream());
        string page = await reader.ReadToEndAsync(cancellation);
        return page.Replace("=\"./", $"=\"{http.PathBase}/", StringComparison.Ordinal);
    }
}
