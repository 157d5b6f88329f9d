using System.Diagnostics;
using System.Text;

namespace TestKit.Brokers;

/// <summary>A real Mosquitto on a port of the loopback. Without persistence a restart forgets everything.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly string _folder;
    private readonly StringBuilder _said = new();
    private Process? _process;

    private MosquittoBroker(int port, string folder)
    {
        Port = port;
        _folder = folder;
    }

    /// <summary>Where Debian puts it, or null where it is not installed: then skip, and say so.</summary>
    public static string? Program { get; } =
        new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists);

    /// <summary>The words for a test that must be skipped.</summary>
    public const string Missing = "Mosquitto is not installed here (Debian package mosquitto).";

    /// <summary>The password of each user of <see cref="StartShippedAsync"/>.</summary>
    public const string Password = "una clave larga";

    public int Port { get; }

    /// <summary>The number of its process.</summary>
    public int Id => _process!.Id;

    /// <summary>What it logged.</summary>
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

    /// <summary>Starts one on a free port and waits until it listens.</summary>
    /// <param name="cancellationToken">The stop of the test.</param>
    /// <param name="settings">Lines for its configuration file, in the place of <c>allow_anonymous true</c>.</param>
    public static Task<MosquittoBroker> StartAsync(CancellationToken cancellationToken, params string[] settings) =>
        StartAsync(_ => ["persistence false", .. settings.Length == 0 ? ["allow_anonymous true"] : settings], cancellationToken);

    /// <summary>
    /// Starts one that writes its sessions and retained messages to the disk when it is stopped, and knows them afterwards.
    /// </summary>
    public static Task<MosquittoBroker> StartPersistentAsync(CancellationToken cancellationToken) =>
        StartAsync(folder => ["persistence true", $"persistence_location {folder}/", "allow_anonymous true"], cancellationToken);

    /// <summary>The lines of the configuration in deploy/mosquitto.</summary>
    public static string[] ReadShipped() => File.ReadAllLines(Repository.PathOf("deploy", "mosquitto", "edge.conf"));

    /// <summary>
    /// Starts one with the files of deploy/mosquitto. Only the port and the folders are those of the test. The users scada and control,
    /// which stand there as examples, have their rights where they are made.
    /// </summary>
    /// <param name="users">Users to make; each has <see cref="Password"/>.</param>
    /// <param name="cancellationToken">The stop of the test.</param>
    public static async Task<MosquittoBroker> StartShippedAsync(string[] users, CancellationToken cancellationToken)
    {
        string[] shipped = ReadShipped();
        string rights = await File.ReadAllTextAsync(Repository.PathOf("deploy", "mosquitto", "edge.acl"), cancellationToken);
        return await StartAsync(
            folder =>
            {
                string passwords = Path.Combine(folder, "edge.passwd");
                File.WriteAllLines(passwords, users.Select(user => $"{user}:{Password}"));
                File.WriteAllText(
                    Path.Combine(folder, "edge.acl"),
                    rights.Replace("# user ", "user ", StringComparison.Ordinal).Replace("# topic ", "topic ", StringComparison.Ordinal));
                using Process hash = Process.Start("mosquitto_passwd", ["-U", passwords]);
                hash.WaitForExit();
                return
                [
                    .. shipped.Where(line => !line.StartsWith("listener ", StringComparison.Ordinal))
                        .Select(line => line.Replace("/etc/mosquitto/", folder + "/", StringComparison.Ordinal)
                            .Replace("/var/lib/mosquitto/", folder + "/", StringComparison.Ordinal)),
                ];
            },
            cancellationToken);
    }

    /// <summary>Stops it as a service manager does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ = await Command.RunAsync("kill", ["-TERM", $"{_process!.Id}"], cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        await KillAsync();
    }

    /// <summary>Starts it anew on the same port, with nothing remembered.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(
            Program ?? throw new InvalidOperationException(Missing), ["-c", Path.Combine(_folder, "mosquitto.conf")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Process process = _process;
        await Eventually.TrueAsync(() => process.HasExited || FreePort.IsTaken(Port), "mosquitto listens", cancellationToken);
        if (process.HasExited)
        {
            throw new InvalidOperationException($"mosquitto ended at once: {Said}");
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<MosquittoBroker> StartAsync(Func<string, string[]> settings, CancellationToken cancellationToken)
    {
        int port = FreePort.Take(1)[0];
        string folder = Directory.CreateTempSubdirectory("mosquitto").FullName;
        string[] lines = [$"listener {port} 127.0.0.1", "user root", "set_tcp_nodelay true", "log_dest stdout", .. settings(folder)];
        await File.WriteAllLinesAsync(Path.Combine(folder, "mosquitto.conf"), lines, cancellationToken);
        MosquittoBroker broker = new(port, folder);
        await broker.StartAgainAsync(cancellationToken);
        return broker;
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
