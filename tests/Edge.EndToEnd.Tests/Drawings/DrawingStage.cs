using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>
/// A real dashboard with its broker, and chromium before it. What a gateway would publish is published over MQTT, so that a drawing and
/// each of its elements take the whole road to the screen.
/// </summary>
[SuppressMessage("Maintainability", "CA1515", Justification = "xunit makes class fixtures, which must be public.")]
public sealed class DrawingStage : IAsyncLifetime
{
    private const string Password = "una clave larga";
    private const int Hour = 3600;

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = FreePort.Take(2);
    private readonly RunningProgram _dashboard;
    private readonly IMqttClient _gateway = new MqttClientFactory().CreateMqttClient();
    private Browser? _browser;
    private IPage? _page;

    public DrawingStage() => _dashboard = new RunningProgram(
        "cloud-dashboard/Dashboard.Web", "edge-dashboard", ["--urls", Address.ToString()], ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("Data__Directory", _folder.Path), ("MqttBroker__Mode", "embedded"), ("MqttBroker__Host", "127.0.0.1"),
        ("MqttBroker__Port", $"{_ports[1]}"),
        ("Login__PermitsPerMinute", "1000"),
        ("Users__Seed__0__Name", "ana"), ("Users__Seed__0__Password", Password), ("Users__Seed__0__Role", "operator"));

    internal Browser Browser => _browser!;

    private Uri Address => new($"http://127.0.0.1:{_ports[0]}/");

    internal static string Now => DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard.Start();
        using HttpClient http = new() { BaseAddress = Address };
        await _dashboard.IsReadyAsync(http, Stop);
        await _gateway.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _ports[1])
                .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), Stop);
        _browser = await Browser.StartAsync();
    }

    /// <summary>Publishes a station of one drawing, opens it and returns the drawing on the page.</summary>
    internal async Task<ILocator> ShowAsync(string site, string screen, string svg, IEnumerable<string> tags)
    {
        await PublishAsync(site, new Dictionary<string, string> { [screen] = svg }, tags);
        foreach (string tag in tags)
        {
            await AsDrawnAsync(site, tag);
        }

        return await ShownAsync(await OpenAsync(site, screen), screen);
    }

    /// <summary>Publishes a station and its drawings.</summary>
    internal async Task PublishAsync(string site, IReadOnlyDictionary<string, string> drawings, IEnumerable<string> tags)
    {
        await RetainAsync(site, "state", new
        {
            status = "online",
            since = Now,
            time = Now,
            heartbeatSeconds = Hour,
            epoch = "e1",
            software = "edge 0.1.0",
            field = new[] { new { device = "comaster", up = true, since = Now } },
        });
        await RetainAsync(site, "catalog", new
        {
            site,
            name = site,
            timeZone = "America/Argentina/Buenos_Aires",
            profile = "abc",
            devices = Array.Empty<object>(),
            tags = Array.Empty<object>(),
            elements = tags.Select(tag => new { tag, description = tag }),
            colours = Array.Empty<object>(),
            screens = drawings.Keys.Select(screen => new { name = screen, description = screen, prefix = screen }),
        });
        foreach ((string screen, string svg) in drawings)
        {
            await _gateway.PublishStringAsync($"edge/v1/{site}/screen/{screen}", svg, MqttQualityOfServiceLevel.AtLeastOnce, true, Stop);
        }
    }

    /// <summary>Opens a screen in a page of its own; the page before it is closed, as it would go on to draw what changes.</summary>
    internal Task<IPage> OpenAsync(string site, string screen) => OpenAsync(PageOf(site, screen));

    /// <summary>Publishes an event.</summary>
    internal Task EventAsync(string site, object message) => _gateway.PublishStringAsync(
        $"edge/v1/{site}/event", JsonSerializer.Serialize(message), MqttQualityOfServiceLevel.AtLeastOnce, false, Stop);

    /// <summary>Opens the events of a station in a page of its own.</summary>
    internal Task<IPage> OpenEventsAsync(string site) => OpenAsync(new Uri(Address, $"events?site={site}"));

    /// <summary>Where a screen is shown.</summary>
    internal Uri PageOf(string site, string screen) => new(Address, $"diagram?site={site}&screen={screen}");

    /// <summary>The drawing on a page, once it is there.</summary>
    internal static async Task<ILocator> ShownAsync(IPage page, string screen)
    {
        ILocator diagram = page.GetByTestId("diagram");
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-screen", screen);
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-stale", "false");
        return diagram.Locator(".drawing svg[data-drawing]");
    }

    internal Task PaintAsync(string site, string tag, string text, string fill, string stroke) =>
        RetainAsync(site, $"element/{tag}", new { text, fill, stroke, quality = "good", time = Now });

    /// <summary>Publishes any message for an element.</summary>
    internal Task SetAsync(string site, string tag, object message) => RetainAsync(site, $"element/{tag}", message);

    /// <summary>What a message leaves out is as the drawing has it.</summary>
    internal Task AsDrawnAsync(string site, string tag) => RetainAsync(site, $"element/{tag}", new { quality = "good", time = Now });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _gateway.Dispose();
        await _dashboard.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IPage> OpenAsync(Uri address)
    {
        if (_page is not null)
        {
            await _page.Context.CloseAsync();
        }

        return _page = await Browser.LogInAsync(address, "ana", Password);
    }

    private Task RetainAsync(string site, string rest, object message) => _gateway.PublishStringAsync(
        $"edge/v1/{site}/{rest}", JsonSerializer.Serialize(message), MqttQualityOfServiceLevel.AtLeastOnce, true, Stop);
}
