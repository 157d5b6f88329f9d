using System.CommandLine;
using System.Runtime.InteropServices;
using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Gateway.Runtime;
using Edge.Pipeline.Live;
using Edge.Profiles;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Commands;

/// <summary><c>edge run</c>: the service.</summary>
internal static class RunCommand
{
    /// <summary>The exit code when configuration or profile do not allow a start (EX_CONFIG of sysexits.h).</summary>
    public const int WrongConfiguration = 78;

    /// <summary>The exit code when a start may work later as it is (EX_TEMPFAIL of sysexits.h): the service manager tries again.</summary>
    public const int TryAgainLater = 75;

    private const string DefaultFile = "/etc/edge/edge.json";

    public static Command Create()
    {
        Option<string> config = new("--config")
        {
            Description = Say($"The configuration, {DefaultFile} unless given. deploy/sample/edge.json explains every key."),
            HelpName = "FILE",
            DefaultValueFactory = _ => DefaultFile,
        };
        Command command =
            new("run", Say($"Runs the gateway until it is stopped (SIGTERM, SIGINT); SIGHUP makes it read its profile again.")) { config };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(config)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken stop)
    {
        // Registered first: a SIGHUP before the gateway runs must not end the process. The gateway then reads the profile a second time.
        Signal asked = new();
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            asked.Set();
        });
        ConfigurationResult loaded = ConfigurationLoader.Load(file);
        if (loaded.Configuration is not { } configuration)
        {
            foreach (string error in loaded.Errors)
            {
                await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
            }

            return WrongConfiguration;
        }

        using ILoggerFactory logs = LoggerFactory.Create(GatewayHost.Console);
        ILogger logger = logs.CreateLogger("Edge.Gateway");
        ProfileImportResult import = ProfileImporter.Import(configuration.Profile.Workbook, StationPlan.ImportOptions(configuration));
        if (import.Profile is null)
        {
            ProfileReport.Write(logger, ProfileCheck.Of(import));
            Console.Error.Say(
                $"{configuration.Profile.Workbook}: no profile could be made of it; what is wrong stands above. "
                + $"Correct the workbook and start again.");
            return WrongConfiguration;
        }

        ExitState exit = new();
        GatewayRuntime runtime;
        try
        {
            runtime = GatewayRuntime.Create(configuration, import, TimeProvider.System, logs, Path.GetFullPath(file));
        }
        catch (GatewayStartException e)
        {
            Console.Error.Say(e.Text);
            return e.IsTemporary ? TryAgainLater : WrongConfiguration;
        }

        await using (runtime.ConfigureAwait(false))
        {
            using CancellationTokenSource ended = new();
            Task listening = ReloadOnSignalAsync(asked, runtime, ended.Token);
            using IHost host = GatewayHost.Build(runtime, exit, TimeProvider.System, GatewayHost.Console);
            await host.RunAsync(stop).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }

        Log.Stopped(logger);
        return exit.Code;
    }

    private static async Task ReloadOnSignalAsync(Signal asked, GatewayRuntime runtime, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await asked.WaitAsync(stop).ConfigureAwait(false);
                runtime.Reload();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway has stopped.
        }
    }
}
