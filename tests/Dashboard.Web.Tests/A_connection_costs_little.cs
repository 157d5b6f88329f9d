using System.Net;
using System.Text;

namespace Dashboard.Web.Tests;

/// <summary>What a connection may cost the web server before anybody has logged in.</summary>
public sealed class A_connection_costs_little(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_of_more_than_64_kB_is_refused()
    {
        using HttpClient client = shared.Dashboard.Anonymous();
        string body = $$"""{"user":"ana","password":"{{new string('x', 64 * 1024)}}"}""";
        using HttpResponseMessage answer = await client.PostAsync(
            "/api/session", new StringContent(body, Encoding.UTF8, "application/json"), Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
