using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// SQLite takes a write-ahead log with a damaged header for an empty one: all commits in it were gone without a word, and their numbers
/// were given out again under the same epoch.
/// </summary>
public sealed class Fault_65_A_rotten_header_of_the_log_is_restored
{
    [Theory]
    [InlineData(0, 32)]
    [InlineData(3, 1)]
    [InlineData(4, 4)]
    [InlineData(8, 4)]
    [InlineData(12, 4)]
    [InlineData(16, 8)]
    [InlineData(24, 8)]
    public async Task Nothing_is_lost_whatever_of_it_is_rotten(int from, int length)
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        byte[] header = CutLog.Read(place, CutLog.HeaderBytes);
        CutLog.Write(place, from, [.. header[from..(from + length)].Select(one => (byte)~one)]);
        CutLog.Copy(place);

        await using (SqliteJournal journal = place.Open())
        {
            Assert.Equal(Enumerable.Range(1, CutLog.Entries).Select(seq => (long)seq), CutLog.Seqs(journal));
            Assert.Equal((epoch, CutLog.Handled), (journal.Status.Runs.Of(1).Epoch, journal.GetCursor("mqtt")));
            Assert.Equal([CutLog.Entries - 1], journal.GetCheckpoint("comaster")!.Value.ToArray());
            Assert.Null(journal.Status.Salvage);
            Assert.Single(place.Notes.Of(3013));
            Assert.Empty(place.Notes.Of(3002));
        }

        // What was written is what had stood there.
        CutLog.Restore(place);
        Assert.True(Pages.LogHeader.TryRestore(place.File));
        Assert.Equal(header, CutLog.Read(place, CutLog.HeaderBytes));
    }

    [Fact]
    public async Task A_first_frame_that_is_rotten_too_costs_what_was_in_it()
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        CutLog.Noise(place, 0, CutLog.HeaderBytes + CutLog.FrameBytes);

        await using SqliteJournal journal = place.Open();

        Assert.Contains("header of its write-ahead log", Assert.Single(place.Notes.Of(3002)), StringComparison.Ordinal);
        Assert.InRange(CutLog.Seqs(journal).Length, CutLog.Entries - 40, CutLog.Entries);
        Assert.Contains(CutLog.Entries, CutLog.Seqs(journal));
        Assert.False(journal.Status.Salvage!.EndKnown);
        Assert.NotEqual(epoch, journal.Status.Runs.Of(journal.Status.LastSeq).Epoch);
        Assert.True(File.Exists(Assert.Single(Kept(place)) + "-wal"), "the log is kept beside the file");
    }

    // The file itself is sound, and its last number is known: but the numbers in the log were given out too.
    [Fact]
    public async Task A_log_without_one_sound_frame_is_a_loss_without_an_end()
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        CutLog.Noise(place, 0, (int)new FileInfo(place.File + "-wal").Length);

        await using SqliteJournal journal = place.Open();

        Assert.Single(place.Notes.Of(3002));
        Assert.Single(place.Notes.Of(3011));
        Assert.NotEqual(epoch, journal.Status.Runs.Of(journal.Status.LastSeq).Epoch);
        Assert.Equal(JournalRecordKind.Loss, Assert.Single(journal.Everything()).Kind);
    }

    [Fact]
    public async Task A_log_that_was_begun_anew_gives_back_its_newest_commits()
    {
        using Place place = new();
        _ = await CutLog.WriteAsync(place);
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)]));
            Restart(place);
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(2, Make.Noon)]));
            CutLog.Copy(place);
        }

        CutLog.Restore(place);
        CutLog.Noise(place, 0, CutLog.HeaderBytes);

        await using SqliteJournal again = place.Open();

        Assert.Equal(CutLog.Entries + 2, again.Status.LastSeq);
        Assert.Equal(2, again.Everything()[^1].Event!.Value.Native.Mara!.Value.Bit);
        Assert.Single(place.Notes.Of(3013));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(CutLog.HeaderBytes + 4000)]
    public async Task A_log_without_a_whole_frame_had_no_commit(int bytes)
    {
        using Place place = new();
        string epoch;
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon)));
            epoch = journal.Status.Epoch;
        }

        await File.WriteAllBytesAsync(
            place.File + "-wal", [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7))], TestContext.Current.CancellationToken);

        await using SqliteJournal again = place.Open();

        Assert.Equal((epoch, 1), (again.Status.Runs.Of(1).Epoch, again.Status.LastSeq));
        Assert.Empty(place.Notes.Errors);
    }

    private static string[] Kept(Place place) =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(place.File)!, "journal.db.damaged-*")
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal)),
    ];

    private static void Restart(Place place)
    {
        using SqliteConnection other = new($"Data Source={place.File};Pooling=False");
        other.Open();
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(RESTART)";
        _ = command.ExecuteNonQuery();
    }
}
