using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Edge.Field.Taps;
using Edge.Gateway.Configuration;
using Edge.Gateway.Monitor;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Monitor;

public sealed class The_links_are_watched : IAsyncLifetime
{
    private static readonly byte[] s_question = [0xFE, 0x08, 0x01, 0x40, 0x80, 0x10, 0x80, 0xA7];
    private static readonly byte[] s_answer = [0xFE, 0x08, 0x40, 0x01, 0x80, 0x10, 0x41, 0xE6];

    private readonly TemporaryFolder _folder = new();
    private readonly LinkTaps _taps = new(["bus-1", "bus-2"], TimeProvider.System, ["northbound[0]"]);
    private readonly CancellationTokenSource _stop = new();
    private MonitorServer _server = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string SocketPath => _folder.At("monitor.sock");

    public ValueTask InitializeAsync()
    {
        _server = Open(TimeSpan.FromSeconds(20));
        _running = _server.RunAsync(_stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ = await Record.ExceptionAsync(() => _running);
        Assert.True(_running.IsCanceled);
        Assert.False(File.Exists(SocketPath));
        _stop.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(
        "frames", """{"device":"northbound[0]","direction":"in","hex":"FE080140801080A7","peer":"10.0.0.7","whole":true}""",
        """{"device":"northbound[0]","direction":"out","hex":"FE084001801041E6","outcome":"answered","peer":"10.0.0.7"}""")]
    [InlineData(
        "outcomes",
        """{"device":"northbound[0]","direction":"in","outcome":"noise","peer":"10.0.0.8"}""",
        """{"device":"northbound[0]","direction":"out","outcome":"answered","question":"FE080140801080A7","peer":"10.0.0.7"}""")]
    public async Task With_what_control_centres_ask_and_are_answered(string level, string first, string last)
    {
        using MonitorPeer peer = await MonitorPeer.WatchAsync(SocketPath, $$"""{"devices":["northbound[0]"],"level":"{{level}}"}""");
        LinkTap centres = _taps.Find("northbound[0]")!;
        centres.Sent(s_question, "10.0.0.7");
        centres.Ended(TapOutcome.Noise, [0x00], "10.0.0.8");
        centres.Ended(TapOutcome.Answered, s_answer, "10.0.0.7");
        string[] lines = [.. await ReadAsync(peer, level == "frames" ? 3 : 2)];
        Assert.Equal((first, last), (lines[0], lines[^1]));
    }

    [Fact]
    public async Task With_question_answer_and_what_got_none()
    {
        using MonitorPeer peer = await MonitorPeer.WatchAsync(SocketPath, """{"devices":["bus-1"],"level":"frames"}""");
        LinkTap bus = _taps.Find("bus-1")!;
        bus.Sent(s_question);
        bus.Arrived(s_answer);
        bus.Ended(TapOutcome.Answered, s_answer);
        _taps.Find("bus-2")!.Sent(s_question);
        bus.Sent(s_question);
        bus.Ended(TapOutcome.Silent, []);
        string[] lines = [.. await ReadAsync(peer, 4)];
        Assert.Equal(
            [
                """{"device":"bus-1","direction":"out","hex":"FE080140801080A7"}""",
                """{"device":"bus-1","direction":"in","hex":"FE084001801041E6","outcome":"answered"}""",
                """{"device":"bus-1","direction":"out","hex":"FE080140801080A7"}""",
                """{"device":"bus-1","direction":"in","outcome":"silent"}""",
            ],
            lines);
    }

    [Fact]
    public async Task Down_to_the_bytes()
    {
        using MonitorPeer peer = await MonitorPeer.WatchAsync(SocketPath, """{"level":"bytes"}""");
        _taps.Find("bus-2")!.Arrived([0x00, 0xFF]);
        _taps.Find("bus-2")!.Ended(TapOutcome.Noise, [0x00, 0xFF]);
        Assert.Equal(
            [
                """{"device":"bus-2","direction":"in","hex":"00FF"}""",
                """{"device":"bus-2","direction":"in","hex":"00FF","outcome":"noise"}""",
            ],
            await ReadAsync(peer, 2));
    }

    [Fact]
    public async Task Or_by_their_outcomes_alone()
    {
        using MonitorPeer peer = await MonitorPeer.WatchAsync(SocketPath, """{"level":"outcomes"}""");
        _taps.Find("bus-1")!.Sent(s_question);
        _taps.Find("bus-1")!.Ended(TapOutcome.Failed, []);
        Assert.Equal(
            ["""{"device":"bus-1","direction":"in","outcome":"failed","question":"FE080140801080A7"}"""], await ReadAsync(peer, 1));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void By_the_user_of_the_gateway_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"level":"everything"}""")]
    [InlineData("""{"level":7}""")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task Who_sends_garbage_is_told_what_to_send(string garbage)
    {
        using MonitorPeer peer = await MonitorPeer.ConnectAsync(SocketPath);
        await peer.SendAsync(garbage + "\n");
        Assert.StartsWith("This is no request: send one line as", Error(await peer.ReadAsync()), StringComparison.Ordinal);
        Assert.Null(await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_line_without_end_is_refused()
    {
        using MonitorPeer peer = await MonitorPeer.ConnectAsync(SocketPath);
        await peer.SendAsync(new string('x', MonitorClient.MaximumRequest));
        Assert.Contains("more than 4096 bytes", Error(await peer.ReadAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_device_is_answered_with_those_that_there_are()
    {
        using MonitorPeer peer = await MonitorPeer.ConnectAsync(SocketPath);
        await peer.SendAsync("""{"devices":["bus-1","bus-9"]}""" + "\n");
        Assert.Equal("There is no device 'bus-9': the configuration has bus-1, bus-2, northbound[0].", Error(await peer.ReadAsync()));
    }

    [Fact]
    public async Task A_fifth_client_is_refused_until_another_one_goes()
    {
        MonitorPeer[] peers = await Task.WhenAll(
            Enumerable.Range(0, MonitorServer.MaximumClients).Select(_ => MonitorPeer.WatchAsync(SocketPath, "{}")));
        using (MonitorPeer fifth = await MonitorPeer.ConnectAsync(SocketPath))
        {
            Assert.Equal("4 monitors watch already: end one of them.", Error(await fifth.ReadAsync()));
        }

        peers[0].Dispose();
        await Eventually.TrueAsync(
            async () =>
            {
                using MonitorPeer next = await MonitorPeer.ConnectAsync(SocketPath);
                _ = await Record.ExceptionAsync(() => next.SendAsync("{}\n"));
                return !(await next.ReadAsync()).TryGetProperty("error", out _);
            },
            "a place is free", Stop);
        Array.ForEach(peers, peer => peer.Dispose());
    }

    [Fact]
    public async Task A_client_that_never_reads_loses_records_and_is_told()
    {
        using MonitorPeer peer = await MonitorPeer.WatchAsync(SocketPath, "{}");
        byte[] long_ = new byte[500];
        int sent = 0;
        await Eventually.TrueAsync(
            () =>
            {
                // More than the socket takes at once: about a megabyte of text each time.
                for (int i = 0; i < 1000; i++)
                {
                    _taps.Find("bus-1")!.Sent(long_);
                    sent++;
                }

                return sent >= 10_000;
            },
            "the links go on", Stop);
        long seen = 0;
        long dropped = 0;
        while (seen + dropped < sent)
        {
            JsonElement line = await peer.ReadAsync();
            seen++;
            dropped += line.TryGetProperty("dropped", out JsonElement lost) ? lost.GetInt64() : 0;
        }

        Assert.True(dropped > 0);
        Assert.Equal(sent, seen + dropped);
    }

    [Fact]
    public async Task Who_takes_nothing_or_asks_nothing_is_hung_up_on_in_the_end()
    {
        string path = _folder.At("impatient.sock");
        MonitorServer impatient = MonitorServer.Open(
            path, _taps, TimeProvider.System, NullLogger.Instance, TimeSpan.FromMilliseconds(100));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = impatient.RunAsync(stop.Token);
        using MonitorPeer idle = await MonitorPeer.ConnectAsync(path);
        Assert.Null(await idle.ReadTextAsync());
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void A_path_that_another_gateway_serves_is_left_alone()
    {
        IOException failure = Assert.Throws<IOException>(() => Open(TimeSpan.FromSeconds(1)));
        Assert.Equal("another gateway uses it.", failure.Message);
    }

    [Fact]
    public void A_socket_that_a_dead_gateway_left_makes_room()
    {
        string path = _folder.At("dead.sock");
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + ".kept");
        }

        File.Move(path + ".kept", path);
        using MonitorServer server = MonitorServer.Open(path, _taps, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(path, server.SocketPath);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_never_removed()
    {
        string path = _folder.At("journal.db");
        File.WriteAllText(path, "precious");
        _ = Assert.ThrowsAny<Exception>(() => MonitorServer.Open(path, _taps, TimeProvider.System, NullLogger.Instance));
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Empty(MonitorServer.Loops(
            new MonitorConfiguration { Socket = path }, _folder.Path, _taps, TimeProvider.System, NullLoggerFactory.Instance));
    }

    [Theory]
    [InlineData("""{ "socket": "/run/edge/monitor.sock" }""", null)]
    [InlineData("""{ "enabled": false }""", null)]
    [InlineData("""{ "socket": "" }""", "monitor.socket")]
    public void The_configuration_says_where(string monitor, string? finding)
    {
        ConfigurationResult result = ConfigurationLoader.Parse(
            Encoding.UTF8.GetBytes($$"""{ "monitor": {{monitor}} }"""), "/etc/edge/edge.json");
        Assert.Equal(finding is not null, result.Errors.Any(e => e.Contains("monitor", StringComparison.Ordinal)));
        Assert.True(finding is null || result.Errors.Any(e => e.Contains(finding, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_path_that_the_system_does_not_take_is_found_wrong()
    {
        string path = $"/run/{new string('x', 103)}";
        ConfigurationResult result = ConfigurationLoader.Parse(
            Encoding.UTF8.GetBytes($$"""{ "monitor": { "socket": "{{path}}" } }"""), "/etc/edge/edge.json");
        Assert.Contains(
            $"/etc/edge/edge.json, line 1: monitor.socket: {path} has 108 bytes and a socket at most 107: "
            + "give a shorter path, as \"/run/edge/monitor.sock\".", result.Errors);
    }

    [Fact]
    public void Or_that_there_is_none() => Assert.Empty(MonitorServer.Loops(
        new MonitorConfiguration { Enabled = false }, _folder.Path, _taps, TimeProvider.System, NullLoggerFactory.Instance));

    private static string? Error(JsonElement line) => line.GetProperty("error").GetString();

    // Without the time, which is checked by its form.
    private static async Task<List<string>> ReadAsync(MonitorPeer peer, int count)
    {
        List<string> lines = [];
        while (lines.Count < count)
        {
            string line = (await peer.ReadTextAsync())!;
            Assert.Matches("""^\{"time":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",""", line);
            lines.Add("{" + line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        }

        return lines;
    }

    private MonitorServer Open(TimeSpan patience) =>
        MonitorServer.Open(SocketPath, _taps, TimeProvider.System, NullLogger.Instance, patience);
}
