using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Web.Tests;

/// <summary>A part that was cancelled because another one could not start has not failed: no stack stands in the log.</summary>
[Trait("Category", "Slow")]
public sealed class A_start_that_fails_is_one_line : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_part_that_is_cancelled_is_no_error()
    {
        using TcpListener busy = new(IPAddress.Loopback, 0);
        busy.Start();
        Notes log = new();
        StartupException refused = await Assert.ThrowsAsync<StartupException>(() => RunningDashboard.StartAsync(
            _directory.Path, null,
            services =>
            {
                services.AddSingleton<ILoggerProvider>(new NotesProvider(log));
                services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Waiting>());
            },
            "--MqttBroker:Port", $"{((IPEndPoint)busy.LocalEndpoint).Port}"));
        Assert.Contains($":{((IPEndPoint)busy.LocalEndpoint).Port}", refused.Message, StringComparison.Ordinal);
        Assert.Empty(log.Errors);
    }

    /// <summary>Waits until it is cancelled, as a part does that has not had its first turn.</summary>
    private sealed class Waiting : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
