using Edge.Journal.Pages;
using Edge.Journal.Tests.Faults;

namespace Edge.Journal.Tests.Checkpoints;

/// <summary>A damaged journal is salvaged; what only the side file has of its state goes into the new file.</summary>
public sealed class A_salvage_keeps_the_newest_checkpoint
{
    [Fact]
    public async Task While_the_gateway_runs()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await using SqliteJournal journal = damaged.Open();
        _ = journal.Append(Make.Read("north", 7));
        damaged.NoiseOver(damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Sample)[^3]);

        await DamagedJournal.ReadUntilSalvagedAsync(journal);
        Assert.Equal<byte?>(7, journal.CheckpointOf("north"));
        _ = journal.Append(Make.Read("north", 8));
        using Place left = damaged.Place.Copy();
        await using SqliteJournal again = left.Open();
        Assert.Equal<byte?>(8, again.CheckpointOf("north"));
    }

    [Fact]
    public async Task At_the_start_after_a_kill()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        Place left;
        await using (SqliteJournal journal = damaged.Open())
        {
            _ = journal.Append(Make.Read("north", 7));
            left = damaged.Place.Copy();
        }

        using Place kept = left;
        int page = damaged.PagesOf(TreePageKind.TableLeaf, RowTable.Sample)[^3];
        using (FileStream file = new(kept.File, FileMode.Open, FileAccess.Write))
        {
            file.Position = (page - 1) * 4096L;
            file.Write(Enumerable.Repeat((byte)0x55, 4096).ToArray());
        }

        File.WriteAllText(JournalFile.SuspicionOf(kept.File), "");
        await using SqliteJournal again = kept.Open();
        Assert.NotNull(again.Status.Salvage);
        Assert.Equal<byte?>(7, again.CheckpointOf("north"));
    }
}
