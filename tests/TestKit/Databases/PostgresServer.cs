using System.Diagnostics;
using System.Text;

namespace TestKit.Databases;

/// <summary>
/// A real PostgreSQL on a port of the loopback, with a folder of its own. The user <c>postgres</c> needs no password; <c>locked</c> does.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The words for a test that must be skipped.</summary>
    public const string Missing = "PostgreSQL is not installed here (Debian package postgresql).";

    /// <summary>The password of the user <c>locked</c>.</summary>
    public const string Password = "una clave larga";

    // The server refuses to run as root; Debian's package makes this user.
    private const string User = "postgres";

    private static readonly bool s_isRoot = Environment.UserName == "root";

    private readonly string _folder;
    private readonly StringBuilder _said = new();
    private readonly bool _isDurable;
    private Process? _process;

    private PostgresServer(string folder, int port, bool isDurable) => (_folder, Port, _isDurable) = (folder, port, isDurable);

    /// <summary>The folder of its programs, or null where it is not installed: then skip, and say so.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).MaxBy(bin => bin, StringComparer.Ordinal)
        : null;

    public int Port { get; }

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

    /// <summary>Makes one and waits until it answers.</summary>
    /// <param name="isDurable">Whether it waits for the disk: only for tests that kill it.</param>
    /// <param name="cancellationToken">The stop of the test.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable, CancellationToken cancellationToken)
    {
        PostgresServer server = new(Directory.CreateTempSubdirectory("postgres").FullName, FreePort.Take(1)[0], isDurable);
        if (s_isRoot)
        {
            await Need("chown", [User, server._folder], cancellationToken);
        }

        await Need(
            // Text is in the order of a language, which is not that of its bytes.
            As(
                server.Data, "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                "--locale-provider=icu", "--icu-locale=es"),
            cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(server.Data, "pg_hba.conf"),
            """
            local all all trust
            host all locked 127.0.0.1/32 scram-sha-256
            host all all 127.0.0.1/32 trust
            """,
            cancellationToken);
        await server.StartAgainAsync(cancellationToken);
        await server.RunAsync("postgres", $"CREATE ROLE locked LOGIN PASSWORD '{Password}'", cancellationToken);
        return server;
    }

    /// <summary>Starts it anew on the same port and folder.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        string[] durable = _isDurable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
        string[] command = As(
            Data, "postgres",
            ["-p", $"{Port}", "-k", _folder, "-h", "127.0.0.1", "-c", "max_connections=200", "-c", "shared_buffers=32MB", .. durable]);
        await Eventually.TrueAsync(
            async () =>
            {
                await KillAsync();
                Start(command);
                Process process = _process!;
                await Eventually.TrueAsync(
                    () => process.HasExited || Said.Contains(Ready, StringComparison.Ordinal), "it is ready", cancellationToken);
                return !process.HasExited;
            },
            "PostgreSQL starts", cancellationToken);
    }

    /// <summary>Makes a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="template">What it is a copy of; nobody may be connected to that.</param>
    /// <param name="cancellationToken">The stop of the test.</param>
    public Task CreateDatabaseAsync(string name, string template, CancellationToken cancellationToken) =>
        RunAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {template}", cancellationToken);

    /// <summary>How Npgsql reaches a database.</summary>
    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres";

    /// <summary>Runs SQL.</summary>
    public Task RunAsync(string database, string sql, CancellationToken cancellationToken) => Need(
        Path.Combine(Programs!, "psql"),
        ["-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", database, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql], cancellationToken);

    /// <summary>Ends it as a power cut would, with all of its processes.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private const string Ready = "database system is ready to accept connections";

    private string Data => Path.Combine(_folder, "data");

    private void Start(string[] command)
    {
        lock (_said)
        {
            _said.Clear();
        }

        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        })!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    // setpriv becomes the program, so its number is that of the server.
    private static string[] As(string data, string program, params ReadOnlySpan<string> arguments)
    {
        string[] command = [Path.Combine(Programs ?? throw new InvalidOperationException(Missing), program), "-D", data, .. arguments];
        return s_isRoot ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", .. command] : command;
    }

    private static Task Need(string[] command, CancellationToken cancellationToken) => Need(command[0], command[1..], cancellationToken);

    private static async Task Need(string program, string[] arguments, CancellationToken cancellationToken)
    {
        CommandResult result = await Command.RunAsync(program, arguments, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {result.All}");
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
