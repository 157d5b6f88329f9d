using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Journal.Tests;

public sealed class AppendAndReadTests
{
    [Fact]
    public async Task A_scan_becomes_a_record_for_each_event_and_then_one_for_all_samples()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        Sample[] samples =
        [
            Make.Analog("LA1PA_03", 1234, 2468.0),
            new("LA152B03", PointKind.Digital, 1, PointValue.Binary(true), new(Quality.Stale, QualityReason.NoAnswer)),
            new("LA2VV_00", PointKind.Analog, -0.5e-300, PointValue.Whole(int.MinValue), new(Quality.Bad, QualityReason.NoPulses)),
        ];
        FieldEvent digital = Make.Digital(9, Make.Noon.AddSeconds(-1));
        FieldEvent energy = Make.Energy(178_707, Make.Noon.AddMinutes(-3));

        long last = journal.Append(new JournalEntry(Make.Noon, samples, [digital, energy]));

        Assert.Equal(3, last);
        ImmutableArray<JournalRecord> records = journal.Everything();
        Assert.Equal([1, 2, 3], records.Select(r => r.Seq));
        Assert.Equal([JournalRecordKind.Event, JournalRecordKind.Energy, JournalRecordKind.Samples], records.Select(r => r.Kind));
        Assert.All(records, r => Assert.Equal(Make.Noon, r.Time));
        Assert.Equal(digital, records[0].Event);
        Assert.Equal(energy, records[1].Event);
        Assert.Equal(samples, records[2].Samples);
        Assert.Empty(place.Notes.Errors);
    }

    [Fact]
    public async Task An_event_with_nothing_but_what_is_required_keeps_its_nulls()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        var bare = new FieldEvent { Device = new("7"), Content = EventContent.Idle, Time = Make.Noon, Received = Make.Noon };
        _ = journal.Append(new JournalEntry(Make.Noon, default, [bare]));
        Assert.Equal(bare, Assert.Single(journal.Everything()).Event);
    }

    [Fact]
    public async Task The_longest_checkpoint_is_kept_and_replaced_by_another_of_its_length()
    {
        using var place = new Place();
        byte[] bytes = [.. Enumerable.Range(0, DeviceCheckpoint.MaximumLength).Select(i => (byte)(i * 7))];
        await using (SqliteJournal first = place.Open())
        {
            DeviceCheckpoint longest = new("bus", new byte[DeviceCheckpoint.MaximumLength]);
            _ = first.Append(new JournalEntry(Make.Noon, default, []) { Checkpoint = longest });
            _ = first.Append(new JournalEntry(Make.Noon, default, []) { Checkpoint = new DeviceCheckpoint("bus", bytes) });
        }

        await using SqliteJournal second = place.Open();
        Assert.Equal(2048, DeviceCheckpoint.MaximumLength);
        Assert.Equal(bytes, second.GetCheckpoint("bus")!.Value.ToArray());
    }

    [Fact]
    public async Task Everything_is_there_after_closing_and_opening()
    {
        using var place = new Place();
        await using (SqliteJournal first = place.Open())
        {
            _ = first.Append(Make.Samples(Make.Noon, Make.Analog("A", 1, 0.1)));
            Assert.Equal(0, first.GetCursor("mqtt"));
            first.MoveCursor("mqtt", 1);
        }

        await using SqliteJournal second = place.Open();
        Assert.Equal(1, second.GetCursor("mqtt"));
        Assert.Equal(2, second.Append(Make.Samples(Make.Noon, Make.Analog("A", 2, 0.2), Make.Analog("B", 5, 0.5))));
        Assert.Equal(["A", "A", "B"], second.Everything().SelectMany(r => r.Samples).Select(s => s.Tag));
    }

    [Fact]
    public async Task Two_journals_have_two_epochs()
    {
        using var here = new Place();
        using var there = new Place();
        await using SqliteJournal first = here.Open();
        await using SqliteJournal second = there.Open();
        Assert.Matches("^[0-9a-f]{16}[.][0-9a-f]{16}$", first.Status.Epoch);
        Assert.NotEqual(first.Status.Epoch, second.Status.Epoch);
    }

    [Fact]
    public async Task Reading_goes_on_behind_a_seq_and_stops_at_the_limit()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        for (int i = 1; i <= 10; i++)
        {
            _ = journal.Append(i % 3 == 0
                ? new JournalEntry(Make.Noon, default, [Make.Digital(i, Make.Noon)])
                : Make.Samples(Make.Noon, Make.Analog("A", i, i)));
        }

        Assert.Equal([5, 6, 7], journal.Read(4, 3).Select(r => r.Seq));
        Assert.Equal([9, 10], journal.Read(8, 100).Select(r => r.Seq));
        Assert.Empty(journal.Read(10, 100));
    }

    [Fact]
    public async Task A_cursor_never_goes_back_and_never_beyond_the_last_record()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon), Make.Digital(2, Make.Noon)]));
        journal.MoveCursor("mqtt", 2);
        journal.MoveCursor("mqtt", 1);
        Assert.Equal(2, journal.GetCursor("mqtt"));
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => journal.MoveCursor("mqtt", 3));
        Assert.Contains("the last one of epoch", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_is_kept_with_its_entry_and_even_without_any_record()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            Assert.Null(journal.GetCheckpoint("comaster"));
            Assert.Equal(1, journal.Append(Make.Marked(7, Make.Digital(1, Make.Noon))));
            Assert.Equal(1, journal.Append(Make.Marked(8)));
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal([8], again.GetCheckpoint("comaster")!.Value.ToArray());
        Assert.Null(again.GetCheckpoint("another"));
        Assert.Equal(1, again.Status.LastSeq);
    }

    [Fact]
    public async Task An_entry_whose_mark_is_stored_already_is_not_written_twice()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Marked(7, Make.Digital(1, Make.Noon)));
        Assert.Equal(1, journal.Append(Make.Marked(7, Make.Digital(1, Make.Noon))));
        Assert.Equal(2, journal.Append(Make.Marked(9, Make.Digital(2, Make.Noon))));
        Assert.Equal([1, 2], journal.Everything().Select(r => r.Event!.Value.Bit));
    }

    [Fact]
    public async Task A_mark_alone_in_the_journal_costs_one_page_of_its_log()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        journal.SideFile.Writing = () => throw new IOException("the disk fails");
        _ = journal.Append(Make.Marked(0, Make.Digital(1, Make.Noon)));
        long before = new FileInfo(place.File + "-wal").Length;
        for (byte mark = 1; mark <= 100; mark++)
        {
            _ = journal.Append(Make.Marked(mark));
        }

        // A frame of the log is a page of 4096 bytes and a head of 24.
        Assert.Equal(100 * 4120, new FileInfo(place.File + "-wal").Length - before);
    }

    [Fact]
    public async Task An_entry_with_nothing_in_it_takes_no_seq()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        Assert.Equal(0, journal.Append(new JournalEntry(Make.Noon, default, default)));
        Assert.Equal(journal.Status with { OldestSeq = 0, LastSeq = 0, Dropped = 0, DroppedEvents = 0 }, journal.Status);
    }

    [Fact]
    public async Task Readers_on_other_threads_see_whole_scans_while_the_writer_goes_on()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        const int Scans = 200;
        Task<long>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            long seen = 0;
            while (seen < Scans * 2)
            {
                ImmutableArray<JournalRecord> records = journal.Read(seen, 1000);
                foreach (JournalRecord record in records)
                {
                    Assert.Equal(++seen, record.Seq);
                }

                // Two records a scan, in one transaction: never half of one.
                Assert.Equal(0, seen % 2);
            }

            return seen;
        }))];
        for (int i = 0; i < Scans; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, new[] { Make.Analog("T" + i, i, i) }, [Make.Digital(i % 16, Make.Noon)]));
        }

        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal(Scans * 2, seen));
        Assert.Empty(place.Notes.Errors);
    }
}
