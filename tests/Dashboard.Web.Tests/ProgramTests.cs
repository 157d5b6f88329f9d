using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>The program itself, as a service manager runs it.</summary>
[Trait("Category", "Slow")]
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--urls")]
    [InlineData("--MqttBroker:Port")]
    public async Task A_busy_port_is_one_clear_line_and_exit_code_1(string option)
    {
        using TcpListener busy = new(IPAddress.Loopback, 0);
        busy.Start();
        int port = ((IPEndPoint)busy.LocalEndpoint).Port;
        using Process process = Start(option == "--urls"
            ? ["--urls", $"http://127.0.0.1:{port}", "--MqttBroker:Port", "0"]
            : ["--urls", "http://127.0.0.1:0", "--MqttBroker:Port", $"{port}"]);
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        string output = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains($":{port}", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("listening on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_one_clear_line()
    {
        using Process process = Start(["--urls", "nonsense", "--MqttBroker:Port", "0"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancelled);
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("--urls", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Historian:Store", "mysql")]
    [InlineData("--Historian:Postgres", "Host=db;Database=edge")]
    [InlineData("--MqttBroker:Mode", "nothing")]
    [InlineData("--Proxies:Known:0", "nobody")]
    public async Task A_wrong_setting_is_one_clear_line_and_exit_code_78(string setting, string value)
    {
        using Process process = Start(["--urls", "http://127.0.0.1:0", "--MqttBroker:Port", "0", setting, value]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancelled);
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(78, process.ExitCode);
        Assert.Contains(setting[2..], Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_says_where_it_listens_and_stops_though_browsers_are_connected(string signal)
    {
        using Process process = Start(
        [
            "--urls", "http://127.0.0.1:0", "--MqttBroker:Port", "0",
            "--Users:Seed:0:Name", "ana", "--Users:Seed:0:Password", RunningDashboard.Password, "--Users:Seed:0:Role", "operator",
        ]);
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(Cancelled);
        }
        while (line is not null && !line.StartsWith("listening on http://", StringComparison.Ordinal));
        Assert.NotNull(line);
        Uri address = new(line["listening on ".Length..]);
        CookieContainer cookies = new();
        using HttpClient client = new(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = address };
        using HttpResponseMessage session = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            client, "/api/session", new { user = "ana", password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        await using HubConnection hub = new HubConnectionBuilder()
            .WithUrl(new Uri(address, "/hub/live"), options => options.Cookies = cookies).Build();
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancelled);
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardError.ReadToEndAsync(Cancelled));
    }

    private Process Start(string[] args) => Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, "edge-dashboard"), ["--Data:Directory", _directory.Path, .. args])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        WorkingDirectory = "/",
    })!;
}
