using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>
/// The page behind the link of a mail. Its link is its log-in: it shows what the mail was about, and a button acknowledges that, once.
/// Looking at it changes nothing, because programs that look for viruses do so.
/// </summary>
internal static class AcknowledgePage
{
    private const int OfAnAddress = 30;

    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f2f3f5;color:#1c1f23}"
        + "main{max-width:40rem;margin:0 auto;padding:24px 16px}h1{font-size:20px}ul{list-style:none;padding:0}"
        + "li{background:#fff;border:1px solid #d4d7dc;border-radius:6px;padding:12px;margin:8px 0}b{display:block}"
        + "button{font:inherit;font-weight:600;padding:12px 20px;border:0;border-radius:6px;background:#1c1f23;color:#fff;width:100%}"
        + "@media(prefers-color-scheme:dark){body{background:#15171a;color:#e6e8eb}li{background:#1d2024;"
        + "border-color:#3a3f46}button{background:#e6e8eb;color:#15171a}}";

    internal static void MapAcknowledgePage(this IEndpointRouteBuilder app)
    {
        PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetFixedWindowLimiter(
                LogInGuard.PlaceOf(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = OfAnAddress, Window = TimeSpan.FromMinutes(1) }));
        app.MapGet(
            "/acknowledge/{token}",
            (string token, HttpContext context, AcknowledgeLinks links, INotificationLinks store, QueryGate gate) =>
                AnswerAsync(limiter, token, context, links, gate, message => Show(store, message)))
            .Requires(Right.Open).ExcludeFromDescription();
        app.MapPost(
            "/acknowledge/{token}",
            (string token, HttpContext context, AcknowledgeLinks links, INotificationLinks store, QueryGate gate, AlarmLoop loop) =>
                AnswerAsync(limiter, token, context, links, gate, message => Press(store, message, context, loop)))
            .Requires(Right.Open).ExcludeFromDescription();
    }

    private static Shown? Show(INotificationLinks store, long message) => store.Find(message) is { } linked ? new Shown(linked, []) : null;

    private static Shown? Press(INotificationLinks store, long message, HttpContext context, AlarmLoop loop)
    {
        TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
        ImmutableArray<AcknowledgeOutcome> outcomes = store.Acknowledge(message, Origin.Of(context), time.GetUtcNow());
        loop.Nudge();
        return store.Find(message) is { } linked ? new Shown(linked, outcomes) : null;
    }

    private static async Task<IResult> AnswerAsync(
        PartitionedRateLimiter<HttpContext> limiter, string token, HttpContext context, AcknowledgeLinks links, QueryGate gate,
        Func<long, Shown?> ask)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        using RateLimitLease lease = limiter.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "60";
            return Plain(429, "Demasiados intentos; esperar un minuto. · Too many tries; wait a minute.");
        }

        Gated<Shown?> asked = await gate.RunAsync(
            () => links.Read(token) is { IsOver: false } link ? ask(link.Message) : null, context.RequestAborted);
        return asked switch
        {
            { Refused: true } => Plain(429, "El servidor está ocupado; probar de nuevo. · The server is busy; try again."),
            { Value: { } shown } => Page(shown),
            _ => Plain(
                404,
                "El enlace no es válido o ya venció: las alarmas se reconocen en el sitio. · "
                    + "The link is not valid or has expired: alarms are acknowledged on the site."),
        };
    }

    private static IResult Page(Shown shown)
    {
        (LinkedAlarms linked, ImmutableArray<AcknowledgeOutcome> outcomes) = shown;
        NotificationLanguage language = linked.Message.Language;
        bool isDone = outcomes.Length > 0;
        StringBuilder html = new();
        _ = html.Append("<h1>").Append(Encoded(isDone ? Of("Reconocidas", "Acknowledged")
            : linked.Used is not null ? Of("Este enlace ya se usó", "This link was used already")
            : Of("Reconocer estas alarmas", "Acknowledge these alarms"))).Append("</h1><ul>");
        for (int i = 0; i < linked.Alarms.Length; i++)
        {
            Alarm alarm = linked.Alarms[i].Alarm;
            _ = html.Append("<li><b>").Append(Encoded($"{AlarmWords.Title(alarm, language)} {AlarmWords.State(alarm, language)}"))
                .Append("</b>").Append(Encoded($"{alarm.Source.Site} · P{alarm.Priority}")).Append("<br>")
                .Append(Encoded(NotificationText.Time(alarm, linked.Message))).Append("<br>")
                .Append(Encoded(StateOf(linked.Alarms[i], isDone ? outcomes[i] : null, language))).Append("</li>");
        }

        _ = html.Append("</ul>");
        int others = linked.Message.Alarms - linked.Alarms.Length;
        if (others > 0)
        {
            _ = html.Append("<p>").Append(Encoded(Of(
                $"Otras {others} alarmas de este mensaje no están aquí: se reconocen en el sitio.",
                $"Another {others} alarms of this message are not here: they are acknowledged on the site."))).Append("</p>");
        }

        if (!isDone && linked.Used is null && linked.Alarms.Any(one => !one.Alarm.IsAcknowledged))
        {
            _ = html.Append("<form method=\"post\"><button>")
                .Append(Encoded(Of($"Reconocer como {linked.Message.Person}", $"Acknowledge as {linked.Message.Person}")))
                .Append("</button></form>");
        }

        return Html(200, AlarmWords.Of(language, "es", "en"), html.ToString());

        string Of(string spanish, string english) => AlarmWords.Of(language, spanish, english);
    }

    private static string StateOf(LinkedAlarm linked, AcknowledgeOutcome? outcome, NotificationLanguage language)
    {
        Alarm alarm = linked.Alarm;
        return outcome == AcknowledgeOutcome.Done ? AlarmWords.Of(language, "Reconocida ahora.", "Acknowledged now.")
            : alarm.Acknowledgement is { } by && alarm.IsAcknowledged
                ? AlarmWords.Of(language, $"Ya la reconoció {by.Who}.", $"Acknowledged already by {by.Who}.")
            : alarm.Raises > linked.Raises ? AlarmWords.Of(
                language, "Se repitió después de este mensaje: se reconoce en el sitio.",
                "It was raised again after this message: it is acknowledged on the site.")
            : AlarmWords.Of(language, "Sin reconocer.", "Not acknowledged.");
    }

    private static IResult Plain(int status, string text) => Html(status, "es", $"<h1>{Encoded(text)}</h1>");

    private static IResult Html(int status, string language, string body) => Results.Content(
        $"<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<title>Telecontrol</title><style>{Style}</style><main>{body}</main></html>",
        "text/html; charset=utf-8", Encoding.UTF8, status);

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text.Trim());

    private sealed record Shown(LinkedAlarms Linked, ImmutableArray<AcknowledgeOutcome> Outcomes);
}
