using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Web.OpenApi;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>The examples of docs/api.md, run as they stand, and what the document says of each request.</summary>
public sealed partial class The_page_for_programs_is_true(The_page_for_programs_is_true.Centre centre)
    : IClassFixture<The_page_for_programs_is_true.Centre>
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "api.md"));

    public static TheoryData<string> Lines => [.. LineOfShell().Matches(Page).Select(line => line.Groups["line"].Value)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Each_line_of_shell_is_answered(string line)
    {
        CommandResult result = await centre.RunAsync("/bin/sh", "-c", line);
        Assert.True(result.ExitCode == 0, $"{line}\n{result.All}");
        Assert.Contains(line.Contains("form=csv", StringComparison.Ordinal) ? "LA151_03" : "{", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_point_says_its_value_with_its_quality()
    {
        using HttpClient client = await centre.Dashboard.LogInAsync();
        JsonElement point = await client.JsonAsync("/api/sites/los-alamos/tags/LA152B03");
        Assert.Equal((1, "good"), (point.GetProperty("value").GetInt32(), point.GetProperty("quality").GetString()));
        JsonElement all = await client.JsonAsync("/api/sites/los-alamos/tags");
        Assert.Equal("online", all.GetProperty("status").GetString());
        Assert.Equal(point.GetRawText(), all.GetProperty("tags").GetProperty("LA152B03").GetRawText());
        foreach ((string path, string code) in ((string, string)[])
            [("los-alamos/tags/XX", "unknownTag"), ("nowhere/tags", "unknownSite"), ("nowhere/tags/XX", "unknownSite")])
        {
            JsonElement problem = await client.JsonAsync($"/api/sites/{path}", System.Net.HttpStatusCode.NotFound);
            Assert.Equal(code, problem.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task The_program_in_Python_has_each_event_once()
    {
        CommandResult result = await centre.RunAsync("/usr/bin/python3", "-c", BlockOfPython().Match(Page).Groups["code"].Value);
        Assert.True(result.ExitCode == 0, result.All);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Centre.Events, lines.Count(line => line.StartsWith("los-alamos 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_request_has_words_and_each_word_of_a_query_is_read()
    {
        using HttpClient client = await centre.Dashboard.LogInAsync("jefe");
        JsonElement document = await client.JsonAsync("/openapi/v1.json");
        List<string> described = [];
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                string name = $"{operation.Name.ToUpperInvariant()} {path.Name}";
                described.Add(name);
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{name} has no words in {nameof(ApiWords)}.");
            }
        }

        Assert.Equal(described.Order(StringComparer.Ordinal), ApiWords.All.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, ApiWords.Words words) in ApiWords.All.Where(one => one.Value.Query.Length > 0))
        {
            string[] of = name.Split(' ', 2);
            string path = of[1].Replace("{site}", "los-alamos", StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(of[0]), new Uri(path + "?nonsense=1", UriKind.Relative));
            using HttpResponseMessage answer = await client.SendAsync(request, Stop);
            JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
            string known = problem.GetProperty("errors").GetProperty("nonsense")[0].GetString()!;
            Assert.Equal(
                Known().Match(known).Groups["words"].Value.Split(", ").Order(StringComparer.Ordinal),
                words.Query.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_page_of_the_interface_runs_nothing_but_its_own()
    {
        using HttpClient client = await centre.Dashboard.LogInAsync();
        using HttpResponseMessage answer = await client.GetAsync(new Uri("/api-reference/", UriKind.Relative), Stop);
        string page = await answer.Content.ReadAsStringAsync(Stop);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        string nonce = NonceOf().Match(policy).Groups["nonce"].Value;
        Assert.NotEmpty(nonce);
        Assert.Contains($"nonce=\"{nonce}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        using HttpResponseMessage again = await client.GetAsync(new Uri("/api-reference/", UriKind.Relative), Stop);
        Assert.DoesNotContain(nonce, Assert.Single(again.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using HttpResponseMessage other = await client.GetAsync(new Uri("/", UriKind.Relative), Stop);
        Assert.DoesNotContain("nonce", Assert.Single(other.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^    (?<line>curl .*)$", RegexOptions.Multiline)]
    private static partial Regex LineOfShell();

    [GeneratedRegex(@"```python\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockOfPython();

    [GeneratedRegex(@"Known are (?<words>.*)\.$")]
    private static partial Regex Known();

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'")]
    private static partial Regex NonceOf();

    /// <summary>A dashboard with a station, some events and an alarm, and a token of an operator.</summary>
    public sealed class Centre : IAsyncLifetime
    {
        internal const int Events = 5;

        private readonly TemporaryFolder _directory = new();
        private readonly FakeGateway _gateway = new();
        private string _token = "";

        internal RunningDashboard Dashboard { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Dashboard = await RunningDashboard.StartAsync(
                _directory.Path, null, "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password,
                "--Users:Seed:3:Role", "administrator");
            using HttpClient boss = await Dashboard.LogInAsync("jefe");
            using HttpResponseMessage made = await boss.PostAsJsonAsync(
                "/api/tokens", new { name = "scada", kind = "program", role = "operator", days = 30 }, Stop);
            _token = (await made.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("token").GetString()!;
            await _gateway.ConnectAsync(Dashboard.BrokerPort);
            await _gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
            await _gateway.RetainAsync("tag/LA152B03", """{"value":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""");
            await _gateway.EventAsync(AlarmTests.Trip(1));
            for (int seq = 2; seq <= Events; seq++)
            {
                await _gateway.EventAsync(FakeGateway.Event(seq));
            }

            await Eventually.TrueAsync(
                async () => (await boss.JsonAsync("/api/alarms")).GetProperty("alarms").GetArrayLength() == 1
                    && (await boss.JsonAsync("/api/events")).GetProperty("events").GetArrayLength() == Events,
                "the alarm is there", Stop);
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await Dashboard.DisposeAsync();
            _directory.Dispose();
        }

        internal Task<CommandResult> RunAsync(string program, params string[] arguments)
        {
            string centre = Dashboard.Address.GetLeftPart(UriPartial.Authority);
            return Command.RunAsync(
                "/usr/bin/env", [$"CENTRE={centre}", $"AUTH=Authorization: Bearer {_token}", program, .. arguments], Stop);
        }
    }
}
