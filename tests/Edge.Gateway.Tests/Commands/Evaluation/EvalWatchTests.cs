using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Edge.Gateway.Commands.Profiles;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Evaluation;

/// <summary><c>--watch</c>: the engineer saves, the answer follows.</summary>
[Trait("Category", "Slow")]
public sealed class EvalWatchTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SharedText _output = new();
    private readonly SharedText _error = new();
    private Task<int> _run = Task.FromResult(0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Inputs => _folder.At("inputs.json");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ = await _run;
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_saved_file_is_evaluated_again_and_a_replaced_one_too()
    {
        Save("""{"ai.LA2VV_00.value": 1000}""");
        Start();
        await Sees("\"8.8\"");

        Save("""{"ai.LA2VV_00.value": 2000}""");
        await Sees("\"17.6\"");

        string other = Inputs + ".new";
        File.WriteAllText(other, """{"ai.LA2VV_00.value": 3000}""");
        File.Move(other, Inputs, overwrite: true);
        await Sees("\"26.4\"");

        Save("{");
        await Eventually.TrueAsync(() => _error.Text.Contains("no JSON", StringComparison.Ordinal), "the mistake is named", Cancel);
        Save("""{"ai.LA2VV_00.value": 500}""");
        await Sees("\"4.4\"");
        await _stop.CancelAsync();
        Assert.Equal(0, await _run);
        Assert.Equal(4, _output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_waited_for()
    {
        Save("""{"ai.LA2VV_00.value": 1000}""");
        using (new FileStream(Inputs, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Start();
            await Eventually.TrueAsync(
                () => _error.Text.Contains("another program may hold it", StringComparison.Ordinal), "it says so", Cancel);
        }

        await Sees("\"8.8\"");
        File.Delete(Inputs);
        await Eventually.TrueAsync(
            () => _error.Text.Contains("is not there: waiting for it", StringComparison.Ordinal), "it says so", Cancel);
        Save("""{"ai.LA2VV_00.value": 2000}""");
        await Sees("\"17.6\"");
    }

    [Fact]
    public async Task The_program_ends_well_at_an_interrupt()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "edge.dll");
        var start = new ProcessStartInfo("dotnet",
            [program, "profile", "eval", EvalRun.Sample, "--watch", "--json"])
        { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Assert.StartsWith("{\"LA", await process.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
    }

    private void Save(string content) => File.WriteAllText(Inputs, content);

    private void Start()
    {
        RootCommand root = new() { ProfileCommand.Create() };
        ParseResult parsed = root.Parse(["profile", "eval", EvalRun.Sample, "--json", "--watch", "--inputs", Inputs]);
        _run = parsed.InvokeAsync(new InvocationConfiguration { Output = _output, Error = _error }, _stop.Token);
    }

    private Task Sees(string text) =>
        Eventually.TrueAsync(() => _output.Text.Contains(text, StringComparison.Ordinal), $"{text} is printed", Cancel);

    /// <summary>A writer that another thread reads.</summary>
    private sealed class SharedText : StringWriter
    {
        private readonly Lock _lock = new();

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return ToString();
                }
            }
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public override void WriteLine(string? value) => Write(value + "\n");
    }
}
