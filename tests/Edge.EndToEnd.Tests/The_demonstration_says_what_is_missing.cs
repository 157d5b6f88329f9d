using System.Net;
using System.Net.Sockets;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>One clear line, not a stack trace and not half a start.</summary>
public sealed class The_demonstration_says_what_is_missing
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--http-port")]
    [InlineData("--mqtt-port")]
    [InlineData("--field-port")]
    [InlineData("--control-port")]
    public async Task A_busy_port_is_named_with_its_option(string option)
    {
        using TcpListener busy = new(IPAddress.Loopback, 0);
        busy.Start();
        int port = ((IPEndPoint)busy.LocalEndpoint).Port;
        int[] free = FreePort.Take(4);
        string[] all = ["--http-port", "--mqtt-port", "--field-port", "--control-port"];
        CommandResult result = await Command.RunAsync(
            Repository.PathOf("demo"), all.SelectMany((name, i) => new[] { name, $"{(name == option ? port : free[i])}" }), Stop);
        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.All.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains(option, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet", ".NET 10 SDK")]
    [InlineData("node", "Node.js")]
    public async Task A_missing_tool_is_named(string program, string words)
    {
        using TemporaryFolder own = new();
        string folder = own.Path;
        foreach (
            string tool in new[] { "bash", "sed", "dirname", "dotnet", "node", "npm", "grep", "env" }.Where(tool => tool != program))
        {
            string? real = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(path => Path.Combine(path, tool))
                .FirstOrDefault(File.Exists);
            if (real is not null)
            {
                File.CreateSymbolicLink(Path.Combine(folder, tool), real);
            }
        }

        CommandResult result = await Command.RunAsync("env", [$"PATH={folder}", Repository.PathOf("demo")], Stop);
        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.All.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    /// <summary>Fault 47: Debian 12 brings version 18, with which the pages cannot be built.</summary>
    [Theory]
    [InlineData("v18.20.4")]
    [InlineData("v20.18.3")]
    public async Task A_Node_that_is_too_old_is_told_with_the_line_to_type(string version)
    {
        using TemporaryFolder own = new();
        string node = Path.Combine(own.Path, "node");
        await File.WriteAllTextAsync(node, $"#!/bin/sh\necho {version}\n", Stop);
        await Command.RunAsync("chmod", ["755", node], Stop);
        string path = $"PATH={own.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        CommandResult result = await Command.RunAsync("env", [path, Repository.PathOf("demo")], Stop);
        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.All.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(version, line, StringComparison.Ordinal);
        Assert.Contains("20.19", line, StringComparison.Ordinal);
        Assert.Contains("apt-get install", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--capture", "no-such-file.txt", "no-such-file.txt")]
    [InlineData("--http-port", "eighty", "eighty")]
    public async Task A_wrong_option_is_explained(string option, string value, string named)
    {
        CommandResult result = await Command.RunAsync(Repository.PathOf("demo"), [option, value], Stop);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(named, Assert.Single(result.All.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
