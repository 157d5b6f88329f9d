using System.Security.Claims;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>The alarms, and what users do to them.</summary>
internal static class AlarmEndpoints
{
    // What fits into the body of a request, which is small for everybody.
    private const int MaximumAtOnce = 100;
    private const int MaximumText = 500;
    private static readonly TimeSpan LongestShelf = TimeSpan.FromDays(7);

    /// <summary>The filters of a query, and its order.</summary>
    internal static readonly string[] Filters = ["state", "site", "tag", "priority", "from", "to", "text", "order", "group"];

    internal static void MapAlarms(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder alarms = app.MapGroup("/api/alarms").WithTags("alarms");
        alarms.MapGet("", ListAsync).Requires(Right.Watch).Produces<AlarmList>().ProducesProblem(400).ProducesProblem(429);
        alarms.MapGet("groups", GroupsAsync).Requires(Right.Watch).Produces<AlarmGroupList>().ProducesProblem(400).ProducesProblem(429);
        alarms.MapGet("export", AlarmExport.ExportAsync).Requires(Right.Watch)
            .Produces(200, contentType: "text/csv").ProducesProblem(400).ProducesProblem(429);
        alarms.MapGet("statistics", AlarmStatisticsEndpoint.AnswerAsync).Requires(Right.Watch)
            .Produces<AlarmStatisticsView>().ProducesProblem(400).ProducesProblem(429);
        alarms.MapGet("overview", OverviewAsync).Requires(Right.Watch).Produces<AlarmOverview>().ProducesProblem(429);
        alarms.MapGet("{id:long}", FindAsync).Requires(Right.Watch).Produces<AlarmDetail>().ProducesProblem(404).ProducesProblem(429);
        alarms.MapPost("acknowledge", AcknowledgeAsync).Requires(Right.Acknowledge)
            .Produces<AcknowledgementResult>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(415).ProducesProblem(429);
        alarms.MapPut("{id:long}/shelf", ShelveAsync).Requires(Right.Shelve)
            .Produces<AlarmView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(415).ProducesProblem(429);
        alarms.MapDelete("{id:long}/shelf", UnshelveAsync).Requires(Right.Shelve)
            .Produces<AlarmView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(429);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAlarmStore alarms, QueryGate gate)
    {
        QueryReader reader = new(context.Request.Query, [.. Filters, "before", "limit"]);
        AlarmQuery filter = Read(reader, context.User);
        AlarmQuery query = filter with
        {
            Before = reader.Cursor("before", filter.Order),
            Limit = reader.Number("limit", 1, AlarmQuery.MaximumLimit) ?? 100,
        };
        return reader.Errors ?? await AnswerAsync(
            gate, context, () => alarms.Query(query), page => new AlarmList([.. page.Alarms.Select(AlarmView.Of)], page.Next?.ToString()));
    }

    private static async Task<IResult> GroupsAsync(HttpContext context, IAlarmStore alarms, QueryGate gate)
    {
        QueryReader reader = new(context.Request.Query, [.. Filters, "by", "before", "limit"]);
        AlarmQuery filter = Read(reader, context.User);
        AlarmQuery query = filter with
        {
            Before = reader.Cursor("before", filter.Order),
            Limit = reader.Number("limit", 1, AlarmQuery.MaximumLimit) ?? 100,
        };
        AlarmGrouping by = reader.Word<AlarmGrouping>("by") ?? AlarmGrouping.Bay;
        return reader.Errors ?? await AnswerAsync(
            gate, context, () => alarms.Groups(query, by),
            page => new AlarmGroupList(
                [.. page.Groups.Select(AlarmGroupView.Of)], page.Next?.ToString(), page.Total,
                page.Total == AlarmGroupPage.MaximumAlarms ? true : null));
    }

    /// <summary>The filters, and the order.</summary>
    internal static AlarmQuery Read(QueryReader reader, ClaimsPrincipal user) => new()
    {
        Sites = Rights.SitesOf(user, Right.Watch),
        State = reader.Word<AlarmFilter>("state") ?? AlarmFilter.Open,
        Site = reader.Site("site"),
        Tag = reader.Name("tag"),
        Priorities = reader.Digits("priority", 1, 4),
        Group = reader.Group("group"),
        From = reader.Time("from"),
        To = reader.Time("to"),
        Text = reader.Text("text", AlarmQuery.MaximumText),
        Order = reader.Word<AlarmOrder>("order") ?? AlarmOrder.Arrival,
    };

    private static Task<IResult> OverviewAsync(HttpContext context, IAlarmStore alarms, QueryGate gate) =>
        AnswerAsync(
            gate, context,
            () => AlarmsInSight.Of(AlarmOverview.Of(alarms.Summary()), SessionCookie.GrantsOf(context.User), alarms),
            overview => overview);

    private static Task<IResult> FindAsync(long id, HttpContext context, IAlarmStore alarms, QueryGate gate) => AnswerAsync(
        gate, context, () => alarms.Find(id) is { } one && Rights.Has(context.User, Right.Watch, one.Alarm.Source.Site) ? one : null,
        found => new AlarmDetail(
            AlarmView.Of(found!.Alarm),
            [
                .. found.Changes.Select(change => new AlarmChangeView(
                    (AlarmChangeWord)change.Kind, change.At, change.Time, change.Who, change.Comment)),
            ],
            AlarmView.CauseOf(found.Alarm.Source.Site, found.Burst)));

