using Dashboard.Historian;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>A page of the sequence of events.</summary>
/// <param name="Events">Newest first: by their own time, or with <c>order=arrival</c> by their arrival at the historian.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null when there is none.</param>
public sealed record EventList(IReadOnlyList<SiteEvent> Events, string? Next);

/// <summary>The sequence of events, from the historian.</summary>
internal static class EventEndpoints
{
    internal static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/events", (HttpContext context, IEventStore historian, QueryGate gate) =>
                QueryAsync(context, historian, gate, site: null))
            .Requires(Right.Watch).WithTags("events").Produces<EventList>().ProducesProblem(400).ProducesProblem(429);
        app.MapGet("/api/sites/{site}/events", (string site, HttpContext context, IEventStore historian, QueryGate gate) =>
                !Topics.IsName(site)
                    ? Task.FromResult(SiteEndpoints.Unknown("unknownSite", "The site")) : QueryAsync(context, historian, gate, site))
            .Requires(Right.Watch)
            .WithTags("events").Produces<EventList>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
    }

    private static async Task<IResult> QueryAsync(HttpContext context, IEventStore historian, QueryGate gate, string? site)
    {
        QueryReader reader = new(context.Request.Query, site is null
            ? ["site", "before", "limit", "tag", "type", "from", "to", "order"]
            : ["before", "limit", "tag", "type", "from", "to", "order"]);
        EventOrder order = reader.Word<EventOrder>("order") ?? EventOrder.Time;
        RecordQuery query = new()
        {
            Site = site ?? reader.Site("site"),
            Sites = Rights.SitesOf(context.User, Right.Watch),
            Tag = reader.Name("tag"),
            Type = reader.Word<EventType>("type"),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Order = order,
            Before = reader.Cursor("before", order),
            Limit = reader.Number("limit", 1, RecordQuery.MaximumLimit) ?? 100,
        };
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        Gated<RecordPage<EventRecord>> answer = await gate.RunAsync(() => historian.QueryEvents(query), context.RequestAborted);
        if (answer.Refused || answer.Value is not { } page)
        {
            return Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.");
        }

        return Results.Ok(new EventList([.. page.Records.Select(SiteEvent.Of)], page.Next?.ToString()));
    }
}
