using System.Net.Sockets;
using System.Text.Json.Serialization;
using Dashboard.Historian;
using Dashboard.Ingest;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Api;
using Dashboard.Web.Broker;
using Dashboard.Web.Live;
using Dashboard.Web.Notifications;
using Dashboard.Web.OpenApi;
using Dashboard.Web.Passkeys;
using Dashboard.Web.Provider;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Hosting;

/// <summary>Puts the dashboard together and runs it.</summary>
public static class DashboardHost
{
    /// <summary>Runs until it is stopped.</summary>
    /// <returns>
    /// The exit code: 0 after an ordinary stop, 78 for a wrong setting, 1 when it could not start or a part of it failed.
    /// </returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args is ["broker-user", .. var rest])
            {
                return BrokerUserCommand.Run(rest, Console.Out, Console.Error);
            }

            await using WebApplication app = await BuildAsync(args);
            await StartAsync(app);
            foreach (string address in Addresses(app))
            {
                Console.WriteLine($"listening on {address}");
                if (ListenAddresses.IsPlainAndReachable(address))
                {
                    Log.PlainHttp(app.Logger, address);
                }
            }

            await app.WaitForShutdownAsync();

            // A background part that failed has stopped the program; the host would call that a success.
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
                .Any(service => service.ExecuteTask?.IsFaulted == true) ? 1 : 0;
        }
        catch (Exception exception) when (exception is StartupException or HistorianException)
        {
            Console.Error.Say($"edge-dashboard: {WordedException.TextOf(exception)}");
            return exception is SettingException ? SettingException.ExitCode : 1;
        }
    }

    /// <summary>The addresses that it listens on, once started.</summary>
    public static IReadOnlyList<string> Addresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Starts what <see cref="BuildAsync"/> made.</summary>
    /// <exception cref="StartupException">A port is busy or forbidden, or an address is none.</exception>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The broker and the ingest were up already: they end before what they use is taken away.
            await app.StopAsync();
            throw new StartupException(
                $"{exception.Message.TrimEnd('.')}. Stop what uses the port, or choose another address with --urls.", exception);
        }
        catch (StartupException)
        {
            // Parts that are only disposed are cancelled, which the host logs as their failure.
            await app.StopAsync();
            throw;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            await app.StopAsync();
            throw new StartupException(
                $"{exception.Message.TrimEnd('.')}. Give --urls an address such as http://127.0.0.1:8080; https needs a certificate.",
                exception);
        }
    }

    /// <summary>Puts the dashboard together; the files are opened and the first users made.</summary>
    /// <param name="args">The command line: settings such as <c>--urls</c> or <c>--MqttBroker:Port</c>.</param>
    /// <param name="configure">Changes to the services, for tests.</param>
    /// <exception cref="StartupException">The configuration is wrong.</exception>
    /// <exception cref="HistorianException">The historian cannot be opened.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Started from / by a service manager, the working directory is no place to look for files.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ProxyOptions proxies = ProxyOptions.From(builder.Configuration);
        ListenAddresses.Check(builder.Configuration, proxies);
        DataDirectory data = DataDirectory.From(builder.Configuration);
        BrokerOptions broker = BrokerOptions.From(builder.Configuration, data);
        AddParts(builder, data, broker);
        builder.Services.AddNotifications(builder.Configuration);
        AddWeb(builder, proxies, HttpOptions.From(builder.Configuration));
        builder.Services.AddProvider(builder.Configuration);
        builder.Services.AddPasskeys(builder.Configuration);
        builder.Services.AddUsers(data, builder.Configuration);
        configure?.Invoke(builder);

        WebApplication app = builder.Build();
        try
        {
            Use(app);

            // Here and not at the start, so that a mistake in the configuration of the broker is found first.
            app.Services.GetService<EmbeddedBroker>();
            app.Services.GetRequiredService<EventWriter>().HealthChanged += () => app.Services.GetRequiredService<ILiveListener>().Health();
            await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<UserSeeder>().RunAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static void AddParts(WebApplicationBuilder builder, DataDirectory data, BrokerOptions broker)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(broker);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new IngestLimits());
        services.AddHistorian(HistorianOptions.From(builder.Configuration), data);
        services.AddSingleton(broker.Sites);
        services.AddSingleton<SiteStore>();
        services.AddSingleton<StationKeeper>();
        services.AddSingleton<OutageRecorder>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<JournalIntake>();
        services.AddSingleton<IngestService>();
        services.AddSingleton<HandDesk>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<QueryGate>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<ILiveListener, LiveBroadcaster>();
        services.AddHostedService<StationHost>();
        services.AddHostedService<RetentionHost>();
        services.AddHostedService<RollUpHost>();
        services.AddHostedService<AlarmHost>();
        services.AddHostedService<HealthHost>();
        services.AddHostedService<MarkHost>();
        services.AddSingleton<ICentreProbe, GatewayProbe>();
        services.AddSingleton<ICentreProbe, HistorianProbe>();
        services.AddSingleton<ICentreProbe, GoneProbe>();
        services.AddSingleton<ICentreProbe, NotificationProbe>();
        services.AddSingleton<ICentreProbe, CertificateProbe>();
        services.AddSingleton<CentreWatch>();
        services.AddHostedService<CentreHost>();
        if (broker.Mode == BrokerMode.Embedded)
        {
            services.AddSingleton(new BrokerLimits());
            services.AddSingleton(provider => new BrokerUsers(
                broker.UsersFile, provider.GetRequiredService<PasswordGate>(), provider.GetRequiredService<ILogger<BrokerUsers>>()));
            services.AddSingleton<EmbeddedBroker>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddedBroker>());
        }

        services.AddHostedService(provider => new IngestHost(
            provider.GetRequiredService<IngestService>(), broker, provider.GetService<EmbeddedBroker>()));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
    }

    private static void AddWeb(WebApplicationBuilder builder, ProxyOptions proxies, HttpOptions http)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(proxies);
        services.AddSingleton(http);
        services.PostConfigure<ForwardedHeadersOptions>(proxies.Apply);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            WebLimits.Apply(kestrel.Limits);
        });
        builder.WebHost.UseSockets(WebLimits.Apply);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddSingleton<CallFaults>();
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        services
            .AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = 4 * 1024;
                options.AddFilter<CallFaults>();
                options.AddFilter<CallRights>();
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd("code", Problems.CodeOf(context.ProblemDetails.Status)));
        services.AddExceptionHandler<HistorianProblem>();
        services.AddApiDocument();
        services.AddResponseCompression(options =>
        {
            // Nothing here answers a secret beside what the asker wrote, so compressing over TLS tells nobody anything.
            options.EnableForHttps = true;
            options.MimeTypes = ["image/svg+xml", "text/html", "text/css", "text/javascript", "application/javascript", "application/json"];
        });
    }

    private static void Use(WebApplication app)
    {
        app.UseKnownProxies();
        app.UsePathBase(app.Services.GetRequiredService<HttpOptions>().PathBase);
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UsePacking();
        app.UsePages();
        app.UseRouting();
        app.UseSameOrigin();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSession();
        app.MapProvider();
        app.MapPasskeys();
        app.MapWall();
        app.MapAccount();
        app.MapStatus();
        app.MapSites();
        app.MapTrend();
        app.MapByHand();
        app.MapEvents();
        app.MapAlarms();
        app.MapAudit();
        app.MapAcknowledgePage();
        app.MapNotifications();
        app.MapUsers();
        app.MapTokens();
        app.MapHub<LiveHub>("/hub/live").Requires(Right.Watch);
        app.MapOpenApi().Requires(Right.Watch);
        app.MapApiReference();
        foreach (IEndpointConventionBuilder nothing in app.MapNothing())
        {
            nothing.Requires(Right.Watch);
        }

        app.MapPages().Requires(Right.Open);
    }
}
