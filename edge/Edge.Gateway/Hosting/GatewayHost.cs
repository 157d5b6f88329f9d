using Edge.Gateway.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>The gateway as a service: starts its loops in order, and stops them in the opposite order.</summary>
public static class GatewayHost
{
    /// <summary>How long a stop may take before it is aborted; below the time that the unit allows.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Puts the host together; nothing runs before it is started.</summary>
    /// <param name="runtime">The gateway.</param>
    /// <param name="exit">Where a failed loop is written down.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">How it logs.</param>
    public static IHost Build(GatewayRuntime runtime, ExitState exit, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(logging);

        // The empty builder reads no settings and watches no files; the content root is set because a service starts in "/".
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory, DisableDefaults = true });
        logging(builder.Logging);
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(o =>
        {
            o.ShutdownTimeout = StopTimeout;
            o.ServicesStartConcurrently = false;
            o.ServicesStopConcurrently = false;
        });
        foreach ((string name, Func<CancellationToken, Task> run) in runtime.Loops)
        {
            builder.Services.AddSingleton<IHostedService>(s => Service(s, name, run, exit));
        }

        TimeSpan? watchdog = Watchdog.PeriodOf(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);
        if (watchdog is { } period)
        {
            builder.Services.AddSingleton<IHostedService>(s =>
            {
                ISystemdNotifier notifier = s.GetService<ISystemdNotifier>() ?? new SystemdNotifier();
                Log.WatchdogOn(s.GetRequiredService<ILogger<Worker>>(), period.TotalSeconds);
                Watchdog dog = new(() => runtime.Progress, () => notifier.Notify(new ServiceState("WATCHDOG=1")), period, time);
                return Service(s, "watchdog", dog.RunAsync, exit);
            });
        }

        return builder.Build();
    }

    /// <summary>The console; in the journal's format under systemd, whose own time stamps suffice.</summary>
    public static void Console(ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        if (SystemdHelpers.IsSystemdService())
        {
            logging.AddSystemdConsole();
        }
        else
        {
            logging.AddSimpleConsole(o =>
            {
                o.SingleLine = true;
                o.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
            });
        }
    }

    private static Worker Service(IServiceProvider services, string name, Func<CancellationToken, Task> run, ExitState exit) => new(
        name, run, exit, services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<ILogger<Worker>>());
}
