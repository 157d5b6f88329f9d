using System.Security.Claims;
using Dashboard.Historian.Audit;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Users;
using Edge.Contracts;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Api;

/// <summary>A site with its catalogue.</summary>
/// <param name="Summary">The site at a glance.</param>
/// <param name="Catalog">Its catalogue; null until it has arrived.</param>
public sealed record SiteDetail(SiteSummary Summary, CatalogMessage? Catalog);

/// <summary>What the points of a site say now.</summary>
/// <param name="Status">The status of the site: unless it is online, no value is good.</param>
/// <param name="Tags">By tag.</param>
public sealed record SiteTags(SiteStatus Status, IReadOnlyDictionary<string, TagMessage> Tags);

/// <summary>The sites, their catalogues and drawings.</summary>
internal static class SiteEndpoints
{
    internal static void MapSites(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder sites = app.MapGroup("/api/sites").WithTags("sites");
        sites.MapGet("", (SiteStore store, ClaimsPrincipal user) =>
            Results.Ok(store.Summaries().Where(one => Rights.Has(user, Right.Watch, one.Site))))
            .Requires(Right.Watch).Produces<SiteSummary[]>();
        sites.MapGet("{site}", Site).Requires(Right.Watch).Produces<SiteDetail>().ProducesProblem(404);
        sites.MapDelete("{site}", ForgetAsync).Requires(Right.ForgetStation)
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        sites.MapGet("{site}/tags", Tags).Requires(Right.Watch).Produces<SiteTags>().ProducesProblem(404);
        sites.MapGet("{site}/tags/{tag}", Tag).Requires(Right.Watch).Produces<TagMessage>().ProducesProblem(404);
        sites.MapGet("{site}/screens/{name}", Screen).Requires(Right.Watch)
            .Produces(200, contentType: "image/svg+xml").Produces(304).ProducesProblem(404);
    }

    internal static IResult Unknown(string code, string what) => Problems.Of(404, code, $"{what} is not known: nothing of it has arrived.");

    private static IResult Site(string site, SiteStore store) => store.Site(site) is { } found
        ? Results.Ok(new SiteDetail(found.Summary, found.Catalog))
        : Unknown("unknownSite", "The site");

    private static async Task<IResult> ForgetAsync(
        string site, HttpContext context, SiteStore store, StationKeeper keeper, CentreWatch centre, AuditTrail audit,
        ILogger<SiteDetail> logger)
    {
        if (store.Site(site) is null)
        {
            return Unknown("unknownSite", "The site");
        }

        if (!keeper.Forget(site))
        {
            return Problems.Of(409, "siteOnline", "Its gateway is online: the station would be back with its next message.");
        }

        string who = context.User.Identity?.Name ?? "";
        Log.StationForgotten(logger, site, who);
        await audit.AppendAsync(context, who, AuditWord.StationForgotten, site);
        await centre.EndAsync(site, context.RequestAborted);
        return Results.NoContent();
    }

    private static IResult Tags(string site, SiteStore store) => store.Snapshot(site) is { } found
        ? Results.Ok(new SiteTags(found.Summary.Status, found.Tags))
        : Unknown("unknownSite", "The site");

    private static IResult Tag(string site, string tag, SiteStore store) => store.Tag(site, tag) is { } found
        ? Results.Ok(found)
        : store.Site(site) is null ? Unknown("unknownSite", "The site") : Unknown("unknownTag", "The point");

    private static IResult Screen(string site, string name, SiteStore store, HttpContext context)
    {
        if (store.Screen(site, name) is not { } screen)
        {
            return Unknown("unknownScreen", "The drawing");
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.ContentSecurityPolicy = Security.DrawingPolicy;
        return Results.Bytes(screen.Svg, "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{screen.Etag}\""));
    }
}