    private static async Task<IResult> AcknowledgeAsync(
        Acknowledgement body, HttpContext context, IAlarmStore alarms, AlarmLoop loop, QueryGate gate, TimeProvider time)
    {
        if (body.Alarms is not { Count: >= 1 and <= MaximumAtOnce } seen || seen.Any(one => one is null)
            || !IsText(body.Comment, least: 0))
        {
            return Problems.Of(
                400, "badRequest", $"Give 1 to {MaximumAtOnce} alarms, and a comment of at most {MaximumText} letters or none.");
        }

        if (await ForbiddenAsync(gate, context, alarms, Right.Acknowledge, seen.Select(one => one.Id)))
        {
            return Rights.Refusal(Right.Acknowledge);
        }

        AlarmAcknowledgement by = new(NameOf(context.User), time.GetUtcNow(), Trimmed(body.Comment));
        SeenAlarm[] those = [.. seen.Select(one => new SeenAlarm(one.Id, one.Raises))];
        return await AnswerAsync(
            gate, context,
            () => alarms.Acknowledge(those, by, Origin.Of(context)),
            outcomes =>
            {
                loop.Nudge();
                return new AcknowledgementResult(
                    [.. those.Zip(outcomes, (one, outcome) => new AlarmAnswer(one.Id, (AlarmAnswerWord)outcome))]);
            });
    }

    private static async Task<IResult> ShelveAsync(
        long id, Shelving body, HttpContext context, IAlarmStore alarms, AlarmLoop loop, QueryGate gate, TimeProvider time)
    {
        Right needed = body.Until is null ? Right.TakeOutOfService : Right.Shelve;
        if (!Rights.Has(context.User, needed) || await ForbiddenAsync(gate, context, alarms, needed, [id]))
        {
            return Rights.Refusal(needed);
        }

        DateTimeOffset now = time.GetUtcNow();
        if (!IsText(body.Reason, least: 1) || (body.Until is { } until && (until <= now || until > now + LongestShelf)))
        {
            return Problems.Of(
                400, "badRequest",
                $"Give a reason of 1 to {MaximumText} letters, and an end within {LongestShelf.TotalDays} days, or none.");
        }

        string who = NameOf(context.User);
        AlarmShelf shelf = new(who, now, Trimmed(body.Reason)!, body.Until?.ToUniversalTime());
        return await ChangeAsync(gate, context, loop, alarms, id, () => alarms.Shelve(id, shelf, who, Origin.Of(context), now));
    }

    private static Task<IResult> UnshelveAsync(
        long id, HttpContext context, IAlarmStore alarms, AlarmLoop loop, QueryGate gate, TimeProvider time) =>
        ChangeAsync(
            gate, context, loop, alarms, id, () => alarms.Shelve(id, null, NameOf(context.User), Origin.Of(context), time.GetUtcNow()));

    // What is out of service was decided by somebody with that right: nobody else ends it.
    private static async Task<IResult> ChangeAsync(
        QueryGate gate, HttpContext context, AlarmLoop loop, IAlarmStore alarms, long id, Func<Alarm?> change)
    {
        if (Rights.SitesOf(context.User, Right.TakeOutOfService) is { } sites)
        {
            Gated<AlarmHistory?> found = await gate.RunAsync(() => alarms.Find(id), context.RequestAborted);
            if (found.Value?.Alarm is { } alarm)
            {
                bool isOut = alarm.Shelf is { Until: null };
                Right needed = isOut ? Right.TakeOutOfService : Right.Shelve;
                if (isOut ? !sites.Contains(alarm.Source.Site) : !Rights.Has(context.User, Right.Shelve, alarm.Source.Site))
                {
                    return Rights.Refusal(needed);
                }
            }
        }

        return await AnswerAsync(gate, context, change, alarm =>
        {
            loop.Nudge();
            return AlarmView.Of(alarm!);
        });
    }

    // A user with roles for single stations is asked for each alarm, of which station it is.
    private static async Task<bool> ForbiddenAsync(
        QueryGate gate, HttpContext context, IAlarmStore alarms, Right right, IEnumerable<long> ids)
    {
        if (Rights.SitesOf(context.User, right) is not { } sites)
        {
            return false;
        }

        Gated<bool> asked = await gate.RunAsync(
            () => ids.Any(id => alarms.Find(id) is { } found && !sites.Contains(found.Alarm.Source.Site)), context.RequestAborted);
        return asked.Refused || asked.Value;
    }

    private static async Task<IResult> AnswerAsync<T, TAnswer>(
        QueryGate gate, HttpContext context, Func<T> ask, Func<T, TAnswer> answer)
    {
        Gated<T> asked = await gate.RunAsync(ask, context.RequestAborted);
        return asked switch
        {
            { Refused: true } => Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment."),
            { Value: null } => Problems.Of(404, "unknownAlarm", "There is no alarm of this number."),
            { Value: { } value } => Results.Ok(answer(value)),
        };
    }

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? "";

    private static bool IsText(string? text, int least) =>
        (text is null && least == 0) || (text is not null && text.Trim().Length >= least && text.Length <= MaximumText
            && !text.Any(char.IsControl));

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
