using System.Collections.Immutable;
using Edge.Domain;
using Edge.Journal.Pages;
using Edge.Pipeline;
using TestKit;

namespace Edge.Journal.Tests.Faults;

/// <summary>No room, a power cut half-way, damage again and again, and what stands beside the records.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_65_The_salvage_itself_can_fail
{
    private static readonly ElementState Toggled = new("E4289S05", ElementAttribute.Text, "0", ElementAction.Set, "ana", Make.Noon);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_room_the_field_is_not_acknowledged_and_it_is_tried_again()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using SqliteJournal journal = damaged.Open();
        journal.RoomForSalvage = 20;
        damaged.NoiseOver(Middle(damaged));
        _ = Assert.Throws<IOException>(() => journal.Read(DamagedJournal.Handled, int.MaxValue));
        await Eventually.TrueAsync(() => journal.Status.Salvage?.Status == JournalSalvageStatus.Failed, "it cannot", Stop);

        Assert.Contains("full", journal.Status.Salvage!.Detail, StringComparison.Ordinal);
        JournalEntry entry = Make.Marked(9, Make.Digital(9, Make.Noon));
        Assert.True(Assert.Throws<JournalWriteException>(() => journal.Append(entry)).Damaged);
        _ = Assert.Throws<JournalWriteException>(() => journal.MoveCursor("mqtt", DamagedJournal.Handled + 1));
        Assert.Single(damaged.Place.Notes.Of(3010));

        journal.RoomForSalvage = 0;
        await Eventually.TrueAsync(
            () =>
            {
                damaged.Clock.Advance(TimeSpan.FromSeconds(10));
                return journal.Status.Salvage?.Status == JournalSalvageStatus.Done;
            },
            "it can", Stop);
        DamagedJournal.AssertTheLossIsCounted(journal, damaged.AssertTheRestIsAsItWas(journal));
        _ = journal.Append(entry);
    }

    [Fact]
    public async Task With_little_room_the_unread_events_are_kept_and_samples_given_up()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        int events = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Event).Length;
        await using SqliteJournal journal = damaged.Open();
        journal.RoomForSalvage = events + 30;
        int page = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Sample)[10];
        damaged.NoiseOver(page);

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        ImmutableArray<JournalRecord> missing = damaged.AssertTheRestIsAsItWas(journal);
        Assert.All(missing.Where(record => record.Seq > DamagedJournal.Handled), record => Assert.Null(record.Event));
        Assert.True(missing.Length > 100);
        DamagedJournal.AssertTheLossIsCounted(journal, missing);
    }

    [Fact]
    public async Task A_power_cut_between_the_renames_is_finished_at_the_next_start()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        string file = damaged.Place.File;
        string complete = JournalFile.SalvagedOf(file);
        File.Copy(file, complete);
        damaged.Noise(0, 100_000);
        await File.WriteAllTextAsync(JournalFile.SalvageOf(file), "an older one, not complete", Stop);

        await using SqliteJournal journal = damaged.Open();

        Assert.Empty(damaged.AssertTheRestIsAsItWas(journal));
        Assert.Equal(damaged.Epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.Single(damaged.Kept);
        Assert.False(File.Exists(complete) || File.Exists(JournalFile.SalvageOf(file)));
    }

    [Fact]
    public async Task Only_the_last_damaged_files_are_kept()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        for (int i = 0; i < Salvager.MostKept + 2; i++)
        {
            damaged.NoiseOver(1);
            await using SqliteJournal journal = damaged.Open();
            Assert.Equal(JournalSalvageStatus.Done, journal.Status.Salvage!.Status);
        }

        Assert.Equal(Salvager.MostKept, damaged.Kept.Count(file => !file.EndsWith("-wal", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_operators_set_comes_back_from_their_records()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using (SqliteJournal journal = damaged.Open())
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, []) { Elements = new[] { Toggled with { Value = "7" }, Toggled } });
        }

        // All small tables: names of tags, cursors, checkpoints, elements.
        foreach (int page in damaged.PagesOf(TreePageKind.IndexLeaf, RowTable.None))
        {
            damaged.NoiseOver(page);
        }

        await using SqliteJournal again = damaged.Open();

        Assert.Equal([Toggled], again.GetElements());
        Assert.Equal(2, damaged.AssertTheRestIsAsItWas(again).Length + again.Everything().Count(r => r.Kind == JournalRecordKind.Operator));
    }

    [Fact]
    public async Task The_running_program_knows_cursors_and_checkpoints_itself()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using SqliteJournal journal = damaged.Open();
        foreach (int page in damaged.PagesOf(TreePageKind.IndexLeaf, RowTable.None).Append(Middle(damaged)))
        {
            damaged.NoiseOver(page);
        }

        await DamagedJournal.ReadUntilSalvagedAsync(journal);

        Assert.Equal(damaged.Epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.Equal(DamagedJournal.Handled, journal.GetCursor("mqtt"));
        Assert.Equal(BitConverter.GetBytes(DamagedJournal.Entries - 1), journal.GetCheckpoint("comaster")!.Value.ToArray());
        DamagedJournal.AssertTheLossIsCounted(journal, damaged.AssertTheRestIsAsItWas(journal));
    }

    private static int Middle(DamagedJournal damaged)
    {
        int[] leaves = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Event);
        return leaves[leaves.Length * 2 / 3];
    }
}
