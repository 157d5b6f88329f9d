using System.Globalization;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api;

/// <summary>Whom alarms call: rules and groups for engineers, and the queue of what was sent.</summary>
internal static class NotificationEndpoints
{
    // A group of fifty people with their rosters.
    private const int BodyBytes = 64 * 1024;

    internal static void MapNotifications(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/notifications").WithTags("notifications");
        api.MapGet("ways", Ways).Requires(Right.ReadNotifications).Produces<NotificationWays>().ProducesProblem(403);
        api.MapGet("queue", QueueAsync).Requires(Right.ReadNotifications)
            .Produces<NotificationList>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(429);

        api.MapGet("rules", RulesAsync).Requires(Right.ManageNotifications)
            .Produces<NotificationRules>().ProducesProblem(403).ProducesProblem(429);
        api.MapPost("rules", (NotificationRule body, HttpContext context, INotificationSettings settings, QueryGate gate) =>
            ChangeAsync(context, gate, by => settings.Set(body with { Id = 0 }, by))).Changes(Right.ManageNotifications);
        api.MapPut(
            "rules/{id:long}", (long id, NotificationRule body, HttpContext context, INotificationSettings settings, QueryGate gate) =>
                ChangeAsync(context, gate, by => settings.Set(body with { Id = id }, by))).Changes(Right.ManageNotifications);
        api.MapDelete("rules/{id:long}", (long id, HttpContext context, INotificationSettings settings, QueryGate gate) =>
            ChangeAsync(context, gate, by => settings.RemoveRule(id, by))).Changes(Right.ManageNotifications);

        api.MapGet("groups", GroupsAsync).Requires(Right.ManageNotifications)
            .Produces<NotificationGroups>().ProducesProblem(403).ProducesProblem(429);
        api.MapPost("groups", (NotificationGroup body, HttpContext context, INotificationSettings settings, QueryGate gate) =>
            ChangeAsync(context, gate, by => settings.Set(body with { Id = 0 }, by))).Changes(Right.ManageNotifications);
        api.MapPut(
            "groups/{id:long}", (long id, NotificationGroup body, HttpContext context, INotificationSettings settings, QueryGate gate) =>
                ChangeAsync(context, gate, by => settings.Set(body with { Id = id }, by))).Changes(Right.ManageNotifications);
        api.MapDelete("groups/{id:long}", (long id, HttpContext context, INotificationSettings settings, QueryGate gate) =>
            ChangeAsync(context, gate, by => settings.RemoveGroup(id, by))).Changes(Right.ManageNotifications);
        api.MapTemplates();
    }

    /// <summary>An endpoint that changes a setting.</summary>
    internal static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, Right right) => endpoint.Requires(right)
        .WithMetadata(new RequestSizeLimitAttribute(BodyBytes)).Produces<NotificationStored>().ProducesProblem(400).ProducesProblem(403)
        .ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429);

    /// <summary>Changes a setting, by the user of a request.</summary>
    internal static async Task<IResult> ChangeAsync(HttpContext context, QueryGate gate, Func<NotificationChanger, SettingChange> change)
    {
        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        NotificationChanger by = new(time.GetUtcNow(), context.User.Identity?.Name ?? "", Origin.Of(context));
        Gated<SettingChange> answer = await gate.RunAsync(() => change(by), context.RequestAborted);
        return answer.Value switch
        {
            null => Busy(),
            { IsUnknown: true } => Problems.Of(404, "notFound", "There is none of this number."),
            { Fault: { Code: "groupInUse" } fault } => Problems.Of(409, fault.Code, fault.Detail),
            { Fault: { } fault } => Problems.Of(400, fault.Code, fault.Detail),
            { Id: var id } => Results.Ok(new NotificationStored(id)),
        };
    }

    /// <summary>Reads settings.</summary>
    internal static async Task<IResult> AnswerAsync<T, TAnswer>(HttpContext context, QueryGate gate, Func<T> ask, Func<T, TAnswer> answer)
    {
        Gated<T> asked = await gate.RunAsync(ask, context.RequestAborted);
        return asked.Refused ? Busy() : Results.Ok(answer(asked.Value!));
    }

    private static IResult Busy() => Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.");

    private static IResult Ways(NotificationOptions options) => Results.Ok(
        new NotificationWays(options.Mail is not null, options.SmsDirectory is not null, options.PublicAddress is not null));

    private static Task<IResult> RulesAsync(HttpContext context, INotificationSettings settings, QueryGate gate) =>
        AnswerAsync(context, gate, settings.Rules, rules => new NotificationRules([.. rules]));

    private static Task<IResult> GroupsAsync(HttpContext context, INotificationSettings settings, QueryGate gate) => AnswerAsync(
        context, gate, settings.Groups, groups => new NotificationGroups([.. groups.Select(group =>
            group.Webhook is { } webhook ? group with { Webhook = webhook with { Secret = null } } : group)]));

    private static async Task<IResult> QueueAsync(HttpContext context, INotificationQueue queue, QueryGate gate)
    {
        QueryReader reader = new(context.Request.Query, ["state", "way", "from", "to", "before", "limit"]);
        NotificationQuery query = new()
        {
            State = reader.Word<NotificationState>("state"),
            Way = reader.Word<NotificationWay>("way"),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Before = reader.Number("before", 1, int.MaxValue),
            Limit = reader.Number("limit", 1, NotificationQuery.MaximumLimit) ?? 50,
        };
        return reader.Errors ?? await AnswerAsync(
            context, gate, () => queue.Query(query),
            page => new NotificationList(
                [.. page.Messages.Select(NotificationView.Of)], page.Next?.ToString(CultureInfo.InvariantCulture)));
    }
}
