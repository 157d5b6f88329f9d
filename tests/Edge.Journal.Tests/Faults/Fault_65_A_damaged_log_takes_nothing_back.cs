using Edge.Pipeline;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// SQLite ends a write-ahead log at its first damaged frame and says nothing: the journal went back by all transactions behind it, and gave
/// their numbers out again under the same epoch.
/// </summary>
public sealed class Fault_65_A_damaged_log_takes_nothing_back
{
    [Fact]
    public async Task Noise_in_its_middle_costs_only_what_it_covers()
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        CutLog.Noise(place, CutLog.HeaderBytes + (CutLog.Frames(place) / 2 * CutLog.FrameBytes), CutLog.FrameBytes + 1000);

        await using SqliteJournal journal = place.Open();
        Assert.Single(place.Notes.Of(3002));
        Assert.Equal(JournalSalvageStatus.Done, journal.Status.Salvage?.Status);
        long[] left = CutLog.Seqs(journal);
        Assert.Contains(CutLog.Entries, left);
        Assert.InRange(left.Length, CutLog.Entries - 40, CutLog.Entries);
        Assert.InRange(journal.Status.LastSeq, CutLog.Entries, long.MaxValue);
        Assert.NotEqual(epoch, journal.Status.Runs.Of(CutLog.Entries + 1).Epoch);
    }

    // What follows the hole has no record: the file ends where SQLite says it does, and its last number is still not the last of all.
    [Fact]
    public async Task A_number_that_was_in_the_hole_is_not_given_out_again()
    {
        using Place place = new();
        string epoch;
        long from;
        long to;
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon)));
            from = new FileInfo(place.File + "-wal").Length;
            _ = journal.Append(Make.Marked(2, Make.Digital(2, Make.Noon)));
            to = new FileInfo(place.File + "-wal").Length;
            journal.MoveCursor("mqtt", 1);
            journal.MoveCursor("mqtt", 2);
            journal.MoveCursor("centre", 2);
            epoch = journal.Status.Epoch;
            CutLog.Copy(place);
        }

        CutLog.Restore(place);
        CutLog.Noise(place, from, (int)(to - from));

        await using SqliteJournal again = place.Open();

        Assert.Single(place.Notes.Of(3002));
        Assert.False(again.Status.Salvage!.EndKnown);
        Assert.NotEqual(epoch, again.Status.Runs.Of(again.Status.LastSeq).Epoch);
    }

    [Fact]
    public async Task What_a_power_cut_left_half_written_is_no_damage()
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        CutLog.Noise(place, CutLog.HeaderBytes + ((CutLog.Frames(place) - 1) * CutLog.FrameBytes) + 500, 1000);

        await using SqliteJournal journal = place.Open();
        Assert.Empty(place.Notes.Of(3002));
        Assert.Equal(epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.Equal(CutLog.Entries - 1, journal.Status.LastSeq);
    }
}
