using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Edge.Pipeline;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

/// <summary>The examples of docs/mqtt.md, run as they stand against a real broker and a real publisher.</summary>
public sealed partial class The_page_for_subscribers_is_true
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "mqtt.md"));

    public static TheoryData<string> Lines => [.. LineOfShell().Matches(Page).Select(line => line.Groups["line"].Value)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Each_line_of_shell_shows_something(string line)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        station.SetPower(1234);
        string own = line.Replace("1883", $"{broker.Port}", StringComparison.Ordinal)
            .Replace("los-alamos", "la-prueba", StringComparison.Ordinal);
        Task<CommandResult> seen = Command.RunAsync("/bin/sh", ["-c", own + " -C 1 -W 20"], Stop);
        while (!seen.IsCompleted)
        {
            station.AddEvents(1);
            await Task.WhenAny(seen, Task.Delay(TimeSpan.FromSeconds(0.5), Stop));
        }

        CommandResult result = await seen;
        Assert.True(result.ExitCode == 0 && result.Output.Contains('{', StringComparison.Ordinal), $"{own}\n{result.All}");
    }

    [Fact]
    public async Task The_Python_program_shows_state_value_and_event()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        Assert.SkipUnless(
            File.Exists(Python) && (await Command.RunAsync(Python, ["-c", "import paho.mqtt"], Stop)).ExitCode == 0,
            "The example needs paho (Debian: python3-paho-mqtt).");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        station.SetPower(1234);
        string code = BlockOfPython().Match(Page).Groups["code"].Value;
        await using Script script = new(code, "127.0.0.1", $"{broker.Port}", "la-prueba");
        await script.SaysAsync("state online");
        station.AddEvents(1);
        station.SetPower(4321);
        await script.SaysAsync("value LA1PA_03 4321 kW good");
        await script.SaysAsync("event 2026-");
    }

    [Fact]
    public async Task The_historian_in_Python_gets_every_record_and_is_believed()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        using TemporaryFolder folder = new();
        Assert.SkipUnless(
            File.Exists("/usr/bin/protoc") && File.Exists(Python)
            && (await Command.RunAsync(Python, ["-c", "import paho.mqtt, google.protobuf"], Stop)).ExitCode == 0,
            "The example needs python3-paho-mqtt, python3-protobuf and protobuf-compiler (Debian).");
        string schema = Repository.PathOf("edge", "Edge.Contracts.Journal");
        CommandResult made = await Command.RunAsync("/usr/bin/protoc", ["--python_out", folder.Path, "-I", schema, "journal.proto"], Stop);
        Assert.True(made.ExitCode == 0, made.All);

        MemoryJournal journal = new();
        journal.Add(AnyRecords.Of(JournalRecordKind.Samples, 0, Station.Start));
        journal.AddEvents(600);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Script script = new(
            $"import sys; sys.path.insert(0, '{folder.Path}')\n" + BlockOfHistorian().Match(Page).Groups["code"].Value,
            "127.0.0.1", $"{broker.Port}", "la-prueba", "archive");
        await using Station station = new(broker.Port, journal, options => options with { Historians = ["archive"] });
        await Eventually.TrueAsync(() => journal.GetCursor("archive") == 601, "the gateway believes that it has everything", Stop);
        Assert.Equal(600, script.Said.Count(line => line.StartsWith("event ", StringComparison.Ordinal)));
        Assert.Contains(script.Said, line => line.StartsWith("sample 1 ", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^    (?<line>mosquitto_sub .*)$", RegexOptions.Multiline)]
    private static partial Regex LineOfShell();

    [GeneratedRegex(@"```python\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockOfPython();

    [GeneratedRegex(@"```python historian\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockOfHistorian();

    /// <summary>A program in Python that runs until it is disposed.</summary>
    private sealed class Script : IAsyncDisposable
    {
        private readonly Process _program;
        private readonly ConcurrentQueue<string> _said = new();
        private readonly ConcurrentQueue<string> _errors = new();

        public Script(string code, params string[] arguments)
        {
            _program = Process.Start(new ProcessStartInfo(Python, ["-c", code, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _program.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
            _program.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
            _program.BeginOutputReadLine();
            _program.BeginErrorReadLine();
        }

        public IEnumerable<string> Said => _said;

        public Task SaysAsync(string beginning) => Eventually.TrueAsync(
            () => _program.HasExited
                ? throw new InvalidOperationException(string.Join('\n', _errors))
                : Said.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)),
            $"it says '{beginning}'", Stop);

        public async ValueTask DisposeAsync()
        {
            _program.Kill(entireProcessTree: true);
            await _program.WaitForExitAsync(CancellationToken.None);
            _program.Dispose();
        }
    }
}
