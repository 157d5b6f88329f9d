using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Edge.Journal.Tests;

/// <summary>A directory of its own for one test, and the journal in it.</summary>
internal sealed class Place : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public string File => _directory.At("journal.db");

    public Notes<SqliteJournal> Notes { get; } = new();

    public SqliteJournal Open(TimeProvider? clock = null, long? maximumBytes = null, TimeSpan? maximumAge = null)
    {
        var options = new JournalOptions { Path = File };
        options = options with
        {
            MaximumBytes = maximumBytes ?? options.MaximumBytes,
            MaximumAge = maximumAge ?? options.MaximumAge,
        };
        return SqliteJournal.Open(options, clock ?? new FakeTimeProvider(Make.Noon), Notes);
    }

    public string SideFile => CheckpointFile.PathOf(File);

    /// <summary>What is on the disk now, as a kill or a power cut would leave it.</summary>
    public Place Copy()
    {
        Place copy = new();
        foreach (string suffix in (ReadOnlySpan<string>)["", "-wal", ".checkpoints"])
        {
            if (System.IO.File.Exists(File + suffix))
            {
                System.IO.File.Copy(File + suffix, copy.File + suffix);
            }
        }

        return copy;
    }

    public void Dispose() => _directory.Dispose();
}

internal static class Make
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static JournalEntry Samples(DateTimeOffset time, params Sample[] samples) => new(time, samples, []);

    public static Sample Analog(string tag, int raw, double value) =>
        new(tag, PointKind.Analog, value, PointValue.Whole(raw), QualityState.Good);

    public static FieldEvent Digital(int bit, DateTimeOffset time) => new()
    {
        Device = new("4"),
        Content = new StateChange(true, "CERRADO", alarmKind: 2),
        Tag = "LA152B03",
        Description = "Interruptor alimentador 3",
        Time = time,
        Marks = TimeMarks.Ambiguous | TimeMarks.Unsynchronised,
        Received = time.AddSeconds(2),
        Flags = QualityFlags.Invalid,
        Native = new MaraNative(0, 4) { Port = 1, Bit = bit },
    };

    public static FieldEvent Energy(int count, DateTimeOffset time) => new()
    {
        Device = new("12"),
        Content = new EnergyCount(EnergyKind.Day, Channel: 1, count, count * 0.5),
        Time = time,
        Received = time,
        Native = new MaraNative(0, 12) { Channel = 1, Code = 3 },
    };

    public static JournalEntry Marked(byte mark, params FieldEvent[] events) =>
        new(Noon, default, [.. events]) { Checkpoint = new DeviceCheckpoint("comaster", new byte[] { mark }) };

    /// <summary>An entry with a checkpoint of some bytes, all the same, and perhaps events.</summary>
    public static JournalEntry Read(string device, byte mark, int length = 12, params FieldEvent[] events) =>
        new(Noon, default, [.. events]) { Checkpoint = new DeviceCheckpoint(device, Enumerable.Repeat(mark, length).ToArray()) };

    /// <summary>The first byte of a checkpoint, or null.</summary>
    public static byte? CheckpointOf(this SqliteJournal journal, string device) =>
        journal.GetCheckpoint(device) is { } mark ? mark.Span[0] : null;

    public static ImmutableArray<JournalRecord> Everything(this IJournal journal) => journal.Read(0, int.MaxValue);
}
