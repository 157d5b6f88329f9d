using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Broker;
using Dashboard.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>A whole dashboard: Kestrel and the embedded broker on ports that the system chose, files in a directory of its own.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    internal const string Password = "una clave larga";

    private readonly WebApplication _app;

    private RunningDashboard(WebApplication app)
    {
        _app = app;
        Address = new Uri(DashboardHost.Addresses(app)[0]);
    }

    internal Uri Address { get; }

    internal IServiceProvider Services => _app.Services;

    internal int BrokerPort => Services.GetRequiredService<EmbeddedBroker>().Endpoint.Port;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal static Task<RunningDashboard> StartAsync(string directory, BrokerLimits limits) =>
        StartAsync(directory, null, services => services.Replace(ServiceDescriptor.Singleton(limits)), []);

    internal static Task<RunningDashboard> StartAsync(string directory, TimeProvider? time = null, params string[] more) =>
        StartAsync(directory, time, _ => { }, more);

    internal static async Task<RunningDashboard> StartAsync(
        string directory, TimeProvider? time, Action<IServiceCollection> configure, params string[] more)
    {
        string[] args =
        [
            "--urls", "http://127.0.0.1:0", "--MqttBroker:Port", "0", "--Data:Directory", directory, "--Login:PermitsPerMinute", "1000",
            "--Users:Seed:0:Name", "ana", "--Users:Seed:0:Password", Password, "--Users:Seed:0:Role", "operator",
            "--Users:Seed:1:Name", "luis", "--Users:Seed:1:Password", Password, "--Users:Seed:1:Role", "supervisor",
            "--Users:Seed:2:Name", "eva", "--Users:Seed:2:Password", Password, "--Users:Seed:2:Role", "operator",
            .. more,
        ];
        WebApplication app = await DashboardHost.BuildAsync(args, builder =>
        {
            builder.Logging.ClearProviders();
            // A hash costs a twentieth of a second on purpose; the tests log in hundreds of times.
            builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1000);
            configure(builder.Services);
            if (time is not null)
            {
                builder.Services.RemoveAll<TimeProvider>();
                builder.Services.AddSingleton(time);
            }
        });
        try
        {
            await DashboardHost.StartAsync(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        RunningDashboard dashboard = new(app);
        using HttpClient client = new() { BaseAddress = dashboard.Address };
        await Eventually.TrueAsync(async () => (await client.GetAsync("/healthz", Cancelled)).IsSuccessStatusCode,
            "the dashboard is healthy", TestContext.Current.CancellationToken);
        return dashboard;
    }

    /// <summary>A client with cookies, nobody logged in.</summary>
    internal HttpClient Anonymous(CookieContainer? cookies = null) =>
        new(new SocketsHttpHandler
        {
            CookieContainer = cookies ?? new CookieContainer(),
            AllowAutoRedirect = false
        })
        { BaseAddress = Address };

    internal async Task<HttpClient> LogInAsync(string user = "ana", CookieContainer? cookies = null)
    {
        HttpClient client = Anonymous(cookies);
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user, password = Password }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return client;
    }

    /// <summary>A connection to the hub, logged in, not started.</summary>
    internal async Task<HubConnection> HubAsync()
    {
        CookieContainer cookies = new();
        (await LogInAsync(cookies: cookies)).Dispose();
        return Hub(cookies);
    }

    /// <summary>A connection to the hub with the cookies of a session, not started.</summary>
    internal HubConnection Hub(CookieContainer cookies) =>
        new HubConnectionBuilder().WithUrl(new Uri(Address, "/hub/live"), options => options.Cookies = cookies).Build();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

internal static class Answers
{
    internal static async Task<JsonElement> JsonAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using HttpResponseMessage answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
