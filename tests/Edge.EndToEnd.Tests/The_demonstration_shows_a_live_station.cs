using System.Text.Json;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>From the wire to the screen: the demonstration itself, in a real browser.</summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class The_demonstration_shows_a_live_station
{
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_breaker_that_opens_changes_colour_and_a_gateway_that_stops_leaves_everything_stale()
    {
        await using Demo demo = await Demo.StartAsync(Stop, "--incidents-every", "10h");
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(demo.Address, "operador", "operador-demo");

        // The regional map comes first; a click on the station opens its single-line diagram.
        ILocator diagram = page.GetByTestId("diagram");
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-screen", "VS");
        await diagram.Locator("[tag^='LA']").First.ClickAsync();
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-screen", "LA");
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-stale", "false");

        Dictionary<int, string> palette = await PaletteAsync(page);
        ILocator breaker = diagram.Locator($"[tag='{Breaker}']").First;
        await FillBecomesAsync(breaker, palette[1], "closed, the breaker has the colour of 13.2 kV");

        Assert.StartsWith("ok", await demo.TellSimulatorAsync("open F3", Stop), StringComparison.Ordinal);
        await FillBecomesAsync(breaker, palette[5], "open, the breaker is blue");
        Assert.StartsWith("ok", await demo.TellSimulatorAsync("close F3", Stop), StringComparison.Ordinal);
        await FillBecomesAsync(breaker, palette[1], "closed again, the breaker has the colour of 13.2 kV");

        await Demo.SignalAsync("TERM", Demo.ProcessOf("edge"), Stop);
        await Eventually.TrueAsync(() => demo.Said.Contains("The gateway has stopped", StringComparison.Ordinal), "the gateway has stopped", Stop);
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-stale", "true", new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByTestId("banner")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_broker_holds_what_a_third_party_needs_and_Ctrl_C_leaves_nothing_behind()
    {
        Demo demo = await Demo.StartAsync(Stop, "--incidents-every", "10h");
        int[] programs = [Demo.ProcessOf("firmware-sim"), Demo.ProcessOf("edge"), Demo.ProcessOf("dashboard")];
        try
        {
            string[] topics = await RetainedTopicsAsync(demo.Mqtt);
            Assert.Contains("edge/v1/los-alamos/state", topics);
            Assert.Contains("edge/v1/los-alamos/catalog", topics);
            Assert.Contains("edge/v1/los-alamos/screen/VS", topics);
            Assert.Contains("edge/v1/los-alamos/screen/LA", topics);
            Assert.Contains($"edge/v1/los-alamos/tag/{Breaker}", topics);
            Assert.Contains($"edge/v1/los-alamos/element/{Breaker}", topics);
        }
        finally
        {
            await demo.InterruptAsync(Stop);
        }

        Assert.Equal(0, demo.ExitCode);
        Assert.All(programs, program => Assert.False(Directory.Exists($"/proc/{program}"), $"Process {program} is still there."));
        Assert.All([demo.Http, demo.Mqtt, demo.Field, demo.Control], port => Assert.False(FreePort.IsTaken(port), $"Port {port} is still taken."));
    }

    private static async Task FillBecomesAsync(ILocator element, string colour, string what)
    {
        string seen = "";
        try
        {
            await Eventually.TrueAsync(
                async () => (seen = await FillAsync(element)) == colour, what, Stop, TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what}: expected {colour}, saw {seen}.");
        }
    }

    /// <summary>The colour that a person sees, as #rrggbb.</summary>
    private static Task<string> FillAsync(ILocator element) => element.EvaluateAsync<string>(
        """
        node => {
          const shape = node.matches('g') ? node.querySelector('path, rect, circle, ellipse, polygon') : node;
          const rgb = getComputedStyle(shape).fill.match(/\d+/g) ?? [];
          return '#' + rgb.slice(0, 3).map(part => Number(part).toString(16).padStart(2, '0')).join('');
        }
        """);

    private static async Task<Dictionary<int, string>> PaletteAsync(IPage page)
    {
        IAPIResponse answer = await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), "/api/sites/los-alamos").ToString());
        Assert.True(answer.Ok, $"{answer.Status} {answer.StatusText}");
        using JsonDocument document = JsonDocument.Parse(await answer.BodyAsync());
        return document.RootElement.GetProperty("catalog").GetProperty("colours").EnumerateArray()
            .ToDictionary(colour => colour.GetProperty("index").GetInt32(), colour => colour.GetProperty("colour").GetString()!.ToLowerInvariant());
    }

    private static async Task<string[]> RetainedTopicsAsync(int port)
    {
        CommandResult heard = await Command.RunAsync(
            "mosquitto_sub", ["-h", "127.0.0.1", "-p", $"{port}", "-t", "edge/v1/#", "-F", "%r %t", "-W", "3"], Stop);
        return [.. heard.Output.Split('\n').Where(line => line.StartsWith("1 ", StringComparison.Ordinal)).Select(line => line[2..])];
    }
}
