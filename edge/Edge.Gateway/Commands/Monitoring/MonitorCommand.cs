using System.CommandLine;
using System.Globalization;
using Edge.Gateway.Configuration;
using Edge.Gateway.Monitor;

namespace Edge.Gateway.Commands.Monitoring;

/// <summary><c>edge monitor</c>: shows the traffic of the links of a running gateway.</summary>
public static class MonitorCommand
{
    /// <summary>It was stopped, or its time is over.</summary>
    public const int Good = 0;

    /// <summary>The gateway refused the request, or stopped.</summary>
    public const int Ended = 1;

    /// <summary>No gateway runs there.</summary>
    public const int NotReached = 2;

    private const string DefaultFile = "/etc/edge/edge.json";

    private static Phrase Help =>
        $"""
        Shows the frames that go over the links of the gateway that runs on this machine, both ways, while it works. It only listens: the
        gateway does not wait for it, and what it is too slow for is lost and counted. Control centres that poll the gateway are seen as
        "northbound[0]", the second entry of the configuration as "northbound[1]": quote the name for the shell.

        Levels: outcomes (how each question ended), frames (questions, answers, and how it ended where there is none), bytes (frames, and
        all bytes as they arrived, noise too). Stop it with Ctrl+C.

        --json prints one object a line: time (UTC), device, direction (out, in), hex; outcome (answered, silent, noise, failed) where an
        exchange ends; dropped: how many were lost before it; peer: the address of a control centre. The first line names devices and level.

        Exit: 0 stopped, 1 the gateway refused or ended, 2 no gateway runs there, 78 the configuration is wrong.
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<string> config = new("--config")
        {
            Description = Say($"The configuration of the gateway, {DefaultFile} unless given: it has the path of the socket."),
            HelpName = "FILE",
            DefaultValueFactory = _ => DefaultFile,
        };
        Option<string?> socket = new("--socket") { Description = Say($"The socket itself; no configuration is read."), HelpName = "PATH" };
        Option<string[]> device = new("--device")
        {
            Description = Say($"Only this device; may be given several times."),
            HelpName = "NAME",
        };
        Option<string> level = new("--level")
        {
            Description = Say($"How much: outcomes, frames or bytes."),
            DefaultValueFactory = _ => "frames",
        };
        level.AcceptOnlyFromAmong("outcomes", "frames", "bytes");
        Option<bool> json = new("--json") { Description = Say($"One JSON object a line.") };
        Option<string?> time = new("--for")
        {
            Description = Say($"Ends after so long: seconds, or \"hours:minutes:seconds\"."),
            HelpName = "TIME",
        };
        time.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && TimeOf(result.Tokens[0].Value) is null)
            {
                result.AddError(Say($"--for '{result.Tokens[0].Value}' is no time: give seconds as 10, or 00:00:10, up to 24 days."));
            }
        });
        Command command = new("monitor", Say(Help)) { config, socket, device, level, json, time };
        command.SetAction(async (parsed, stop) =>
        {
            TextWriter errors = parsed.InvocationConfiguration.Error;
            if ((parsed.GetValue(socket) ?? SocketOf(parsed.GetValue(config)!, errors)) is not { } path)
            {
                return RunCommand.WrongConfiguration;
            }

            TextWriter output = parsed.InvocationConfiguration.Output;
            MonitorRequest request = new(parsed.GetValue(device) ?? [], Enum.Parse<MonitorLevel>(parsed.GetValue(level)!, true));
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (parsed.GetValue(time) is { } text)
            {
                over.CancelAfter(TimeOf(text)!.Value);
            }

            IMonitorReport report = parsed.GetValue(json) ? new JsonMonitorReport(output) : new TextMonitorReport(output);
            return await MonitorWatch.RunAsync(path, request, report, errors, over.Token).ConfigureAwait(false);
        });
        return command;
    }

    // The configuration is checked as at a start, and its errors are printed; --socket works without a configuration.
    private static string? SocketOf(string file, TextWriter errors)
    {
        ConfigurationResult loaded = ConfigurationLoader.Load(file);
        foreach (string error in loaded.Errors)
        {
            errors.WriteLine(error);
        }

        if (loaded.Configuration is not { } configuration)
        {
            errors.Say($"Where the socket is cannot be read: give it with --socket, or another file with --config.");
            return null;
        }

        if (!configuration.Monitor.Enabled)
        {
            errors.Say($"{file} says \"monitor\": {{ \"enabled\": false }}: set it to true and restart the gateway.");
            return null;
        }

        return configuration.Monitor.PathIn(configuration.DataDirectory);
    }

    private static TimeSpan? TimeOf(string text)
    {
        TimeSpan? time = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? seconds < int.MaxValue / 1000 ? TimeSpan.FromSeconds(seconds) : null
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null;
        return time > TimeSpan.Zero && time.Value.TotalMilliseconds < int.MaxValue ? time : null;
    }
}
