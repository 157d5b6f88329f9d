using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.RateLimiting;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Audit;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>The texts of notifications: looked at, changed and tried out.</summary>
internal static class NotificationTextEndpoints
{
    private const int Tests = 10;
    private static readonly TimeSpan s_testTime = TimeSpan.FromMinutes(10);

    internal static void MapTemplates(this RouteGroupBuilder api)
    {
        FixedWindowRateLimiter tests = new(new FixedWindowRateLimiterOptions { PermitLimit = Tests, Window = s_testTime });
        api.MapGet("templates", ListAsync).Requires(Right.ManageNotifications)
            .Produces<TemplateList>().ProducesProblem(403).ProducesProblem(429);
        api.MapPut("templates/{name}", SetAsync).Changes(Right.ManageNotifications);
        api.MapDelete("templates/{name}", RemoveAsync).Changes(Right.ManageNotifications);
        api.MapPost("preview", Preview).Requires(Right.ManageNotifications)
            .Produces<PreviewedText>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(415);
        api.MapPost(
            "test",
            (NotificationTest body, HttpContext context, INotificationQueue queue, INotificationSettings settings, QueryGate gate) =>
                TestAsync(tests, body, context, queue, settings, gate)).Changes(Right.ManageNotifications);
    }

    private static Task<IResult> ListAsync(HttpContext context, INotificationSettings settings, QueryGate gate) =>
        NotificationEndpoints.AnswerAsync(context, gate, settings.Templates, own => new TemplateList(
        [
            .. DefaultTemplates.All.Select(normal =>
            {
                NotificationTemplate? replaced = own.FirstOrDefault(one => one.Form == normal.Form && one.Language == normal.Language);
                NotificationTemplate shown = replaced ?? normal;
                return new TemplateView(
                    NameOf(shown.Form, shown.Language), shown.Subject, shown.Body, replaced is null,
                    NotificationTemplate.Placeholders(shown.Form));
            }),
        ]));

    private static async Task<IResult> SetAsync(
        string name, TemplateChange body, HttpContext context, INotificationSettings settings, QueryGate gate) =>
        Read(name) is not { } which ? Unknown() : await NotificationEndpoints.ChangeAsync(
            context, gate,
            by => settings.Set(new NotificationTemplate(which.Form, which.Language, body.Subject ?? "", body.Body ?? ""), by));

    private static async Task<IResult> RemoveAsync(string name, HttpContext context, INotificationSettings settings, QueryGate gate) =>
        Read(name) is not { } which ? Unknown() : await NotificationEndpoints.ChangeAsync(
            context, gate, by => settings.RemoveTemplate(which.Form, which.Language, by));

    private static IResult Preview(TemplatePreview body, TimeProvider time)
    {
        if (Read(body.Name ?? "") is not { } which)
        {
            return Unknown();
        }

        NotificationTemplate template = new(which.Form, which.Language, body.Subject ?? "", body.Body ?? "");
        if (NotificationChecks.Of(template) is { } fault)
        {
            return Problems.Of(400, fault.Code, fault.Detail);
        }

        DateTimeOffset now = time.GetUtcNow();
        Alarm sample = NotificationText.Sample(now);
        bool isList = which.Form is NotificationForm.MailList or NotificationForm.SmsList;
        Alarm other = sample with
        {
            Priority = 2,
            Event = sample.Event with { Tag = "LA152_03", Description = "Puerta", Text = "ABIERTA" },
        };
        ImmutableArray<Alarm> alarms = isList ? [sample, other] : [sample];
        NotificationText text = NotificationText.Of(
            template,
            new NotificationMessage
            {
                Id = 0,
                Way = NotificationWay.Mail,
                State = NotificationState.Waiting,
                Address = "ana@example.org",
                Person = "Ana",
                Group = "turno",
                GroupId = 0,
                Language = which.Language,
                Zone = "America/Montevideo",
                Alarms = alarms.Length,
                Created = now,
                Due = now,
                Tries = 0,
                Changed = now,
                IsRepeat = false,
                IsTest = true,
            },
            alarms, new Uri("https://scada.example/acknowledge/…"));
        return Results.Ok(new PreviewedText(text.Subject, text.Body));
    }

    private static async Task<IResult> TestAsync(
        FixedWindowRateLimiter tests, NotificationTest body, HttpContext context, INotificationQueue queue,
        INotificationSettings settings, QueryGate gate)
    {
        Gated<ImmutableArray<NotificationGroup>> groups = await gate.RunAsync(settings.Groups, context.RequestAborted);
        NotificationGroup? group = groups.Refused ? null : groups.Value.FirstOrDefault(one => one.Id == body.Group);
        NotificationMember? person = body.Way == NotificationWay.Webhook
            ? group?.Webhook is null ? null : new NotificationMember { Name = group.Name, Language = NotificationLanguage.En }
            : group?.Members.FirstOrDefault(one => one.Name == body.Person && body.Way switch
            {
                NotificationWay.Mail => one.Email is not null,
                NotificationWay.Sms => one.Phone is not null,
                _ => false,
            });
        if (group is null || person is null)
        {
            return Problems.Of(404, "notFound", "The group has nobody who can be reached in this way.");
        }

        using RateLimitLease lease = tests.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            return Problems.Of(429, "tooMany", $"{Tests} messages were tried out in the last ten minutes.");
        }

        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        AuditTrail audit = context.RequestServices.GetRequiredService<AuditTrail>();
        await audit.AppendAsync(
            context, context.User.Identity?.Name ?? "", AuditWord.NotificationTested, group.Name, now: $"{body.Way} {person.Name}");
        return await NotificationEndpoints.AnswerAsync(
            context, gate, () => queue.AddTest(body.Way!.Value, person, group, time.GetUtcNow()), id => new NotificationStored(id));
    }

    private static IResult Unknown() => Problems.Of(404, "notFound", "There is no such text: use such as mailOne.es.");

    private static string NameOf(NotificationForm form, NotificationLanguage language) =>
        $"{JsonNamingPolicy.CamelCase.ConvertName(form.ToString())}.{JsonNamingPolicy.CamelCase.ConvertName(language.ToString())}";

    private static (NotificationForm Form, NotificationLanguage Language)? Read(string name) =>
        DefaultTemplates.All.FirstOrDefault(one => NameOf(one.Form, one.Language) == name) is { } found
            ? (found.Form, found.Language) : null;
}
