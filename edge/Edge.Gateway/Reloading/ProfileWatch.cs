using System.Collections.Immutable;
using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;

namespace Edge.Gateway.Reloading;

/// <summary>
/// Asks for a reload when the workbook (or the profile file) or one of its drawings was saved, once it has rested for a while: a copy that is under
/// way is left alone. It looks at stamps, which works on network shares too.
/// </summary>
internal static class ProfileWatch
{
    /// <summary>How often it looks. What two looks on end found the same is settled.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>The loop that the configuration asks for: one, or none.</summary>
    public static (string Name, Func<CancellationToken, Task> Run)[] Loops(
        GatewayConfiguration configuration, Station station, ProfileReload reload, TimeProvider time) =>
        configuration.Profile.Watch
            ? [("watch", stop => RunAsync(() => FilesOf(configuration.Profile.Workbook, station.Plan.Check.Import.Drawings), reload.Ask, time, stop))]
            : [];

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="files">What to look at; it may be other files with another profile.</param>
    /// <param name="act">Called when they were saved.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">The stop.</param>
    public static async Task RunAsync(Func<ImmutableArray<string>> files, Action act, TimeProvider time, CancellationToken stop)
    {
        using PeriodicTimer timer = new(Period, time);
        Dictionary<string, Stamp> before = Look(files());
        Dictionary<string, Stamp> done = before;
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            Dictionary<string, Stamp> now = Look(files());

            // A file that a new profile names is no change of its own: it was read with it.
            foreach ((string file, Stamp stamp) in now)
            {
                _ = done.TryAdd(file, stamp);
            }

            bool settled = now.All(n => before.GetValueOrDefault(n.Key) == n.Value);
            bool changed = now.Any(n => done[n.Key] != n.Value);
            before = now;
            if (settled && changed)
            {
                done = new(now, StringComparer.Ordinal);
                act();
            }
        }
    }

    private static ImmutableArray<string> FilesOf(string workbook, ImmutableArray<string> drawings)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(workbook)) ?? "/";
        return [workbook, .. drawings.Select(d => Path.Combine(folder, d.Replace('\\', '/')))];
    }

    private static Dictionary<string, Stamp> Look(ImmutableArray<string> files)
    {
        Dictionary<string, Stamp> stamps = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            FileInfo info = new(file);
            stamps[file] = info.Exists ? new Stamp(info.Length, info.LastWriteTimeUtc) : default;
        }

        return stamps;
    }

    private readonly record struct Stamp(long Length, DateTime Written);
}
