using System.Collections.Concurrent;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Commands.Monitoring;
using Edge.Gateway.Tests.Runtime;
using TestKit;

namespace Edge.Gateway.Tests.Monitor;

/// <summary>The real command beside a real gateway that polls a simulated concentrator.</summary>
public sealed class A_running_gateway_is_watched
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_poll_and_its_answer_are_seen_both_ways()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        string[] lines = await WatchAsync(
            seen => seen.Count(l => l.Contains("answered", StringComparison.Ordinal)) >= 2,
            "--config", gateway.Files.Config, "--json", "--device", "comaster");
        Assert.Equal("""{"devices":["comaster"],"level":"frames"}""", lines[0]);
        JsonElement[] all = [.. lines.Skip(1).Select(l => JsonDocument.Parse(l).RootElement)];
        JsonElement[] pair = [.. all.SkipWhile(l => l.GetProperty("direction").GetString() != "out").Take(2)];
        string question = pair[0].GetProperty("hex").GetString()!;
        string answer = pair[1].GetProperty("hex").GetString()!;
        Assert.Equal(("out", "in"), (pair[0].GetProperty("direction").GetString(), pair[1].GetProperty("direction").GetString()));
        Assert.Equal("answered", pair[1].GetProperty("outcome").GetString());
        Assert.Matches("^FE080140..10....$", question);
        Assert.Matches($"^FE..4001{question[8..10]}10", answer);
        Assert.InRange(
            pair[1].GetProperty("time").GetDateTimeOffset() - pair[0].GetProperty("time").GetDateTimeOffset(), TimeSpan.Zero,
            TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_person_reads_them_in_words()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        string[] lines = await WatchAsync(
            seen => seen.Count(l => l.Contains("answer to a poll", StringComparison.Ordinal)) >= 2, // the first may begin with its answer
            "--config", gateway.Files.Config);
        Assert.StartsWith("Watching comaster: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("    centre 64 → concentrator 1  SEC ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("  comaster  →  FE 08 01 40 ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("  comaster  ←  FE ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_device_is_named()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        using Lines errors = new();
        int exit = await RunAsync(new Lines(), errors, Stop, "--config", gateway.Files.Config, "--device", "bus");
        Assert.Equal(MonitorCommand.Ended, exit);
        Assert.Equal(["There is no device 'bus': the configuration has comaster."], errors.All);
    }

    [Fact]
    public async Task Without_a_gateway_it_says_what_to_do()
    {
        using Lines errors = new();
        int exit = await RunAsync(new Lines(), errors, Stop, "--socket", "/nowhere/monitor.sock");
        Assert.Equal(MonitorCommand.NotReached, exit);
        Assert.StartsWith("No gateway runs at /nowhere/monitor.sock: ", errors.All.Single(), StringComparison.Ordinal);
        Assert.Contains("Start one (edge run, systemctl start edge)", errors.All.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_it_asks_for_the_socket()
    {
        using Lines errors = new();
        Assert.Equal(78, await RunAsync(new Lines(), errors, Stop, "--config", "/nowhere/edge.json"));
        Assert.EndsWith("give it with --socket, or another file with --config.", errors.All[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_after_its_time()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        Assert.Equal(
            MonitorCommand.Good, await RunAsync(new Lines(), new Lines(), Stop, "--config", gateway.Files.Config, "--for", "0.2"));
    }

    [Theory]
    [InlineData("--for", "soon")]
    [InlineData("--for", "0")]
    [InlineData("--for", "-1")]
    [InlineData("--level", "all")]
    public void What_makes_no_sense_is_refused(string option, string value) =>
        Assert.NotEmpty(Root().Parse(["monitor", option, value]).Errors);

    private static RootCommand Root() => new() { MonitorCommand.Create() };

    private static async Task<string[]> WatchAsync(Func<string[], bool> enough, params string[] options)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using Lines output = new();
        using Lines errors = new();
        Task<int> running = RunAsync(output, errors, stop.Token, options);
        await Eventually.TrueAsync(() => running.IsCompleted || enough(output.All), "it is seen", Stop);
        await stop.CancelAsync();
        Assert.Equal(MonitorCommand.Good, await running);
        Assert.Empty(errors.All);
        return output.All;
    }

    private static Task<int> RunAsync(TextWriter output, TextWriter errors, CancellationToken stop, params string[] options) =>
        Root().Parse(["monitor", .. options]).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stop);

    private sealed class Lines : TextWriter
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public override Encoding Encoding => Encoding.UTF8;

        public string[] All => [.. _lines];

        public override void Write(char value)
        {
        }

        public override void WriteLine(string? value) => _lines.Enqueue(value ?? "");

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }
    }
}
