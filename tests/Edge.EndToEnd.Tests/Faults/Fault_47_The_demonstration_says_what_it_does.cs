using System.Diagnostics;
using System.Text;
using TestKit;

namespace Edge.EndToEnd.Tests.Faults;

/// <summary>
/// Fault 47: the first start was silent for minutes, Ctrl-C in it said "the build failed", and the terminal got sequences. With a script in
/// the place of the SDK, which writes them as the SDK does.
/// </summary>
public sealed class Fault_47_The_demonstration_says_what_it_does : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _said = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_it_builds_and_Ctrl_C_is_no_failure()
    {
        using Process demo = await StartAsync("echo '  Edge.Domain -> /x.dll'; sleep 60 & wait");
        await Eventually.TrueAsync(() => Said.Contains("Edge.Domain", StringComparison.Ordinal), "what is built is named", Stop);
        Assert.Contains("Building:", Said, StringComparison.Ordinal);
        using Process kill = Process.Start("kill", ["-s", "INT", "--", $"-{demo.Id}"]);
        await Eventually.TrueAsync(() => demo.HasExited, "it has ended", Stop);
        await demo.WaitForExitAsync(Stop);
        Assert.Equal(130, demo.ExitCode);
        Assert.Contains("Stopped.", Said, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", Said, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Said);
    }

    [Fact]
    public async Task And_a_build_that_fails_is_one()
    {
        using Process demo = await StartAsync("echo 'a.cs(1,1): error CS1002: ; expected'; exit 1");
        await demo.WaitForExitAsync(Stop);
        Assert.Equal(1, demo.ExitCode);
        Assert.Contains("error CS1002", Said, StringComparison.Ordinal);
        Assert.Contains("the build failed: see", Said, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Said);
    }

    /// <summary>Starts the demonstration of an empty clone, in a process group of its own, as a terminal does.</summary>
    private async Task<Process> StartAsync(string build)
    {
        string clone = Directory.CreateDirectory(_folder.At("clone")).FullName;
        File.Copy(Repository.PathOf("demo"), Path.Combine(clone, "demo"));
        string tools = Directory.CreateDirectory(_folder.At("tools")).FullName;
        string sdk = Path.Combine(tools, "dotnet");
        await File.WriteAllTextAsync(
            sdk,
            $$"""
            #!/bin/bash
            [ "$1" = --list-sdks ] && { echo '10.0.100 [/x]'; exit; }
            [ "$TERM" = dumb ] || printf '\033[?1h\033='
            {{build}}
            """,
            Stop);
        await Command.RunAsync("chmod", ["755", sdk], Stop);
        int[] ports = FreePort.Take(4);
        ProcessStartInfo start = new("setsid",
        [
            "bash", Path.Combine(clone, "demo"), "--http-port", $"{ports[0]}", "--mqtt-port", $"{ports[1]}",
            "--field-port", $"{ports[2]}", "--control-port", $"{ports[3]}",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}", ["TERM"] = "xterm-256color" },
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }
}
