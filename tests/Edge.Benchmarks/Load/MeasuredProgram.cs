using System.Diagnostics;
using System.Globalization;
using System.Text;
using TestKit;

namespace Edge.Benchmarks.Load;

/// <summary>One of the programs, as built beside this one, and the processor's time that it takes. Killed at the end.</summary>
internal sealed class MeasuredProgram : IAsyncDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    /// <param name="folder">The folder of its project.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">More of its environment.</param>
    public MeasuredProgram(string folder, string name, string[] arguments, params (string Name, string Value)[] environment)
    {
        string path = Path.Combine(Repository.PathOf(folder.Split('/')), "bin", Configuration, "net10.0", name);
        ProcessStartInfo start = new(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string key, string value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote.</summary>
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

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The processor's time that a process has taken until now.</summary>
    public static TimeSpan CpuOf(int id)
    {
        using Process process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    /// <summary>Waits for a text, and returns the rest of its line.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task<string> HearAsync(string text)
    {
        await Eventually.TrueAsync(
            () => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, $"says '{text}'", CancellationToken.None);
        int at = Said.IndexOf(text, StringComparison.Ordinal);
        return at >= 0 ? Said[(at + text.Length)..].Split('\n')[0].Trim() : throw new InvalidOperationException($"It ended: {Said}");
    }

    /// <summary>Waits for the end of a line, which is the number of a port.</summary>
    public async Task<int> PortAsync(string text) =>
        int.Parse((await HearAsync(text)).Split(' ', ',')[0].Split(':')[^1], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
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
