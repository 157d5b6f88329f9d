using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Edge.Gateway.Tests.Runtime;
using FirmwareSim.Devices.Simulation;
using TestKit;
using TestKit.Brokers;

namespace Edge.Gateway.Tests.Hosting;

/// <summary>The program as its service manager sees it: exit codes, signals, notifications.</summary>
public sealed class The_program_behaves_as_a_service
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_its_name_and_version()
    {
        CommandResult result = await Command.RunAsync("dotnet", [Program, "--version"], Stop);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^edge \d+\.\d+\.\d+", result.Output);
    }

    [Fact]
    public async Task A_wrong_configuration_ends_it_with_78_and_every_error_on_a_line()
    {
        using TemporaryFolder own = new();
        string file = own.At("file");
        await File.WriteAllTextAsync(file, "{ \"site\": \"a b\", \"dataDirectory\": \"/tmp\" }", Stop);
        CommandResult result = await Command.RunAsync("dotnet", [Program, "run", "--config", file], Stop);
        Assert.Equal(78, result.ExitCode);
        Assert.Contains("site: 'a b' cannot stand in a topic", result.Errors, StringComparison.Ordinal);
        Assert.Contains("mqtt.host: is missing", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reports_ready_alive_and_stopping_and_SIGTERM_ends_it_with_0()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        using Files files = new(broker.Port, station.EndPoint.Port);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        string path = Path.Combine(Path.GetDirectoryName(files.Config)!, "notify");
        using Socket notify = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notify.Bind(new UnixDomainSocketEndPoint(path));
        StringBuilder told = new();
        _ = Task.Run(async () =>
        {
            byte[] buffer = new byte[1024];
            while (await notify.ReceiveAsync(buffer, Stop) is var count and > 0)
            {
                lock (told)
                {
                    told.AppendLine(Encoding.UTF8.GetString(buffer, 0, count));
                }
            }
        }, Stop);
        bool Told(string words)
        {
            lock (told)
            {
                return told.ToString().Contains(words, StringComparison.Ordinal);
            }
        }

        // A process is a service of systemd when its parent has that name: a shell lends itself under it.
        string folder = Path.GetDirectoryName(files.Config)!;
        string parent = Path.Combine(folder, "systemd");
        string pid = Path.Combine(folder, "pid");
        File.Copy("/bin/sh", parent);
        ProcessStartInfo start = new(
            parent, ["-c", $"dotnet {Program} run --config {files.Config} & echo $! > {pid}; wait $!; exit $?"])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NOTIFY_SOCKET"] = path;
        start.Environment["WATCHDOG_USEC"] = "1500000";
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync(Stop);
        Task<string> complained = process.StandardError.ReadToEndAsync(Stop);
        try
        {
            await Eventually.TrueAsync(() => Told("READY=1") || process.HasExited, "it is ready", Stop);
            await Eventually.TrueAsync(() => Told("WATCHDOG=1") || process.HasExited, "it is alive", Stop);
            await Eventually.TrueAsync(() => listener.Last("state", "status") == "online" || process.HasExited, "it is online", Stop);
            Assert.False(process.HasExited, process.HasExited ? await said + await complained : "");
            await Command.RunAsync("kill", ["-TERM", (await File.ReadAllTextAsync(pid, Stop)).Trim()], Stop);
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            deadline.CancelAfter(TimeSpan.FromSeconds(20));
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.Equal((0, ""), (process.ExitCode, await complained));
        Assert.True(Told("STOPPING=1"), told.ToString());
        await Eventually.TrueAsync(() => listener.Last("state", "status") == "offline", "it said goodbye", Stop);
        Assert.Contains("5000", await said, StringComparison.Ordinal);
    }
}
