using System.Collections.Immutable;
using Edge.Journal.Pages;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// One damaged page ended the publishing for good, and at the next start the whole backlog was set aside. Now what can be read goes into a
/// new file at once, and what is lost is counted.
/// </summary>
public sealed class Fault_65_A_damaged_page_costs_what_is_on_it
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 0)]
    public async Task Noise_over_a_leaf_in_the_middle_is_found_by_a_reader(bool samples, int events)
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        int[] leaves = damaged.PagesOf(TreePageKind.TableLeaf, samples ? RowTable.Sample : RowTable.Event);
        await using SqliteJournal journal = damaged.Open();
        damaged.NoiseOver(leaves[leaves.Length * 2 / 3]);

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.InRange(missing.Length, 3, 60);
        Assert.InRange(missing.Count(record => record.Event is not null), events, events * 3);
        Assert.Equal(samples, missing.All(record => record.Event is null));
        DamagedJournal.AssertTheLossIsCounted(journal, missing);
        Assert.Equal(damaged.Epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.Equal(DamagedJournal.Handled, journal.GetCursor("mqtt"));
        Assert.Equal(BitConverter.GetBytes(DamagedJournal.Entries - 1), journal.GetCheckpoint("comaster")!.Value.ToArray());
        Assert.Contains(damaged.Place.Notes.Of(3002), text => text.Contains(missing[0].Seq.ToString(), StringComparison.Ordinal));

        // It goes on behind the loss record, and the next start finds nothing wrong.
        Assert.Equal(damaged.Truth.Count + 2, journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)])));
        await journal.DisposeAsync();
        await using SqliteJournal again = damaged.Open();
        Assert.Equal(damaged.Epoch, again.Status.Runs.Of(1).Epoch);
        Assert.Equal(missing.Count(record => record.Seq > DamagedJournal.Handled), again.Status.Salvage!.Records);
        Assert.Single(damaged.Kept);
    }

    [Fact]
    public async Task Noise_over_every_interior_page_loses_nothing()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using SqliteJournal journal = damaged.Open();
        int[] interiors = damaged.PagesOf(TreePageKind.TableInterior, RowTable.None);
        Assert.NotEmpty(interiors);
        foreach (int page in interiors)
        {
            damaged.NoiseOver(page);
        }

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        Assert.Empty(damaged.AssertTheRestIsAsItWas(journal));
        DamagedJournal.AssertTheLossIsCounted(journal, []);
        Assert.Equal(damaged.Truth.Count, journal.Status.LastSeq);
    }

    [Fact]
    public async Task Noise_across_two_pages_loses_only_what_it_covers()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        int[] leaves = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Event);
        await using SqliteJournal journal = damaged.Open();
        damaged.Noise(((leaves[leaves.Length / 2] - 1) * 4096L) + 2000, 4096);

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.InRange(missing.Length, 10, 80);
        DamagedJournal.AssertTheLossIsCounted(journal, missing, mixed: true);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(100)]
    public async Task Noise_over_the_first_page_is_found_at_the_start(int bytes)
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        damaged.Noise(0, bytes);

        await using SqliteJournal journal = damaged.Open();

        Assert.Empty(damaged.AssertTheRestIsAsItWas(journal));
        Assert.Equal(0, journal.Status.Salvage!.Records);
        Assert.Equal(DamagedJournal.Handled, journal.GetCursor("mqtt"));
        Assert.Equal(BitConverter.GetBytes(DamagedJournal.Entries - 1), journal.GetCheckpoint("comaster")!.Value.ToArray());
        _ = journal.Append(Make.Samples(Make.Noon, Make.Analog("LA1PA_3", 1, 1)));
        Assert.Equal("LA1PA_3", journal.Everything()[^1].Samples[0].Tag);
    }

    [Fact]
    public async Task A_file_that_was_cut_keeps_what_is_before_the_cut()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        long length = new FileInfo(damaged.Place.File).Length;
        damaged.CutTo((length * 2 / 3) + 1000);

        await using SqliteJournal journal = damaged.Open();

        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.InRange(missing.Length, damaged.Truth.Count / 5, damaged.Truth.Count / 2);

        // Nobody knows which numbers were used behind the cut: a new epoch gives none of them twice, and the loss says so.
        Assert.False(journal.Status.Salvage!.EndKnown);
        Assert.Equal(damaged.Epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.NotEqual(damaged.Epoch, journal.Status.Runs.Of(journal.Everything()[^1].Seq).Epoch);
        Assert.Single(damaged.Place.Notes.Of(3011));
        Assert.Equal(DamagedJournal.Handled, journal.GetCursor("mqtt"));
        Assert.Equal(JournalRecordKind.Loss, journal.Everything()[^1].Kind);
    }

    [Fact]
    public async Task A_file_of_no_length_is_salvaged_from_its_log()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        string copy = damaged.Place.File + ".copy";
        await using (SqliteJournal journal = damaged.Open())
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(7, Make.Noon)]));
            File.Copy(damaged.Place.File + "-wal", copy);
        }

        File.Move(copy, damaged.Place.File + "-wal");
        damaged.CutTo(0);

        await using SqliteJournal again = damaged.Open();

        Assert.Contains(again.Everything(), record => record.Event?.Native.Mara?.Bit == 7 && record.Seq == damaged.Truth.Count + 1);
    }

    [Fact]
    public async Task Damage_that_an_append_finds_fails_it_and_the_next_try_works()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        int last = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Event)[^1];
        await using SqliteJournal journal = damaged.Open();

        // Another connection writes: what the journal keeps of the file in memory counts no more.
        using (SqliteConnection other = new($"Data Source={damaged.Place.File};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "UPDATE meta SET value = value WHERE name = 'dropped'; PRAGMA wal_checkpoint(TRUNCATE);";
            _ = command.ExecuteNonQuery();
        }

        damaged.NoiseOver(last);
        JournalEntry entry = Make.Marked(9, Make.Digital(9, Make.Noon));

        JournalWriteException refused = Assert.Throws<JournalWriteException>(() => journal.Append(entry));

        Assert.True(refused.Damaged);
        await DamagedJournal.SalvagedAsync(journal);
        long seq = journal.Append(entry);
        Assert.Equal(seq, journal.Append(entry));
        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.InRange(missing.Length, 1, 60);
        DamagedJournal.AssertTheLossIsCounted(journal, missing);
        Assert.Equal(seq, journal.Everything().Last(record => record.Event?.Native.Mara?.Bit == 9).Seq);
        Assert.True(seq > damaged.Truth.Count, "no number is used twice");
    }

    [Fact]
    public async Task Damage_that_is_found_while_old_records_are_dropped_is_salvaged()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using SqliteJournal journal = damaged.Open(JournalOptions.SmallestMaximumBytes);
        damaged.NoiseOver(damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Sample)[3]);

        // The entry itself is safe; what is dropped behind it fails.
        long seq = journal.Append(Make.Marked(9, Make.Digital(9, Make.Noon)));

        await DamagedJournal.SalvagedAsync(journal);
        Assert.Contains(journal.Everything(), record => record.Seq == seq && record.Event?.Native.Mara?.Bit == 9);
        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.All(missing, record => Assert.Equal(JournalRecordKind.Samples, record.Kind));
    }

    [Fact]
    public async Task Damage_found_by_a_run_that_then_died_is_salvaged_at_the_start()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        int[] leaves = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Event);
        damaged.NoiseOver(leaves[leaves.Length / 2]);
        await File.WriteAllTextAsync(JournalFile.SuspicionOf(damaged.Place.File), "noise", Stop);

        await using SqliteJournal journal = damaged.Open();

        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.InRange(missing.Length, 10, 60);
        DamagedJournal.AssertTheLossIsCounted(journal, missing);

        // The end of the file is sound: every number that was used is known, and the epoch stays.
        Assert.Equal(damaged.Epoch, journal.Status.Runs.Of(1).Epoch);
    }

    [Fact]
    public async Task What_was_dropped_by_intent_is_no_loss_and_stays_dropped()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        ImmutableArray<JournalRecord> before;
        await using (SqliteJournal shrunk = damaged.Open(JournalOptions.SmallestMaximumBytes))
        {
            while (shrunk.Status.Bytes > JournalOptions.SmallestMaximumBytes)
            {
                _ = shrunk.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)]));
            }

            before = shrunk.Everything();
        }

        await using SqliteJournal journal = damaged.Open();
        long dropped = journal.Status.Dropped;
        Assert.True(dropped > 0);
        foreach (int page in damaged.PagesOf(TreePageKind.TableInterior, RowTable.None))
        {
            damaged.NoiseOver(page);
        }

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        Assert.Equal(dropped, journal.Status.Dropped);
        Assert.Equal(before.Select(record => (record.Seq, record.Kind)), journal.Everything().Select(record => (record.Seq, record.Kind)));
    }
}
