using System.Runtime.Versioning;
using CsCheck;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Edge.Journal.Tests.Checkpoints;

/// <summary>The side file by itself: where checkpoints are written, what counts of it, and what its failures do.</summary>
[SupportedOSPlatform("linux")]
public sealed class CheckpointFileTests : IDisposable
{
    private const string Epoch = "ab.cd";

    private readonly TemporaryFolder _folder = new();
    private readonly Notes _notes = new();
    private readonly FakeTimeProvider _clock = new(Make.Noon);
    private string _journal;

    public CheckpointFileTests()
    {
        _journal = _folder.At("journal.db");
        File.WriteAllBytes(_journal, []);
        File.SetUnixFileMode(_journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    private string Path => CheckpointFile.PathOf(_journal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Until_something_is_written_there_is_no_file()
    {
        using CheckpointFile file = Open();
        Assert.Empty(Found(file));
        Assert.False(File.Exists(Path));

        Write(file, "a", 1);
        Assert.Equal(CheckpointFile.Length, new FileInfo(Path).Length);
        Assert.Equal(File.GetUnixFileMode(_journal), File.GetUnixFileMode(Path));
        Assert.Single(_notes.All, note => note.Id == 3014);
    }

    [Fact]
    public void The_newest_of_each_device_is_found_again()
    {
        using (CheckpointFile file = Open())
        {
            for (byte n = 1; n <= 9; n++)
            {
                Write(file, "a", n);
                Write(file, "b", (byte)(n + 100), length: 1300);
            }

            Assert.Equal([("a", 9), ("b", 109)], Found(file));
        }

        using CheckpointFile again = Open();
        Assert.Equal([("a", 9), ("b", 109)], Found(again));
        Assert.Equal(9, again.HighestOf("a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(600)]
    public void A_sector_that_was_cut_leaves_the_one_before(int written)
    {
        byte[] before = [];
        using (CheckpointFile file = Open())
        {
            for (byte n = 1; n <= 8; n++)
            {
                before = File.Exists(Path) ? File.ReadAllBytes(Path) : new byte[CheckpointFile.Length];
                Write(file, "a", n, length: 1000);
                byte[] after = File.ReadAllBytes(Path);

                // Cut: only its first bytes reached the disk. Then the older sector rots, which changes nothing.
                int sector = n % 2 == 0 ? CheckpointFile.Stride : 0;
                byte[] cut = [.. after];
                before.AsSpan(sector + written, CheckpointFile.Stride - written).CopyTo(cut.AsSpan(sector + written));
                Assert.Equal(n == 1 ? [] : [("a", n - 1)], FoundIn(cut));
                byte[] rotten = [.. after];
                rotten.AsSpan(CheckpointFile.Stride - sector, 700).Fill(0x55);
                Assert.Equal([("a", n)], FoundIn(rotten));
            }
        }
    }

    [Fact]
    public void A_checkpoint_of_another_state_does_not_count()
    {
        using CheckpointFile file = Open();
        Write(file, "a", 5, lastSeq: 10);

        Assert.Empty(Found(file, lastSeq: 9));
        Assert.Empty(Found(file, lastSeq: 11));
        Assert.Empty(Found(file, lastSeq: 10, epoch: "ab.ce"));
        Bookkeeping newer = Books(10);
        newer.Checkpoints["a"] = new([1], 5, isInFile: true);
        file.AddTo(newer);
        Assert.True(newer.Checkpoints["a"].IsInFile);
        Assert.Equal([("a", 5)], Found(file, lastSeq: 10));
    }

    [Fact]
    public void What_does_not_count_makes_room_for_other_devices()
    {
        using CheckpointFile file = Open();
        for (int n = 0; n < CheckpointFile.MostDevices; n++)
        {
            Write(file, "d" + n, 1);
        }

        Assert.False(file.TryWrite(Of("one more", 1)));
        Write(file, "one more", 1, lastSeq: 2);
        Assert.Equal([("one more", 1)], Found(file, lastSeq: 2));
    }

    [Fact]
    public void More_devices_than_places_never_take_one_that_counts() =>
        Gen.Select(Gen.Int[0, 39], Gen.Int[0, 20]).Array[1, 400].Sample(
            writes =>
            {
                File.Delete(Path);
                using CheckpointFile file = Open();
                Dictionary<string, byte> newest = [];
                long lastSeq = 1;
                byte n = 0;
                foreach ((int device, int record) in writes)
                {
                    if (record == 0)
                    {
                        lastSeq++;
                        newest.Clear();
                    }

                    if (file.TryWrite(new("d" + device, file.HighestOf("d" + device) + 1, lastSeq, Epoch, [++n])))
                    {
                        newest["d" + device] = n;
                    }
                }

                Assert.Equal(
                    newest.OrderBy(kept => kept.Key, StringComparer.Ordinal).Select(kept => (kept.Key, (int)kept.Value)),
                    FoundIn(File.ReadAllBytes(Path), lastSeq));
            }, iter: Seeds.OrUsually(30), threads: 1);

    [Fact]
    public void A_checkpoint_without_room_is_refused()
    {
        using CheckpointFile file = Open();
        Write(file, "a", 1, length: DeviceCheckpoint.MaximumLength);
        Assert.False(file.TryWrite(Of("a", 2, length: CheckpointFile.Stride)));
        Assert.Equal([("a", 1)], Found(file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(CheckpointFile.Length)]
    [InlineData(CheckpointFile.Length + 1)]
    public void Garbage_is_one_line_and_the_file_begins_anew(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path, noise);
        using (CheckpointFile file = Open())
        {
            Assert.Empty(Found(file));
            Assert.Single(_notes.All, note => note.Id == 3015);
            Write(file, "a", 1);
        }

        Assert.Equal([("a", 1)], FoundIn(File.ReadAllBytes(Path)));
        Assert.Single(_notes.All, note => note.Id == 3015);
        Assert.Equal(CheckpointFile.Length - CheckpointFile.Stride, File.ReadAllBytes(Path).AsSpan(CheckpointFile.Stride).Count((byte)0));
    }

    [Fact]
    public void Of_a_file_that_is_too_short_what_is_whole_counts_and_stays()
    {
        using (CheckpointFile file = Open())
        {
            Write(file, "a", 4);
            Write(file, "b", 5);
        }

        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..(3 * CheckpointFile.Stride)]);
        using CheckpointFile again = Open();
        Assert.Equal([("a", 4), ("b", 5)], Found(again));
        Write(again, "a", 6);
        Assert.Equal([("a", 6), ("b", 5)], FoundIn(File.ReadAllBytes(Path)));
    }

    [Fact]
    public void A_device_in_its_place_is_no_reason_not_to_start()
    {
        _ = File.CreateSymbolicLink(Path, "/dev/full");
        using CheckpointFile file = Open();
        Assert.Single(_notes.All, note => note.Id == 3015);
        Write(file, "a", 1);
        Assert.Equal([("a", 1)], FoundIn(File.ReadAllBytes(Path)));
    }

    [Fact]
    public void A_folder_in_its_place_is_logged_once_and_tried_again_later()
    {
        Directory.CreateDirectory(Path);
        using CheckpointFile file = Open();
        Assert.False(file.TryWrite(Of("a", 1)));
        Assert.False(file.TryWrite(Of("a", 1)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(file.TryWrite(Of("a", 1)));
        Assert.Single(_notes.All, note => note.Id == 3016);

        Directory.Delete(Path);
        Assert.False(file.TryWrite(Of("a", 1)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Write(file, "a", 1);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new"));
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there()
    {
        using CheckpointFile file = Open();
        Write(file, "a", 1);
        file.Writing = () => throw new IOException("the disk fails");
        Assert.False(file.TryWrite(Of("a", 2)));
        Assert.Equal([("a", 1)], Found(file));
        Assert.Contains("the disk fails", _notes.TextOf(3016), StringComparison.Ordinal);

        file.Writing = null;
        Assert.False(file.TryWrite(Of("a", 2)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Write(file, "a", 2);
        Assert.Equal([("a", 2)], FoundIn(File.ReadAllBytes(Path)));
    }

    // Kernels before 6.6 refuse there to pass the cache.
    [Fact]
    public void In_a_file_system_in_memory_it_is_the_same()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no file system in memory here.");
        string folder = Directory.CreateDirectory("/dev/shm/edge-checkpoints-" + Guid.NewGuid()).FullName;
        try
        {
            _journal = System.IO.Path.Combine(folder, "journal.db");
            File.WriteAllBytes(_journal, []);
            using CheckpointFile file = Open();
            Write(file, "a", 1);
            Write(file, "a", 2);
            Assert.Equal([("a", 2)], FoundIn(File.ReadAllBytes(Path)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Bookkeeping Books(long lastSeq, string epoch = Epoch) =>
        new() { Base = "ab", LastSeq = lastSeq, Runs = new() { [1] = epoch, [1000] = "ab.later" } };

    private static IEnumerable<(string, int)> Found(CheckpointFile file, long lastSeq = 1, string epoch = Epoch)
    {
        Bookkeeping books = Books(lastSeq, epoch);
        file.AddTo(books);
        return books.Checkpoints.OrderBy(kept => kept.Key, StringComparer.Ordinal).Select(kept => (kept.Key, (int)kept.Value.Bytes[0]));
    }

    private static CheckpointSector Of(string device, byte n, long lastSeq = 1, int length = 12) =>
        new(device, n, lastSeq, Epoch, [.. Enumerable.Repeat(n, length)]);

    private static void Write(CheckpointFile file, string device, byte n, long lastSeq = 1, int length = 12) =>
        Assert.True(file.TryWrite(Of(device, n, lastSeq, length)));

    private CheckpointFile Open() => CheckpointFile.Open(_journal, _clock, _notes);

    private static IEnumerable<(string, int)> FoundIn(byte[] bytes, long lastSeq = 1)
    {
        using TemporaryFolder folder = new();
        string journal = folder.At("journal.db");
        File.WriteAllBytes(CheckpointFile.PathOf(journal), bytes);
        using CheckpointFile file = CheckpointFile.Open(journal, new FakeTimeProvider(), new Notes());
        return [.. Found(file, lastSeq)];
    }
}
