using System.Diagnostics;
using TestKit;

namespace Dashboard.Web.Tests.Commands;

/// <summary><c>edge-dashboard backup</c> and <c>restore</c> as a person runs them.</summary>
[Trait("Category", "Slow")]
public sealed class HistorianCommandsTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_is_written_beside_a_dashboard_and_restored_without_one()
    {
        string data = _directory.At("data");
        string backup = _directory.At("copy.db");
        await using (RunningDashboard dashboard = await RunningDashboard.StartAsync(data))
        {
            await using FakeGateway gateway = new();
            await gateway.ConnectAsync(dashboard.BrokerPort);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);

            (int written, string said) = await RunAsync("backup", backup, "--data", data);
            Assert.Equal((0, true), (written, said.StartsWith($"{backup} is written and checked: 1 events", StringComparison.Ordinal)));
            (int again, said) = await RunAsync("backup", backup, "--data", data);
            Assert.Equal((1, true), (again, said.Contains("overwrites nothing", StringComparison.Ordinal)));
            (int running, said) = await RunAsync("restore", backup, "--data", data);
            Assert.Equal((1, true), (running, said.Contains("Stop it, restore, and start it again", StringComparison.Ordinal)));
        }

        (int restored, string words) = await RunAsync("restore", backup, "--data", data);
        Assert.Equal((0, true), (restored, words.Contains("is restored: 1 events", StringComparison.Ordinal)));
        Assert.Single(Directory.GetFiles(data, "historian.db.before-*"));
        (string, string)[] postgres = [("Historian__Store", "postgres"), ("Historian__Postgres", "Host=h;Database=d")];
        (int elsewhere, words) = await RunAsync(postgres, "backup", _directory.At("no.db"), "--data", data);
        Assert.Equal((1, true), (elsewhere, words.Contains("pg_dump", StringComparison.Ordinal)));
        Assert.Equal(64, (await RunAsync("restore")).ExitCode);
        Assert.Equal(64, (await RunAsync("backup", "a", "b")).ExitCode);
    }

    private static Task<(int ExitCode, string Said)> RunAsync(params string[] args) => RunAsync([], args);

    private static async Task<(int ExitCode, string Said)> RunAsync((string Name, string Value)[] environment, params string[] args)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "edge-dashboard"), args)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancelled);
        string output = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, output + await errors);
    }
}
