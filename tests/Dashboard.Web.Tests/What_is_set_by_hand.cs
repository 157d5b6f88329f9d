using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>An operator sets by hand what no formula sets: the gateway is asked, and what it answers is passed on.</summary>
public sealed class What_is_set_by_hand : IAsyncLifetime
{
    private const string Text = "/api/sites/los-alamos/elements/LA2TEC01/text";
    private const string Fill = "/api/sites/los-alamos/elements/LA2TEC01/fill";
    private const string ByHand = """
        {"text":"ES","fill":"#00aa00","quality":"good","time":"2026-03-01T12:00:05.25Z",
         "byHand":[{"attribute":"text","value":"ES","who":"eva","time":"2026-03-01T12:00:05.25Z"}]}
        """;

    private readonly TemporaryFolder _directory = new();
    private readonly FakeGateway _gateway = new();
    private readonly ConcurrentQueue<JsonElement> _asked = new();
    private string? _answer = """{"outcome":"done"}""";
    private RunningDashboard _dashboard = null!;
    private HttpClient _ana = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(_directory.Path);
        _ana = await _dashboard.LogInAsync();
        await _gateway.ConnectAsync(_dashboard.BrokerPort);
        await _gateway.AnswerAsync(payload =>
        {
            _asked.Enqueue(JsonElement.Parse(payload));
            return Encoding.UTF8.GetBytes(_answer ?? "");
        });
        await _gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await _gateway.RetainAsync(
            "catalog",
            FakeGateway.Catalog.Replace("SITE", "los-alamos", StringComparison.Ordinal).Replace(
                "\"elements\":[", """
                "elements":[{"tag":"LA2TEC01","description":"Campo 1","settable":["text","fill"]},
                """, StringComparison.Ordinal));
        await _gateway.RetainAsync("element/LA2TEC01", ByHand);
        await Eventually.TrueAsync(
            async () => (await ListAsync()).Length == 1 && (await _ana.JsonAsync("/api/sites/los-alamos"))
                .GetProperty("catalog").GetProperty("elements").GetArrayLength() == 2,
            "the station is there", Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _ana.Dispose();
        await _gateway.DisposeAsync();
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_gateway_is_asked_once_and_the_record_says_what_was()
    {
        object body = new { value = "FS", seen = "2026-03-01T12:00:05.25Z" };
        using HttpResponseMessage set = await _ana.PutAsJsonAsync(Text, body, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        using HttpResponseMessage painted = await _ana.PutAsJsonAsync(Fill, new { value = "0" }, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, painted.StatusCode);
        using HttpResponseMessage back = await _ana.DeleteAsync(Text + "?seen=2026-03-01T12:00:05.25Z", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);

        Assert.Equal(["set text FS ana", "set fill 0 ana", "release text - ana"], _asked.Select(one =>
            $"{Of(one, "action")} {Of(one, "attribute")} {Of(one, "value")} {Of(one, "who")}"));
        Assert.Equal("2026-03-01T12:00:05.25+00:00", Of(_asked.First(), "seen"));

        using HttpClient luis = await _dashboard.LogInAsync("luis");
        JsonElement[] lines = [.. (await luis.JsonAsync("/api/audit")).GetProperty("entries").EnumerateArray()];
        Assert.Equal(
            [
                "elementReleased ana los-alamos/LA2TEC01 text: ES → -", "elementSet ana los-alamos/LA2TEC01 fill: 0 verde → 0 verde",
                "elementSet ana los-alamos/LA2TEC01 text: ES → FS",
            ],
            lines.Where(one => Of(one, "what").StartsWith("element", StringComparison.Ordinal)).Select(one =>
                $"{Of(one, "what")} {Of(one, "who")} {Of(one, "target")}: {Of(one, "old")} → {Of(one, "new")}"));
    }

    [Theory]
    [InlineData("""{"outcome":"notAllowed","reason":"changedMeanwhile","detail":"look again"}""", 409, "changedMeanwhile", "look again")]
    [InlineData("""{"outcome":"notAllowed","reason":"setByFormula","detail":"a formula"}""", 409, "notSettable", "a formula")]
    [InlineData("""{"outcome":"notAllowed","reason":"tooManyRequests"}""", 429, "gatewayBusy", "moment")]
    [InlineData("""{"outcome":"notAllowed","reason":"valueDoesNotFit"}""", 400, "badValue", "fit")]
    [InlineData("""{"outcome":"notKept","reason":"journalFailed","detail":"disk full"}""", 503, "notKept", "disk full")]
    [InlineData("""{"outcome":"expired","reason":"tooLate"}""", 504, "expired", "nothing was changed")]
    [InlineData("""{"outcome":"malformed","reason":"notOfContract","detail":"an old gateway"}""", 502, "gatewayRefused", "an old gateway")]
    [InlineData("""{"outcome":"unknownElement"}""", 404, "unknownElement", "no such element")]
    public async Task What_the_gateway_refuses_is_passed_on_and_not_recorded(string answer, int status, string code, string words)
    {
        _answer = answer;
        using HttpResponseMessage refused = await _ana.PutAsJsonAsync(Text, new { value = "FS" }, Cancelled);
        await RefusedAsync(refused, status, code, words);
        using HttpClient luis = await _dashboard.LogInAsync("luis");
        Assert.DoesNotContain("elementSet", (await luis.JsonAsync("/api/audit")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "\"\"")]
    [InlineData("text", "\"  \"")]
    [InlineData("text", "null")]
    [InlineData("text", "\"FS\\u0000\"")]
    [InlineData("text", "\"FS\\u202e\"")]
    [InlineData("text", "\"FS\\nES\"")]
    [InlineData("fill", "\"7\"")]
    [InlineData("fill", "\"-1\"")]
    [InlineData("fill", "\"#00aa00\"")]
    [InlineData("fill", "\"url(#x)\"")]
    [InlineData("fill", "\"red;stroke:blue\"")]
    public async Task A_value_that_does_not_fit_reaches_no_gateway(string attribute, string value)
    {
        using StringContent body = new($$"""{"value":{{value}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await _ana.PutAsync($"/api/sites/los-alamos/elements/LA2TEC01/{attribute}", body, Cancelled);
        await RefusedAsync(refused, 400, "badValue", "Give");
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_text_of_more_than_200_letters_reaches_no_gateway()
    {
        using HttpResponseMessage refused = await _ana.PutAsJsonAsync(Text, new { value = new string('a', 201) }, Cancelled);
        await RefusedAsync(refused, 400, "badValue", "200");
        using HttpResponseMessage longest = await _ana.PutAsJsonAsync(Text, new { value = new string('a', 200) }, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, longest.StatusCode);
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("los-alamos/elements/LA2TEC01/stroke", 409, "notSettable")]
    [InlineData("los-alamos/elements/LA2TEC01/0", 409, "notSettable")]
    [InlineData("los-alamos/elements/LA152B03/fill", 409, "notSettable")]
    [InlineData("los-alamos/elements/NOBODY/text", 404, "unknownElement")]
    [InlineData("nowhere/elements/LA2TEC01/text", 404, "unknownSite")]
    public async Task What_may_not_be_set_reaches_no_gateway(string path, int status, string code)
    {
        using HttpResponseMessage set = await _ana.PutAsJsonAsync("/api/sites/" + path, new { value = "0" }, Cancelled);
        await RefusedAsync(set, status, code, "");
        using HttpResponseMessage back = await _ana.DeleteAsync("/api/sites/" + path, Cancelled);
        await RefusedAsync(back, status, code, "");
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_station_that_is_away_is_not_asked()
    {
        await _gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
        await Eventually.TrueAsync(
            async () => Of((await _ana.JsonAsync("/api/sites/los-alamos")).GetProperty("summary"), "status") == "offline",
            "the station is offline", Cancelled);
        using HttpResponseMessage set = await _ana.PutAsJsonAsync(Text, new { value = "FS" }, Cancelled);
        await RefusedAsync(set, 409, "stationAway", "nothing will be later");
        Assert.Empty(_asked);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_gateway_that_does_not_answer_is_said_and_recorded_so()
    {
        _answer = null;
        using HttpResponseMessage set = await _ana.PutAsJsonAsync(Text, new { value = "FS" }, Cancelled);
        await RefusedAsync(set, 504, "noAnswer", "will not be done later");
        using HttpClient luis = await _dashboard.LogInAsync("luis");
        JsonElement line = (await luis.JsonAsync("/api/audit?what=elementUncertain")).GetProperty("entries")[0];
        Assert.Equal(("ES", "FS"), (Of(line, "old"), Of(line, "new")));
    }

    [Fact]
    public async Task The_list_says_what_is_set_by_whom_and_when()
    {
        JsonElement one = Assert.Single(await ListAsync());
        Assert.Equal(
            ["LA2TEC01", "Campo 1", "text", "ES", "eva", "2026-03-01T12:00:05.25+00:00"],
            new[] { "tag", "description", "attribute", "value", "who", "time" }.Select(name => Of(one, name)));
        await _ana.JsonAsync("/api/sites/nowhere/by-hand", HttpStatusCode.NotFound);
        await _gateway.RetainAsync("element/LA2TEC01", """{"text":"FS","quality":"good","time":"2026-03-01T12:00:06Z"}""");
        await Eventually.TrueAsync(async () => (await ListAsync()).Length == 0, "nothing is set by hand", Cancelled);
    }

    private async Task<JsonElement[]> ListAsync()
    {
        using HttpResponseMessage answer = await _ana.GetAsync("/api/sites/los-alamos/by-hand", Cancelled);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement[]>(Cancelled) ?? [] : [];
    }

    private static string Of(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "-";

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string code, string words)
    {
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((status, code), ((int)answer.StatusCode, Of(problem, "code")));
        Assert.Contains(words, Of(problem, "detail"), StringComparison.Ordinal);
    }
}
