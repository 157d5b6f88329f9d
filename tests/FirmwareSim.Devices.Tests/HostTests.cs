using System.Diagnostics;
using System.Globalization;
using TestKit;

namespace FirmwareSim.Devices.Tests;

/// <summary>The program as a user starts it.</summary>
public sealed class HostTests
{
    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "firmware-sim.dll"));
        Array.ForEach(arguments, info.ArgumentList.Add);
        return Process.Start(info)!;
    }

    private static async Task<(int Code, string Error)> EndAsync(Process process)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        try
        {
            string error = await process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, error.TrimEnd());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_says_where_it_listens_takes_orders_and_a_signal_ends_it_with_zero(string signal)
    {
        using Process process = Start("--listen", "127.0.0.1:0", "--stdin", "--incidents-every", "never");
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Matches("^listening on 127\\.0\\.0\\.1:[1-9][0-9]*$", line);
        await process.StandardInput.WriteLineAsync("open F3");
        Assert.Equal("ok F3 opened", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using Process kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal((0, ""), await EndAsync(process));
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_exit_code_1()
    {
        await using Scene scene = await Scene.StartAsync();
        using Process process = Start("--listen", scene.Station.EndPoint.ToString());

        Assert.Equal(
            (1, $"firmware-sim: cannot listen on {scene.Station.EndPoint}: another program listens there"), await EndAsync(process));
    }

    [Fact]
    public async Task A_scenario_says_where_everything_is_and_takes_its_link_away_at_the_end()
    {
        using TemporaryFolder own = new();
        string file = own.At("scenario.json");
        string link = own.At("ttyBUS");
        await File.WriteAllTextAsync(
            file,
            $$"""{ "comasters": [ { "name": "c", "listen": "127.0.0.1:0" } ], "buses": [ { "name": "bus1", "pty": "{{link}}" } ] }""",
            TestContext.Current.CancellationToken);
        using Process process = Start("--scenario", file);
        Assert.StartsWith("listening on 127.0.0.1:", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal($"bus1 on {link}", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("/dev/pts/", new FileInfo(link).LinkTarget, StringComparison.Ordinal);

        using Process kill = Process.Start("kill", ["-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal((0, ""), await EndAsync(process));
        Assert.Null(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task A_scenario_and_a_flag_that_says_the_same_do_not_go_together()
    {
        using Process process = Start("--scenario", "any.json", "--seed", "2");

        (int code, string error) = await EndAsync(process);

        Assert.Equal(64, code);
        Assert.Contains("--seed and --scenario say the same thing twice", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "--scenario", "/nowhere/at/all.json", "cannot be read")]
    [InlineData(64, "--listen", "nowhere", "is no address and port")]
    [InlineData(64, "--control", "0.0.0.0:7000", "stays on the loopback")]
    [InlineData(64, "--incidents-every", "soon", "is no interval")]
    [InlineData(64, "--time-zone", "Mars/Olympus", "knows no time zone")]
    [InlineData(64, "--sed", "1", "--sed")]
    [InlineData(64, "--seed", "one", "one")]
    [InlineData(1, "--replay", "/nowhere/at/all.txt", "cannot be read")]
    public async Task A_wrong_option_is_explained_and_has_an_exit_code(int exit, string option, string value, string words)
    {
        using Process process = Start(option, value);

        (int code, string error) = await EndAsync(process);

        Assert.Equal(exit, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at FirmwareSim", error, StringComparison.Ordinal);
    }
}
