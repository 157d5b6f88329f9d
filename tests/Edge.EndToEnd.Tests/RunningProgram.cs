using System.Diagnostics;
using System.Text;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>One of the programs, as built beside these tests; dead at the end of the test, whatever happens.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly string _name;
    private readonly string _path;
    private readonly string[] _arguments;
    private readonly (string Name, string Value)[] _environment;
    private readonly StringBuilder _said = new();
    private Process? _process;

    public RunningProgram(string folder, string name, string[] arguments, params (string Name, string Value)[] environment)
    {
        _path = PathOf(folder, name);
        (_name, _arguments, _environment) = (name, arguments, environment);
    }

    /// <summary>Where a program stands, in the same configuration as these tests.</summary>
    public static string PathOf(string folder, string name)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Repository.PathOf(folder.Split('/')), "bin", configuration, "net10.0", name);
    }

    /// <summary>What it wrote since the first start.</summary>
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

    /// <summary>The memory that it holds, in bytes.</summary>
    public long Resident
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public bool Runs => _process is { HasExited: false };

    public void Start()
    {
        Assert.False(Runs, $"{_name} runs already.");
        ProcessStartInfo start = new(_path, _arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Waits until it has said a text, and returns the rest of that line.</summary>
    public async Task<string> HearAsync(string text, CancellationToken stop)
    {
        await Eventually.TrueAsync(() => Said.Contains(text, StringComparison.Ordinal) || !Runs, $"{_name} says '{text}'", stop);
        string said = Said;
        int at = said.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{_name} ended: {said}");
        return said[(at + text.Length)..].Split('\n')[0].Trim();
    }

    /// <summary>Stops it as a service manager does, and waits for its end.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        _ = await Command.RunAsync("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], stop);
        await _process.WaitForExitAsync(stop);
    }

    /// <summary>Asks for its files to be read again, as the service manager does.</summary>
    public Task HangUpAsync(CancellationToken stop) =>
        Command.RunAsync("kill", ["-HUP", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], stop);

    /// <summary>Waits until a dashboard says of itself that it works, its broker included.</summary>
    public Task IsReadyAsync(HttpClient http, CancellationToken stop) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync("/healthz", stop);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                Assert.True(Runs, Said);
                return false;
            }
        },
        "the dashboard has its broker", stop);

    /// <summary>What a power cut does to it: no last word, no chance to write anything.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"--- {_name}\n{string.Join('\n', Said.Split('\n').TakeLast(40))}");
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
