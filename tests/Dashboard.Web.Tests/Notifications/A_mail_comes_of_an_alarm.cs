using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Audit;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;
using TestKit;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>The whole road: from a gateway over MQTT to a mail server, and back by the link of the mail.</summary>
public sealed partial class A_mail_comes_of_an_alarm : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private readonly MailServerUnderTest _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_link_of_a_mail_acknowledges_once_and_without_a_log_in()
    {
        await using RunningDashboard dashboard = await StartAsync();
        await using FakeGateway gateway = await GatewayAsync(dashboard, "los-alamos");
        await gateway.EventAsync(Alarm(1));
        await Eventually.TrueAsync(() => !_server.Mails.IsEmpty, "the mail is there", Cancelled);
        string link = Link().Match(_server.Mails.Single().TextBody!).Groups[1].Value;
        using HttpClient nobody = dashboard.Anonymous();
        for (int look = 0; look < 3; look++)
        {
            string page = await PageAsync(nobody, HttpMethod.Get, link, HttpStatusCode.OK);
            Assert.Contains("<h1>Reconocer estas alarmas</h1>", page, StringComparison.Ordinal);
            Assert.Contains("los-alamos", page, StringComparison.Ordinal);
            Assert.Contains("Reconocer como Ana &lt;turno&gt;", page, StringComparison.Ordinal);
        }

        using HttpClient client = await dashboard.LogInAsync();
        Assert.False((await OneAsync(client)).GetProperty("acknowledged").GetBoolean());
        Assert.Contains("Reconocida ahora.", await PageAsync(nobody, HttpMethod.Post, link, HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Equal("Ana <turno> (mail)", (await OneAsync(client)).GetProperty("acknowledgedBy").GetString());
        string again = await PageAsync(nobody, HttpMethod.Post, link, HttpStatusCode.OK);
        Assert.Contains("Este enlace ya se usó", again, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>", again, StringComparison.Ordinal);
        AuditEntry line = Assert.Single(
            dashboard.Services.GetRequiredService<IAuditLog>().Query(new AuditQuery { What = AuditWord.AlarmAcknowledged }).Entries);
        Assert.Equal(("Ana <turno> (mail)", "127.0.0.1"), (line.Act.Who, line.Act.From));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_link_is_pressed_in_a_browser_of_a_phone()
    {
        await using RunningDashboard dashboard = await StartAsync();
        await using FakeGateway gateway = await GatewayAsync(dashboard, "los-alamos");
        await gateway.EventAsync(Alarm(1));
        await Eventually.TrueAsync(() => !_server.Mails.IsEmpty, "the mail is there", Cancelled);
        string link = Link().Match(_server.Mails.Single().TextBody!).Groups[1].Value;
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Args = ["--no-sandbox", "--disable-gpu"],
        });
        IPage page = await browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 390, Height = 700 } });
        await page.GotoAsync($"{dashboard.Address}acknowledge/{link}");

        // No wider than the phone, and the policy for styles lets it look like something.
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("700", await page.Locator("h1").EvaluateAsync<string>("node => getComputedStyle(node).fontWeight"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Reconocer como Ana <turno>" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Reconocida ahora.")).ToBeVisibleAsync();
        using HttpClient client = await dashboard.LogInAsync();
        Assert.Equal("Ana <turno> (mail)", (await OneAsync(client)).GetProperty("acknowledgedBy").GetString());
    }

    [Fact]
    public async Task A_link_that_is_forged_or_over_shows_nothing()
    {
        await using RunningDashboard dashboard = await StartAsync();
        AcknowledgeLinks links = dashboard.Services.GetRequiredService<AcknowledgeLinks>();
        using HttpClient nobody = dashboard.Anonymous();
        string good = links.TokenOf(1, DateTimeOffset.UtcNow.AddHours(1));
        string other = (good[0] == 'A' ? 'B' : 'A') + good[1..];
        foreach (string token in (string[])[good, other, "x", good + "A", links.TokenOf(1, DateTimeOffset.UtcNow.AddSeconds(-2))])
        {
            string page = await PageAsync(nobody, HttpMethod.Get, token, HttpStatusCode.NotFound);
            Assert.Contains("ya venció", page, StringComparison.Ordinal);
        }

        // A page of elsewhere presses nothing.
        using HttpRequestMessage foreign = new(HttpMethod.Post, $"/acknowledge/{good}");
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage refused = await nobody.SendAsync(foreign, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 30 && last != HttpStatusCode.TooManyRequests; i++)
        {
            using HttpResponseMessage answer = await nobody.GetAsync($"/acknowledge/{other}", Cancelled);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Two_thousand_alarms_are_one_mail_and_a_few_at_most()
    {
        await using RunningDashboard dashboard = await StartAsync();
        const int Stations = 10;
        const int OfEach = 200;
        FakeGateway[] gateways = new FakeGateway[Stations];
        for (int i = 0; i < Stations; i++)
        {
            gateways[i] = await GatewayAsync(dashboard, string.Create(CultureInfo.InvariantCulture, $"et-{i}"));
        }

        await Task.WhenAll(gateways.Select(async gateway =>
        {
            for (int seq = 1; seq <= OfEach; seq++)
            {
                await gateway.EventAsync(Alarm(seq));
            }
        }));
        INotificationQueue queue = dashboard.Services.GetRequiredService<INotificationQueue>();
        await Eventually.TrueAsync(
            async () => (await CountAsync(dashboard)) == Stations * OfEach && !_server.Mails.IsEmpty, "all are alarms", Cancelled);

        // What follows the first mail waits for the pause of a flood.
        // The first call takes the alarms that the loop has not followed yet; they are in a message minutes later.
        _ = queue.Advance(DateTimeOffset.UtcNow.AddMinutes(3), new NotificationPacing(TimeSpan.FromSeconds(1)), 5000);
        _ = queue.Advance(DateTimeOffset.UtcNow.AddMinutes(6), new NotificationPacing(TimeSpan.FromSeconds(1)), 5000);
        Assert.Equal(Stations * OfEach, queue.Query(new NotificationQuery()).Messages.Sum(message => message.Alarms));
        Assert.InRange(_server.Mails.Count, 1, 3);
        MimeMessage first = _server.Mails.First();
        Assert.Matches(@"^\[P2\] (\d+ alarmas; primera: )?et-\d: ", first.Subject);
        foreach (FakeGateway gateway in gateways)
        {
            await gateway.DisposeAsync();
        }
    }

    private static async Task<int> CountAsync(RunningDashboard dashboard)
    {
        using HttpClient client = await dashboard.LogInAsync();
        return (await client.JsonAsync("/api/alarms/overview")).GetProperty("sites").EnumerateArray()
            .Sum(site => site.GetProperty("unacknowledged").EnumerateArray().Sum(count => count.GetInt32()));
    }

    private static async Task<System.Text.Json.JsonElement> OneAsync(HttpClient client) =>
        Assert.Single((await client.JsonAsync("/api/alarms")).GetProperty("alarms").EnumerateArray());

    private static async Task<string> PageAsync(HttpClient client, HttpMethod method, string token, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(method, $"/acknowledge/{token}");
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancelled)).Replace(
            "Ana <turno>", "Ana &lt;turno&gt;", StringComparison.Ordinal);
    }

    private async Task<RunningDashboard> StartAsync()
    {
        RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, null, _server.Settings);
        INotificationSettings settings = dashboard.Services.GetRequiredService<INotificationSettings>();
        NotificationChanger by = new(DateTimeOffset.UtcNow, "eva", null);
        NotificationMember ana = new() { Name = "Ana <turno>", Email = "ana@example.org", Zone = "America/Montevideo" };
        long group = settings.Set(new NotificationGroup { Name = "turno", Members = [ana] }, by).Id;
        Assert.Null(settings.Set(new NotificationRule { Name = "todas", LeastPriority = 2, Steps = [new(group, 0)] }, by).Fault);
        return dashboard;
    }

    private static async Task<FakeGateway> GatewayAsync(RunningDashboard dashboard, string site)
    {
        FakeGateway gateway = new(site);
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        return gateway;
    }

    private static string Alarm(int seq) => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"T{{seq}}","state":1,"text":"ALARMA","alarmKind":1,
         "time":"2026-03-01T12:00:00Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    [GeneratedRegex("https://scada.example/sitio/acknowledge/([A-Za-z0-9_-]+)")]
    private static partial Regex Link();
}
