using System.Net;
using TestKit;

namespace Dashboard.Web.Tests;

public sealed class PagesTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Hashed_files_are_kept_and_every_place_within_the_page_is_the_page()
    {
        string root = Path.Combine(_directory.Path, "pages");
        Directory.CreateDirectory(Path.Combine(root, "assets"));
        await File.WriteAllTextAsync(
            Path.Combine(root, "index.html"), "<!doctype html><title>x</title>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(root, "assets", "app-1234abcd.js"), "1", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(root, "assets", "app-1234abcd.js.gz"), "packed", TestContext.Current.CancellationToken);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, null, "--webroot", root);
        using HttpClient client = dashboard.Anonymous();
        Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), await GetAsync("/assets/app-1234abcd.js"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/assets/app-1234abcd.js");
        request.Headers.Add("Accept-Encoding", "br, gzip");
        using HttpResponseMessage packed = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("packed", await packed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("gzip", "text/javascript", "Accept-Encoding"), (
            packed.Content.Headers.ContentEncoding.Single(), packed.Content.Headers.ContentType?.MediaType, packed.Headers.Vary.Single()));
        Assert.Equal("public, max-age=31536000, immutable", packed.Headers.CacheControl?.ToString());
        foreach (string path in (string[])["/", "/index.html", "/sites/los-alamos/LA"])
        {
            Assert.Equal((HttpStatusCode.OK, "no-cache"), await GetAsync(path));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/api/nothing")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await GetAsync("/assets/gone-1234abcd.js")).Status);

        async Task<(HttpStatusCode Status, string? Cache)> GetAsync(string path)
        {
            using HttpResponseMessage answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            return (answer.StatusCode, answer.Headers.CacheControl?.ToString());
        }
    }
}
