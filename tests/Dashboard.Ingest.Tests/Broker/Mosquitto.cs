using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>A real Mosquitto that keeps its sessions and retained messages over a restart.</summary>
internal sealed class Mosquitto : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mosquitto-");
    private readonly string _configuration;
    private Process? _process;

    internal Mosquitto()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed: apt-get install mosquitto");
        Port = FreePort();
        _configuration = Path.Combine(_directory.FullName, "mosquitto.conf");
        File.WriteAllText(_configuration, $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {_directory.FullName}/
            user root
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_directory.FullName, (UnixFileMode)0b111_111_111);
        }
    }

    internal int Port { get; }

    public void Dispose()
    {
        Stop();
        _directory.Delete(recursive: true);
    }

    internal void Start() => _process = Process.Start(new ProcessStartInfo(Program, ["-c", _configuration])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    });

    /// <summary>An orderly stop: Mosquitto writes its file.</summary>
    internal void Stop()
    {
        if (_process is { } process)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            kill.WaitForExit();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    // Mosquitto cannot be told to choose one itself.
    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
