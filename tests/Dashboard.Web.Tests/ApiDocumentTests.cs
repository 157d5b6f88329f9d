using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Web.Live;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>docs/openapi.json is what third parties read, and what the types of the pages are made from.</summary>
public sealed class ApiDocumentTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private const string Update =
        "UPDATE_OPENAPI=1 dotnet run --project tests/Dashboard.Web.Tests -c Release -- --filter-class '*ApiDocumentTests'";
    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_written_document_is_the_one_that_the_site_serves()
    {
        using HttpClient client = await shared.Dashboard.LogInAsync();
        JsonObject served = JsonObject.Create(await client.JsonAsync("/openapi/v1.json"))!;
        served.Remove("servers");
        string text = Sorted(served)!.ToJsonString(Written) + "\n";
        string path = Repository.PathOf("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        string written = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        Assert.True(text == written, $"docs/openapi.json is not what the site serves. Write it again with: {Update}");
    }

    [Fact]
    public void The_hub_answers_the_calls_that_are_described_and_no_others()
    {
        string[] declared = [.. typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method).Select(method => method.Name).Order()];
        Assert.Equal(typeof(ILiveServer).GetMethods().Select(method => method.Name).Order(), declared);
    }

    /// <summary>By name, so that a change of the document shows what changed and nothing else.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
