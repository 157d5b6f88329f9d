using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using Dashboard.Web.Live;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>The table of the rights, cell by cell: over HTTP with a session and with a token, and on the live connection.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private static readonly SessionRole[] All = Enum.GetValues<SessionRole>();

    private readonly TemporaryFolder _directory = new();
    private RunningDashboard _dashboard = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _dashboard = await RunningDashboard.StartAsync(
        _directory.Path, null,
        [.. All.SelectMany((role, i) => (string[])
        [
            $"--Users:Seed:{10 + i}:Name", $"es-{role}", $"--Users:Seed:{10 + i}:Password", RunningDashboard.Password,
            $"--Users:Seed:{10 + i}:Role", $"{role}",
        ])]);

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public void Every_endpoint_and_every_call_of_a_page_names_its_right()
    {
        Assert.Empty(Endpoints().Where(one => one.Right is null).Select(one => one.Name));
        Assert.All(typeof(ILiveServer).GetMethods(), method => Assert.NotNull(CallRights.Of(method.Name)));
        Assert.Null(CallRights.Of("NoSuchMethod"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_role_gets_what_the_table_gives_it_over_HTTP(bool byToken)
    {
        int cells = 0;
        foreach (SessionRole role in All.Where(role => !byToken || role <= AccessToken.Most))
        {
            using HttpClient client = byToken ? TokenOf(role) : await _dashboard.LogInAsync($"es-{role}");
            foreach ((string name, string method, string path, Right? right) in Endpoints())
            {
                // Who asks for it would be logged out.
                if (right is Right.Open or Right.AnySession || path.StartsWith("/hub", StringComparison.Ordinal))
                {
                    continue;
                }

                using HttpRequestMessage request = new(new HttpMethod(method), path)
                {
                    Content = method is "GET" or "DELETE" ? null : JsonContent.Create(new { }),
                };
                using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
                bool isRefused = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
                bool isByShelf = method == "PUT" && path.EndsWith("/shelf", StringComparison.Ordinal);
                Right needed = isByShelf ? Right.TakeOutOfService : right!.Value;
                Assert.True(isRefused == !Rights.Has(role, needed), $"{role}: {name} answered {answer.StatusCode}.");
                cells++;
            }
        }

        Assert.True(cells > 40, $"{cells} cells");
    }

    [Fact]
    public async Task Each_role_may_call_what_the_table_gives_it()
    {
        foreach (SessionRole role in All)
        {
            CookieContainer cookies = new();
            (await _dashboard.LogInAsync($"es-{role}", cookies)).Dispose();
            await using HubConnection hub = _dashboard.Hub(cookies);
            await hub.StartAsync(Cancelled);
            foreach (MethodInfo method in typeof(ILiveServer).GetMethods())
            {
                object[] arguments = [.. method.GetParameters().Select(_ => "los-alamos")];
                Exception? failed = await Record.ExceptionAsync(() => hub.InvokeCoreAsync(method.Name, arguments, Cancelled));
                Assert.Equal(
                    !Rights.Has(role, CallRights.Of(method.Name)!.Value),
                    failed?.Message.Contains("forbidden", StringComparison.Ordinal) ?? false);
            }
        }
    }

    [Fact]
    public async Task A_right_that_is_taken_away_counts_on_an_open_page()
    {
        CookieContainer cookies = new();
        using HttpClient client = await _dashboard.LogInAsync("es-Operator", cookies);
        await using HubConnection hub = _dashboard.Hub(cookies);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancelled);
        using IServiceScope scope = _dashboard.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<Accounts>().SetRoleAsync("es-Operator", nameof(SessionRole.Viewer));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/alarms/acknowledge", new { }, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private HttpClient TokenOf(SessionRole role)
    {
        HttpClient client = _dashboard.Anonymous();
        string? secret = _dashboard.Services.GetRequiredService<TokenStore>().Add(
            $"de-{role}", TokenKind.Program, role, "jefe", DateTimeOffset.UtcNow.AddDays(1));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private IEnumerable<(string Name, string Method, string Path, Right? Right)> Endpoints() =>
        from endpoint in _dashboard.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } some ? some : ["GET"]
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        select ($"{method} {pattern}", method, Filled(pattern), endpoint.Metadata.GetMetadata<RequiresAttribute>()?.Right);

    // Of nothing that exists: a user who may ask is answered that it is not there.
    private static string Filled(string pattern) => pattern.Replace("{site}", "nowhere", StringComparison.Ordinal)
        .Replace("{name}", "nothing", StringComparison.Ordinal).Replace("{id:long}", "9999999", StringComparison.Ordinal)
        .Replace("{id}", "nothing", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{**rest}", "x", StringComparison.Ordinal)
        .Replace("{*path:nonfile}", "x", StringComparison.Ordinal);
}
