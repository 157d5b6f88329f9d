using System.Collections.Immutable;
using Edge.Pipeline;

namespace Edge.Journal.Tests;

public sealed class RetentionTests
{
    private const long Small = JournalOptions.SmallestMaximumBytes;

    // About 2.5 kB a record: 200 samples with values that are not their counts.
    private static JournalEntry Scan(int n) =>
        Make.Samples(Make.Noon, [.. Enumerable.Range(0, 200).Select(i => Make.Analog("LA1PA_" + i, n, (n * 0.1) + i))]);

    [Fact]
    public async Task A_full_journal_stays_within_its_bytes_and_writes_down_what_it_lost()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        Assert.Equal(0, journal.GetCursor("mqtt"));
        for (int i = 0; i < 400; i++)
        {
            _ = journal.Append(Scan(i));
            Assert.InRange(journal.Status.Bytes, 0, Small + 65_536);
        }

        JournalStatus status = journal.Status;
        ImmutableArray<JournalRecord> records = journal.Everything();
        long recorded = records.Where(r => r.Kind == JournalRecordKind.Loss).Sum(r => r.Dropped);
        Assert.InRange(status.Dropped, 340, 375);
        Assert.Equal(status.Dropped, recorded);
        Assert.Equal(status.LastSeq, records.Length + status.Dropped);
        Assert.Equal(400, records.Count(r => r.Kind == JournalRecordKind.Samples) + status.Dropped);
        Assert.Equal(records[0].Seq, status.OldestSeq);
        Assert.Contains(place.Notes.All, n => n.Id == 3005 && n.Text.Contains("some reader had not handled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_newest_samples_are_kept_and_the_oldest_dropped()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        for (int i = 0; i < 300; i++)
        {
            _ = journal.Append(Scan(i));
        }

        int[] kept = [.. journal.Everything().Where(r => r.Kind == JournalRecordKind.Samples).Select(r => r.Samples[0].Raw.AsWhole)];
        Assert.Equal(Enumerable.Range(300 - kept.Length, kept.Length), kept);
        // One such record a page, 64 pages, a few of them for the tables, and a batch of 16 goes at a time.
        Assert.InRange(kept.Length, 25, 60);
    }

    [Fact]
    public async Task Events_and_energies_outlive_samples()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon), Make.Energy(5, Make.Noon)]));
        for (int i = 0; i < 300; i++)
        {
            _ = journal.Append(Scan(i));
        }

        ImmutableArray<JournalRecord> records = journal.Everything();
        Assert.Equal([1, 2], records.Take(2).Select(r => r.Seq));
        Assert.True(records[2].Seq > 3);
    }

    [Fact]
    public async Task When_only_events_are_left_the_oldest_go_and_old_losses_count_again()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        FieldEvents twenty = [.. Enumerable.Range(0, 20).Select(i => Make.Digital(i % 16, Make.Noon))];
        for (int i = 0; i < 300; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, twenty));
        }

        ImmutableArray<JournalRecord> records = journal.Everything();
        long recorded = records.Where(r => r.Kind == JournalRecordKind.Loss).Sum(r => r.Dropped);
        Assert.Equal(6_000, records.Count(r => r.Kind == JournalRecordKind.Event) + recorded);
        Assert.Equal(journal.Status.Dropped, recorded);
    }

    [Fact]
    public async Task What_every_reader_has_handled_goes_first_and_is_no_loss()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        _ = journal.GetCursor("slow");
        for (int i = 0; i < 400; i++)
        {
            long last = journal.Append(Scan(i));
            journal.MoveCursor("quick", last);
            if (last > 20)
            {
                journal.MoveCursor("slow", last - 20);
            }
        }

        Assert.Equal(0, journal.Status.Dropped);
        Assert.Equal(400, journal.Status.LastSeq);
        Assert.DoesNotContain(journal.Everything(), r => r.Kind == JournalRecordKind.Loss);
        Assert.Equal(20, journal.Read(journal.GetCursor("slow"), 1000).Length);
    }

    [Fact]
    public async Task A_reader_that_never_comes_back_is_forgotten_on_request()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        _ = journal.GetCursor("removed");
        journal.ForgetReader("removed");
        for (int i = 0; i < 300; i++)
        {
            journal.MoveCursor("mqtt", journal.Append(Scan(i)));
        }

        Assert.Equal(0, journal.Status.Dropped);
    }

    [Fact]
    public async Task A_reader_behind_a_loss_gets_the_next_record_that_exists()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        for (int i = 0; i < 300; i++)
        {
            _ = journal.Append(Scan(i));
        }

        Assert.Equal(journal.Status.OldestSeq, journal.Read(0, 1)[0].Seq);
        Assert.True(journal.Status.OldestSeq > 1);
    }

    [Fact]
    public async Task Room_goes_back_to_the_disk_when_the_bound_is_lowered()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open(maximumBytes: 16 * Small))
        {
            for (int i = 0; i < 1500; i++)
            {
                _ = journal.Append(Scan(i));
            }

            journal.MoveCursor("mqtt", journal.Status.LastSeq);
        }

        long before = new FileInfo(place.File).Length;
        await using (SqliteJournal journal = place.Open(maximumBytes: Small))
        {
            for (int i = 0; i < 40; i++)
            {
                _ = journal.Append(Scan(i));
            }
        }

        Assert.InRange(new FileInfo(place.File).Length, 1, before / 2);
    }
}
