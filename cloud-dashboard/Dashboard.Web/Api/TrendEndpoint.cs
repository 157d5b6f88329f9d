using System.Collections.Immutable;
using Dashboard.Historian.Series;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>What tags of a station were over a time.</summary>
internal static class TrendEndpoint
{
    /// <summary>The most columns of an answer: more than a drawing has pixels.</summary>
    internal const int MaximumColumns = 1600;

    private const int UsualColumns = 400;

    internal static void MapTrend(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/sites/{site}/trend", AnswerAsync).Requires(Right.Watch)
            .WithTags("sites").Produces<TrendView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);

    private static async Task<IResult> AnswerAsync(string site, HttpContext context, SiteStore sites, ISampleStore samples, QueryGate gate)
    {
        QueryReader reader = new(context.Request.Query, ["tags", "from", "to", "columns"]);
        ImmutableArray<string> tags = reader.Names("tags", SampleQuery.MaximumTags);
        DateTimeOffset? from = reader.Time("from");
        DateTimeOffset? to = reader.Time("to");
        int columns = reader.Number("columns", 1, MaximumColumns) ?? UsualColumns;
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        if (sites.Site(site) is not { } found)
        {
            return SiteEndpoints.Unknown("unknownSite", "The site");
        }

        if (tags.IsEmpty || from is not { } begin || to is not { } end)
        {
            return Problems.Of(400, "badQuery", "'tags', 'from' and 'to' are needed.");
        }

        if (begin.UtcDateTime.Year is < 1970 or > 9000 || end.UtcDateTime.Year is < 1970 or > 9000)
        {
            return Problems.Of(400, "badQuery", "'from' and 'to' must be of the years 1970 to 9000.");
        }

        if ((end - begin).Ticks < columns * TimeSpan.TicksPerMicrosecond)
        {
            return Problems.Of(400, "badQuery", "'from' must be before 'to', by at least a microsecond for each column.");
        }

        SampleQuery query = new() { Site = site, Tags = tags, From = begin, To = end, Columns = columns };
        Gated<SampleAnswer> answer = await gate.RunAsync(() => samples.Query(query), context.RequestAborted);
        return answer.Refused || answer.Value is not { } read
            ? Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.")
            : Results.Ok(TrendView.Of(site, read, found.Catalog));
    }
}
