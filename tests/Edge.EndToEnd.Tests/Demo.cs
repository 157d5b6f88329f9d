using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>The demonstration as a person starts it, on ports of its own.</summary>
public sealed class Demo : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private Demo(Process process, int[] ports)
    {
        _process = process;
        (Http, Mqtt, Field, Control) = (ports[0], ports[1], ports[2], ports[3]);
    }

    public int Http { get; }

    public int Mqtt { get; }

    public int Field { get; }

    public int Control { get; }

    public Uri Address => new($"http://127.0.0.1:{Http}/");

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<Demo> StartAsync(CancellationToken cancellationToken, params string[] more)
    {
        int[] ports = FreePort.Take(4);
        string[] options =
        [
            "--http-port", $"{ports[0]}", "--mqtt-port", $"{ports[1]}", "--field-port", $"{ports[2]}", "--control-port", $"{ports[3]}",
            .. more,
        ];
        // A session of its own, so that an interrupt reaches this demonstration and nothing else.
        Process process = Process.Start(new ProcessStartInfo("setsid", ["--wait", Repository.PathOf("demo"), .. options])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        Demo demo = new(process, ports);
        process.OutputDataReceived += demo.Hear;
        process.ErrorDataReceived += demo.Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await Eventually.TrueAsync(
                () => demo.Said.Contains("Ctrl-C", StringComparison.Ordinal) || demo.HasExited, "the demonstration is ready",
                cancellationToken,
                TimeSpan.FromMinutes(4));
            Assert.False(demo.HasExited, demo.Said);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says one line to the simulator and returns its answer.</summary>
    public async Task<string> TellSimulatorAsync(string line, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", Control, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
        using StreamReader reader = new(stream);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("The simulator closed the connection.");
    }

    /// <summary>The process id of one of its programs: firmware-sim, edge or dashboard.</summary>
    public int ProcessOf(string name) => int.Parse(File.ReadAllText(Repository.PathOf(".demo", $"{Http}", $"{name}.pid")), null);

    /// <summary>Ends one of its programs as a service manager would.</summary>
    public static async Task SignalAsync(string signal, int process, CancellationToken cancellationToken) =>
        Assert.Equal(0, (await Command.RunAsync("kill", [$"-{signal}", $"{process}"], cancellationToken)).ExitCode);

    /// <summary>Ctrl-C: the interrupt goes to the script and to everything that it started.</summary>
    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        await Command.RunAsync("kill", ["-INT", "--", $"-{_process.Id}"], cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
            await InterruptAsync(limit.Token);
        }

        _process.Dispose();
        string files = Repository.PathOf(".demo", $"{Http}");
        if (Directory.Exists(files))
        {
            Directory.Delete(files, recursive: true);
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_said)
            {
                _said.AppendLine(text);
            }
        }
    }
}
