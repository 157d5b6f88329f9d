using System.Globalization;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>Why it is not known how much is written.</summary>
internal enum WriteLoadUnknown
{
    /// <summary>No process has the journal open.</summary>
    NoGateway,

    /// <summary>This user may not look into all processes, and the gateway is not among the others.</summary>
    NoRights,

    /// <summary>The kernel does not count it.</summary>
    NotCounted,
}

/// <summary>
/// What a running gateway has written to disks since it started, as the kernel counts it: all its files together. What a card writes
/// besides, to move its own blocks, nobody outside of the card knows.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Running">Since when it runs.</param>
internal sealed record WriteLoad(int Process, long Bytes, TimeSpan Running)
{
    // The kernel counts the start of a process in hundredths of a second (USER_HZ), on every architecture that .NET runs on.
    private const double TicksASecond = 100;

    // What a start writes would count for a whole day.
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);

    /// <summary>Bytes a day; null where it runs for too short a time to say.</summary>
    public long? BytesADay => Running < s_shortest ? null : (long)(Bytes / Running.TotalDays);

    /// <summary>Finds the gateway that has a journal open, and what it has written.</summary>
    /// <param name="journal">The file.</param>
    /// <param name="processes">Where the kernel shows its processes.</param>
    /// <param name="why">Why it is not known.</param>
    public static WriteLoad? Of(string journal, string processes, out WriteLoadUnknown why)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(journal))!;
        folder = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        string held = Path.Combine(folder, Path.GetFileName(journal) + ".lock");
        bool refused = false;
        string[] found = Directory.Exists(processes) ? Directory.GetDirectories(processes) : [];
        foreach (string process in found.Where(name => Path.GetFileName(name).All(char.IsAsciiDigit)))
        {
            if (!Holds(process, held, ref refused))
            {
                continue;
            }

            why = WriteLoadUnknown.NotCounted;
            return Counted(process) is { } bytes && RunningFor(process, processes) is { } running
                ? new WriteLoad(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), bytes, running)
                : null;
        }

        why = refused ? WriteLoadUnknown.NoRights : WriteLoadUnknown.NoGateway;
        return null;
    }

    private static bool Holds(string process, string file, ref bool refused)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(opened => new FileInfo(opened).LinkTarget == file);
        }
        catch (UnauthorizedAccessException)
        {
            refused = true;
            return false;
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    }

    private static long? Counted(string process)
    {
        string? line = Lines(Path.Combine(process, "io")).FirstOrDefault(l => l.StartsWith("write_bytes:", StringComparison.Ordinal));
        return long.TryParse(line?["write_bytes:".Length..], CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
    }

    // By the clock of the kernel that only runs: one that is set does not change it. The name of a process may contain anything.
    private static TimeSpan? RunningFor(string process, string processes)
    {
        string stat = string.Concat(Lines(Path.Combine(process, "stat")));
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string uptime = Lines(Path.Combine(processes, "uptime")).FirstOrDefault("").Split(' ')[0];

        // The state is field 3, the start of the process field 22 (proc(5)).
        return fields.Length > 19 && double.TryParse(fields[19], CultureInfo.InvariantCulture, out double start)
            && double.TryParse(uptime, CultureInfo.InvariantCulture, out double now)
            ? TimeSpan.FromSeconds(Math.Max(0, now - (start / TicksASecond)))
            : null;
    }

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
