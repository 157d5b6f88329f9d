using System.Net;
using Dashboard.Web.Broker;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Web.Tests.Faults;

/// <summary>What a stranger says costs a bounded number of lines, and a bounded number of passwords a minute.</summary>
[Trait("Fault", "13")]
[Trait("Category", "Slow")]
public sealed class Fault_13_Nobody_fills_the_log_or_guesses_passwords : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Ten_thousand_refusals_are_a_handful_of_short_printable_lines()
    {
        Notes log = new();
        using BrokerNotes notes = new(new BrokerLimits { LogLines = 5 }, log);
        for (int i = 0; i < 10_000; i++)
        {
            notes.Refused($"\u001b[2J\0{i}\n" + new string('x', 60_000), "10.0.0.1:1", "because\r\nof this");
        }

        Assert.Equal(5, log.All.Count);
        Assert.All(log.All, line => Assert.InRange(line.Text.Length, 1, 300));
        Assert.DoesNotContain(log.All, line => line.Text.Any(char.IsControl));
    }

    [Fact]
    public async Task Requests_and_calls_that_are_refused_are_a_handful_of_lines()
    {
        Notes log = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null, services => services.AddSingleton<ILoggerProvider>(new NotesProvider(log)));
        using HttpClient stranger = dashboard.Anonymous();
        stranger.DefaultRequestHeaders.Add("Origin", "http://elsewhere.example");
        await using HubConnection page = await dashboard.HubAsync();
        await page.StartAsync(TestContext.Current.CancellationToken);
        int before = log.All.Count;
        for (int i = 0; i < 50; i++)
        {
            using HttpResponseMessage refused = await stranger.DeleteAsync("/api/session", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            await Assert.ThrowsAsync<HubException>(
                () => page.InvokeAsync("Watch", "no name", TestContext.Current.CancellationToken));
        }

        Assert.InRange(log.All.Count - before, 1, 5);
    }

    [Fact]
    public async Task The_sixth_wrong_password_of_a_minute_is_not_looked_at()
    {
        BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        for (int i = 0; i < new BrokerLimits().FailuresPerUser; i++)
        {
            Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await TryAsync(dashboard, "gwA", "otra"));
        }

        Assert.Equal(MqttClientConnectResultCode.ConnectionRateExceeded, await TryAsync(dashboard, "gwA", "otra"));

        // The neighbour behind the same address is not kept out.
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync(dashboard, "gwB", BrokerFiles.Password));

        // Nor is the gateway itself, which comes from elsewhere.
        await (await RawMqtt.ConnectAsync(dashboard.BrokerPort, "a", "gwA", BrokerFiles.Password, local: "127.0.0.2")).DisposeAsync();
    }

    [Fact]
    public async Task An_address_that_tries_many_names_is_kept_out_with_each()
    {
        BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, new BrokerLimits { FailuresPerAddress = 3 });
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await TryAsync(dashboard, $"gw{i}", "otra"));
        }

        Assert.Equal(MqttClientConnectResultCode.ConnectionRateExceeded, await TryAsync(dashboard, "gwB", BrokerFiles.Password));
        await (await RawMqtt.ConnectAsync(dashboard.BrokerPort, "b", "gwB", BrokerFiles.Password, local: "127.0.0.2")).DisposeAsync();
    }

    [Fact]
    public void After_a_minute_it_is_looked_at_again()
    {
        FakeTimeProvider time = new();
        LogInThrottle throttle = new(new BrokerLimits { FailuresPerUser = 2, FailuresPerAddress = 3 }, time);
        throttle.Failed("1.1.1.1", "a");
        Assert.False(throttle.IsClosed("1.1.1.1", "a"));
        throttle.Failed("1.1.1.1", "a");
        Assert.True(throttle.IsClosed("1.1.1.1", "a"));
        Assert.False(throttle.IsClosed("1.1.1.1", "b"));
        Assert.False(throttle.IsClosed("2.2.2.2", "a"));
        throttle.Failed("1.1.1.1", "c");
        Assert.True(throttle.IsClosed("1.1.1.1", "b"));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(throttle.IsClosed("1.1.1.1", "a"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(throttle.IsClosed("1.1.1.1", "a"));

        // The next minute counts anew, and has an end of its own.
        throttle.Failed("1.1.1.1", "a");
        throttle.Failed("1.1.1.1", "a");
        Assert.True(throttle.IsClosed("1.1.1.1", "a"));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(throttle.IsClosed("1.1.1.1", "a"));
    }

    private static async Task<MqttClientConnectResultCode> TryAsync(RunningDashboard dashboard, string user, string password)
    {
        await using BrokerPeer peer = new();
        return (await peer.ConnectAsync(dashboard.BrokerPort, user, password)).ResultCode;
    }
}
