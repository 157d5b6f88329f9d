using System.Diagnostics;
using System.Globalization;
using Edge.Domain;
using Edge.Journal;
using Edge.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks;

/// <summary>
/// Measures what a journal writes in a day at a poll a second: what the kernel counts for this process, and what its block device counts,
/// with what the file system adds of its own. A device of its own is needed for the second: nobody else may write to it.
/// </summary>
internal static class WritesMeasurement
{
    private const string Usage =
        "usage: writes --in FOLDER [--seconds N] [--busy] [--without]   N up to 3600, 60 by default; --busy: ten values a second and an "
        + "event a minute, which a historian has soon; --without: no side file";

    public static async Task<int> RunAsync(string[] args)
    {
        string? folder = null;
        double seconds = 60;
        bool busy = false;
        bool without = false;
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--in" when Directory.Exists(value):
                    folder = args[++i];
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 3600:
                    i++;
                    break;
                case "--busy":
                    busy = true;
                    break;
                case "--without":
                    without = true;
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        if (folder is null)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string journal = Path.Combine(folder, "writes.db");
        foreach (string suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", ".checkpoints"])
        {
            File.Delete(journal + suffix);
        }

        if (without)
        {
            // What cannot be written there goes to the journal.
            _ = Directory.CreateDirectory(journal + ".checkpoints");
        }

        await using (SqliteJournal opened = SqliteJournal.Open(
            new JournalOptions { Path = journal }, TimeProvider.System, NullLogger<SqliteJournal>.Instance))
        {
            await MeasureAsync(opened, folder, TimeSpan.FromSeconds(seconds), busy, without);
        }

        if (without)
        {
            Directory.Delete(journal + ".checkpoints");
        }

        return 0;
    }

    private static async Task MeasureAsync(SqliteJournal journal, string folder, TimeSpan span, bool busy, bool without)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        int poll = 0;
        Stopwatch clock = new();
        (long process, long? device) = (0, null);
        string? name = DeviceOf(folder);
        const int Warm = 1500;

        // The write-ahead log grows at first, and the file system writes that down each time; later it is written over.
        while (poll < Warm)
        {
            Poll(journal, poll++, busy: true);
        }

        while (poll < Warm + 10 || clock.Elapsed < span)
        {
            if (poll == Warm + 10)
            {
                // What the start wrote is not of the day.
                using (Process sync = Process.Start("sync"))
                {
                    await sync.WaitForExitAsync();
                }

                clock.Start();
                (process, device) = (OfProcess(), OfDevice(name));
            }

            Poll(journal, poll++, busy);
            _ = await timer.WaitForNextTickAsync();
        }

        double days = clock.Elapsed.TotalDays;
        process = OfProcess() - process;
        device = OfDevice(name) - device;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {(busy ? "busy" : "quiet"),-6} {(without ? "without" : "with"),-8} the process {process / days / 1e6,7:0.0} MB a day,
            {name ?? "no device"} {device / days / 1e6,7:0.0} MB a day, over {clock.Elapsed.TotalSeconds:0} s
            """).ReplaceLineEndings(" "));
    }

    private static void Poll(SqliteJournal journal, int poll, bool busy)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Sample[] samples = busy
            ? [.. Enumerable.Range(0, 10).Select(n => new Sample(
                "LA1PA_" + (((poll * 10) + n) % 100), PointKind.Analog, poll * 0.1, PointValue.Whole(poll), QualityState.Good))]
            : [];
        FieldEvent[] events = busy && poll % 60 == 30
            ?
            [
                new()
                {
                    Device = new("4"),
                    Content = new StateChange(true, "CERRADO", alarmKind: 2),
                    Tag = "LA152B03",
                    Description = "Interruptor alimentador 3",
                    Time = now,
                    Received = now,
                },
            ]
            : [];
        byte[] checkpoint = new byte[24];
        _ = BitConverter.TryWriteBytes(checkpoint, poll);
        long last = journal.Append(new JournalEntry(now, samples, [.. events])
        {
            Checkpoint = new DeviceCheckpoint("comaster", checkpoint),
        });
        if (busy && poll % 5 == 4)
        {
            journal.MoveCursor("historian", last);
        }
    }

    private static long OfProcess() => long.Parse(
        File.ReadLines("/proc/self/io").Single(line => line.StartsWith("write_bytes:", StringComparison.Ordinal))["write_bytes:".Length..],
        CultureInfo.InvariantCulture);

    // Field 10 of its line: sectors of 512 bytes that were written.
    private static long? OfDevice(string? name) => File.ReadLines("/proc/diskstats")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[2] == name)
        .Select(fields => (long?)long.Parse(fields[9], CultureInfo.InvariantCulture) * 512)
        .SingleOrDefault();

    // The mount with the longest path that the folder begins with.
    private static string? DeviceOf(string folder)
    {
        string full = Path.GetFullPath(folder) + "/";
        string? source = File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .Where(fields => fields[0].StartsWith("/dev/", StringComparison.Ordinal)
                && full.StartsWith(fields[1].TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(fields => fields[1].Length)?[0];
        return Path.GetFileName(source);
    }
}
