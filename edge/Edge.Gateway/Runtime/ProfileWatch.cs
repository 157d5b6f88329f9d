using System.Collections.Immutable;
using Edge.Gateway.Configuration;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Requests a reload when the workbook (or the profile file) or one of its drawings was saved and has not changed since for a period: a
/// copy in progress is not read. It compares sizes and times of files, which also works on network shares.
/// </summary>
internal static class ProfileWatch
{
    /// <summary>How often the files are checked.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>The loop, if the configuration enables it.</summary>
    public static (string Name, Func<CancellationToken, Task> Run)[] Loops(
        GatewayConfiguration configuration, Station station, ProfileReload reload, TimeProvider time) =>
        configuration.Profile.Watch
            ? [Loop(new SettledFiles(() => FilesOf(configuration.Profile.Workbook, station.Plan.Check.Import.Drawings)), reload, time)]
            : [];

    private static (string, Func<CancellationToken, Task>) Loop(SettledFiles files, ProfileReload reload, TimeProvider time) =>
        ("watch", stop => RunAsync(files, reload.Request, time, stop));

    private static async Task RunAsync(SettledFiles files, Action onChange, TimeProvider time, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (files.HaveChanged())
            {
                onChange();
            }
        }
    }

    private static ImmutableArray<string> FilesOf(string workbook, ImmutableArray<string> drawings)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(workbook)) ?? "/";
        return [workbook, .. drawings.Select(d => Path.Combine(folder, d.Replace('\\', '/')))];
    }
}

/// <summary>Detects changes of files. A file is settled when two checks in a row found the same size and time.</summary>
internal sealed class SettledFiles
{
    private readonly Func<ImmutableArray<string>> _files;
    private Dictionary<string, Stamp> _before;
    private Dictionary<string, Stamp> _reported;

    /// <summary>Starts with the present files: only later changes are reported.</summary>
    /// <param name="files">Returns the files; they may change with the profile.</param>
    public SettledFiles(Func<ImmutableArray<string>> files)
    {
        _files = files;
        _before = ReadStamps();
        _reported = new(_before, StringComparer.Ordinal);
    }

    /// <summary>Checks the files: whether one has changed since the last true result, and all are settled.</summary>
    public bool HaveChanged()
    {
        Dictionary<string, Stamp> now = ReadStamps();
        bool settled = now.All(n => _before.TryGetValue(n.Key, out Stamp then) && then == n.Value);
        bool changed = false;
        foreach ((string file, Stamp stamp) in now)
        {
            // A file that only the new profile has is no change: it was read with that profile.
            changed |= !_reported.TryAdd(file, stamp) && _reported[file] != stamp;
        }

        _before = now;
        if (settled && changed)
        {
            _reported = new(now, StringComparer.Ordinal);
        }

        return settled && changed;
    }

    private Dictionary<string, Stamp> ReadStamps()
    {
        Dictionary<string, Stamp> stamps = new(StringComparer.Ordinal);
        foreach (string file in _files())
        {
            FileInfo info = new(file);
            stamps[file] = info.Exists ? new Stamp(info.Length, info.LastWriteTimeUtc) : default;
        }

        return stamps;
    }

    private readonly record struct Stamp(long Length, DateTime Written);
}
