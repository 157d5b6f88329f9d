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
    public async Task A_breaker_that_opens_changes_colour_and_a_stop_leaves_all_stale()
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

        await Demo.SignalAsync("TERM", demo.ProcessOf("edge"), Stop);
        await Eventually.TrueAsync(
            () => demo.Said.Contains("The gateway has stopped", StringComparison.Ordinal), "the gateway has stopped", Stop);
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-stale", "true", new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByTestId("banner")).ToBeVisibleAsync();
    }

    /// <summary>Fault 47: the second one overwrote the files of the first, and then ended it.</summary>
    [Fact]
    public async Task Two_in_one_clone_stand_side_by_side()
    {
        await using Demo first = await Demo.StartAsync(Stop, "--incidents-every", "10h");
        int gateway = first.ProcessOf("edge");
        await using (Demo second = await Demo.StartAsync(Stop, "--incidents-every", "10h"))
        {
            Assert.NotEqual(gateway, second.ProcessOf("edge"));
            await second.InterruptAsync(Stop);
        }

        Assert.False(first.HasExited, first.Said);
        Assert.Equal(gateway, first.ProcessOf("edge"));
        Assert.Contains("edge/v1/los-alamos/state", (await RetainedAsync(first.Mqtt)).Keys);
    }

    [Fact]
    public async Task The_broker_holds_what_others_need_and_Ctrl_C_leaves_nothing_behind()
    {
        await using Demo demo = await Demo.StartAsync(Stop, "--incidents-every", "10h");
        int[] programs = [demo.ProcessOf("firmware-sim"), demo.ProcessOf("edge"), demo.ProcessOf("dashboard")];
        try
        {
            Dictionary<string, string>.KeyCollection topics = (await RetainedAsync(demo.Mqtt)).Keys;
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
        Assert.All(
            [demo.Http, demo.Mqtt, demo.Field, demo.Control], port => Assert.False(FreePort.IsTaken(port), $"Port {port} is still taken."));
    }

    /// <summary>The utility's own frames, workbook and drawings, where they are on this machine.</summary>
    [Fact]
    public async Task Captured_frames_run_the_same_road_with_the_workbook_beside_them()
    {
        string capture = Repository.SharedData("poll-answers-2014-01-13.txt") ?? "";
        Assert.SkipWhen(capture.Length == 0, "The captured frames (../shared/data) are not on this machine.");
        int[] voltages = [.. File.ReadLines(capture).Select(FirstAnalogWord).Distinct()];

        await using Demo demo = await Demo.StartAsync(Stop, "--capture", capture);
        Dictionary<string, string> retained = [];

        // Everything is published before the first answer of the field, as not read yet.
        await Eventually.TrueAsync(
            async () => (retained = await RetainedAsync(demo.Mqtt)).TryGetValue("edge/v1/capture/tag/E42VV_00", out string? first)
                && !first.Contains("notYetRead", StringComparison.Ordinal),
            "the first answer is published", Stop);
        Assert.Contains("edge/v1/capture/screen/E4", retained.Keys);
        Assert.Contains("edge/v1/capture/screen/TW", retained.Keys);
        using JsonDocument voltage = JsonDocument.Parse(retained["edge/v1/capture/tag/E42VV_00"]);
        Assert.Equal("good", voltage.RootElement.GetProperty("quality").GetString());
        Assert.Contains(voltage.RootElement.GetProperty("raw").GetInt32(), voltages);
        using JsonDocument bar = JsonDocument.Parse(retained["edge/v1/capture/element/E42BAR00"]);
        Assert.True(bar.RootElement.TryGetProperty("stroke", out _), "The formula of the 33 kV bar sets its line.");
    }

    /// <summary>
    /// Read off the line by hand: after six bytes of header come nSV, nDI and nAI, each one more than its section (Mara 1.4 §4).
    /// </summary>
    private static int FirstAnalogWord(string line)
    {
        int[] bytes = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Convert.ToInt32(text, 16))];
        int digitals = 6 + bytes[6];
        int analogs = digitals + bytes[digitals];
        return (bytes[analogs + 1] | bytes[analogs + 2] << 8) & 0x3FFF;
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
            .ToDictionary(
                colour => colour.GetProperty("index").GetInt32(), colour => colour.GetProperty("colour").GetString()!.ToLowerInvariant());
    }

    private static async Task<Dictionary<string, string>> RetainedAsync(int port)
    {
        CommandResult heard = await Command.RunAsync(
            "mosquitto_sub", ["-h", "127.0.0.1", "-p", $"{port}", "-t", "edge/v1/#", "-F", "%r %t %p", "-W", "3"], Stop);
        return heard.Output.Split('\n').Where(line => line.StartsWith("1 edge/", StringComparison.Ordinal))
            .Select(line => line.Split(' ', 3))
            .ToDictionary(parts => parts[1], parts => parts[2]);
    }
}
