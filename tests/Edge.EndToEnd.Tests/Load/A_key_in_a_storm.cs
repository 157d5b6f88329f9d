using System.Globalization;
using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>
/// Two thousand alarms of ten stations within a minute while an operator goes through the list with the keys. The times from a key to the
/// frame that shows it are reported, and not judged; docs/performance.md has them. That each key counts, and that no alarm is missing,
/// is judged.
/// </summary>
[Trait("Category", "Long")]
[Collection("Demonstration")]
public sealed class A_key_in_a_storm
{
    private const int Stations = 10;
    private const int OfEach = 200;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_follows_the_keys()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId("diagram").WaitForAsync();
        Task storm = StormAsync(whole.BrokerPort);
        await Eventually.TrueAsync(async () => await OpenAsync(whole) > 100, "a hundred alarms are there", Stop);
        await page.GotoAsync(new Uri(whole.Address, "/alarms").ToString());
        ILocator list = page.GetByRole(AriaRole.Grid);
        await list.FocusAsync();
        await list.PressAsync("Home");
        await list.EvaluateAsync(
            """
            list => {
              window.waited = [];
              const current = () => list.querySelector('[data-current]')?.id;
              list.addEventListener('keydown', event => {
                const before = current();
                const look = () => current() === before
                  ? requestAnimationFrame(look) : window.waited.push(performance.now() - event.timeStamp);
                requestAnimationFrame(look);
              }, true);
            }
            """);
        int pressed = 0;
        while (!storm.IsCompleted)
        {
            // Down and up in turns of ten: there is a row each time.
            await page.Keyboard.PressAsync(pressed / 10 % 2 == 0 ? "ArrowDown" : "ArrowUp");
            pressed++;
            await Eventually.TrueAsync(
                async () => await page.EvaluateAsync<int>("window.waited.length") == pressed, $"key {pressed} is seen", Stop);
        }

        await storm;
        await Eventually.TrueAsync(async () => await OpenAsync(whole) >= Stations * OfEach, "no alarm is missing", Stop);
        double[] waited = [.. (await page.EvaluateAsync<double[]>("window.waited")).Order()];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{waited.Length} keys: {waited[waited.Length / 2]:0} ms p50, {waited[waited.Length * 99 / 100]:0} p99, {waited[^1]:0} worst"));
    }

    private static async Task<int> OpenAsync(WholeSystem whole)
    {
        System.Text.Json.JsonElement overview = System.Text.Json.JsonDocument.Parse(
            await whole.Http.GetStringAsync("/api/alarms/overview", Stop)).RootElement;
        return overview.GetProperty("sites").EnumerateArray()
            .Sum(site => site.GetProperty("unacknowledged").EnumerateArray().Sum(count => count.GetInt32()));
    }

    private static async Task StormAsync(int broker)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker).WithClientId("storm")
                .WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            Stop);
        using PeriodicTimer pace = new(Lasts / (Stations * OfEach));
        for (int n = 0; n < Stations * OfEach; n++)
        {
            _ = await pace.WaitForNextTickAsync(Stop);
            await client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic($"edge/v1/et-{n % Stations}/event").WithPayload(Alarm((n / Stations) + 1))
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                Stop);
        }
    }

    private static string Alarm(int seq) => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"T{{seq}}","state":1,"text":"ALARMA","alarmKind":1,
         "time":"2026-03-01T12:00:00Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;
}
