using System.Collections.Immutable;
using Edge.Gateway.Configuration;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Asks for a reload when the workbook (or the profile file) or one of its drawings was saved, once it has rested for a while: a copy that
/// is under way is left alone. It looks at stamps, which works on network shares too.
/// </summary>
internal static class ProfileWatch
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>The loop that the configuration asks for: one, or none.</summary>
    public static (string Name, Func<CancellationToken, Task> Run)[] Loops(
        GatewayConfiguration configuration, Station station, ProfileReload reload, TimeProvider time) =>
        configuration.Profile.Watch
            ? [Loop(new SettledFiles(() => FilesOf(configuration.Profile.Workbook, station.Plan.Check.Import.Drawings)), reload, time)]
            : [];

    private static (string, Func<CancellationToken, Task>) Loop(SettledFiles files, ProfileReload reload, TimeProvider time) =>
        ("watch", stop => RunAsync(files, reload.Ask, time, stop));

    private static async Task RunAsync(SettledFiles files, Action act, TimeProvider time, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (files.HaveChanged())
            {
                act();
            }
        }
    }

    private static ImmutableArray<string> FilesOf(string workbook, ImmutableArray<string> drawings)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(workbook)) ?? "/";
        return [workbook, .. drawings.Select(d => Path.Combine(folder, d.Replace('\\', '/')))];
    }
}

/// <summary>Files that are looked at again and again. What two looks on end found the same is settled.</summary>
internal sealed class SettledFiles
{
    private readonly Func<ImmutableArray<string>> _files;
    private Dictionary<string, Stamp> _before;
    private Dictionary<string, Stamp> _done;

    /// <summary>Takes the files as they are for known.</summary>
    /// <param name="files">What to look at; it may be other files with another profile.</param>
    public SettledFiles(Func<ImmutableArray<string>> files)
    {
        _files = files;
        _before = Look();
        _done = new(_before, StringComparer.Ordinal);
    }

    /// <summary>Looks: whether they have changed since this last said so, and rest.</summary>
    public bool HaveChanged()
    {
        Dictionary<string, Stamp> now = Look();
        bool settled = now.All(n => _before.TryGetValue(n.Key, out Stamp then) && then == n.Value);
        bool changed = false;
        foreach ((string file, Stamp stamp) in now)
        {
            // A file that a new profile names is no change of its own: it was read with it.
            changed |= !_done.TryAdd(file, stamp) && _done[file] != stamp;
        }

        _before = now;
        if (settled && changed)
        {
            _done = new(now, StringComparer.Ordinal);
        }

        return settled && changed;
    }

    private Dictionary<string, Stamp> Look()
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
