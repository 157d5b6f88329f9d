using System.Text;

namespace Edge.Gateway.Monitor;

/// <summary>The socket of <c>edge monitor</c>: on this machine, and only for the user of the gateway.</summary>
public sealed record MonitorConfiguration
{
    /// <summary>The name of the socket in the data directory, where the configuration has no path.</summary>
    public const string DefaultName = "monitor.sock";

    /// <summary>The longest path that the operating system accepts, in bytes.</summary>
    private const int LongestPath = 107;

    /// <summary>Whether there is one. Default true: while nobody connects it costs nothing.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Its path; beside the file when relative. Absent: <c>monitor.sock</c> in the data directory.</summary>
    public string? Socket { get; set; }

    /// <summary>The path of the socket.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    internal string PathIn(string dataDirectory) => Socket ?? Path.Combine(dataDirectory, DefaultName);

    /// <summary>What is wrong with a path, in words that follow the key; null when nothing is.</summary>
    /// <param name="path">The path.</param>
    internal static Phrase? ProblemOf(string path) => Encoding.UTF8.GetByteCount(path) is var length && length <= LongestPath
        ? null : (Phrase)($"{path} has {length} bytes and a socket at most {LongestPath}: give a shorter path, as "
            + $"\"/run/edge/monitor.sock\".");
}
