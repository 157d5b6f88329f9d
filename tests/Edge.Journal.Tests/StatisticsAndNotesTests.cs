using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal.Tests;

public sealed class StatisticsAndNotesTests
{
    [Fact]
    public async Task Statistics_of_devices_are_a_record_behind_the_samples_of_the_scan()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        DeviceStatistic[] statistics =
        [
            new(new("4"), "clockSkewMs", -125), new(new("2-63"), "clockSkewMs", 7.8125), new(new("1"), "answersPercent", 100),
        ];
        var entry = new JournalEntry(Make.Noon, new[] { Make.Analog("A", 1, 0.1) }, [Make.Digital(1, Make.Noon)])
        {
            Statistics = statistics,
        };

        Assert.Equal(3, journal.Append(entry));

        JournalRecord record = journal.Everything()[^1];
        Assert.Equal((JournalRecordKind.Statistics, 3L, Make.Noon), (record.Kind, record.Seq, record.Time));
        Assert.Equal(statistics, record.Statistics);
        Assert.Equal(
            [JournalRecordKind.Event, JournalRecordKind.Samples, JournalRecordKind.Statistics],
            journal.Everything().Select(r => r.Kind));
    }

    [Fact]
    public async Task What_elements_show_is_the_last_record_of_the_scan()
    {
        using var place = new Place();
        ElementShown[] shown =
        [
            new("LA152B03", null, "#ff0000", "#00ff00", QualityState.Good),
            new("LA1PA_03", "1234.5 kW", null, null, new QualityState(Quality.Stale, QualityReason.LinkDown)),
            new("EMPTY", "", "#ff0000", null, QualityState.NotYetRead),
        ];
        await using (SqliteJournal journal = place.Open())
        {
            Assert.Equal(2, journal.Append(new JournalEntry(Make.Noon, new[] { Make.Analog("A", 1, 0.1) }, []) { Shown = shown }));
            Assert.Equal(3, journal.Append(new JournalEntry(Make.Noon, default, []) { Shown = shown.AsMemory(0, 1) }));
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal(
            [JournalRecordKind.Samples, JournalRecordKind.Elements, JournalRecordKind.Elements], again.Everything().Select(r => r.Kind));
        Assert.Equal(shown, again.Everything()[1].Shown);
        Assert.Equal(shown[..1], again.Everything()[2].Shown);
    }

    [Fact]
    public async Task Statistics_with_a_checkpoint_stored_already_are_not_written_twice()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        JournalEntry entry = Make.Marked(7) with { Statistics = new DeviceStatistic[] { new(new("4"), "clockSkewMs", 1) } };
        Assert.Equal(1, journal.Append(entry));
        Assert.Equal(1, journal.Append(entry));
    }

    [Fact]
    public async Task When_the_journal_is_full_statistics_go_before_any_event()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: JournalOptions.SmallestMaximumBytes);
        _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)]));
        DeviceStatistic[] statistics = [.. Enumerable.Range(2, 60).Select(ied => new DeviceStatistic(new($"{ied}"), "clockSkewMs", ied))];
        for (int i = 0; i < 600; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, default) { Statistics = statistics });
        }

        Assert.True(journal.Status.Dropped > 0);
        Assert.Contains(journal.Everything(), r => r.Kind == JournalRecordKind.Event);
    }

    [Fact]
    public async Task A_note_stands_beside_the_cursor_through_a_restart()
    {
        using var place = new Place();
        byte[] note = [.. Enumerable.Range(0, IJournal.MaximumNote).Select(i => (byte)i)];
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon), Make.Digital(2, Make.Noon)]));
            Assert.Null(journal.GetNote("centre"));
            journal.MoveCursor("centre", 1, [1, 2]);
            journal.MoveCursor("centre", 1, note);
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal(1, again.GetCursor("centre"));
        Assert.Equal(note, again.GetNote("centre")!.Value.ToArray());
        again.MoveCursor("centre", 2);
        Assert.Equal(note, again.GetNote("centre")!.Value.ToArray());
        again.MoveCursor("centre", 2, []);
        Assert.Empty(again.GetNote("centre")!.Value.ToArray());
        again.ForgetReader("centre");
        Assert.Null(again.GetNote("centre"));
    }

    [Fact]
    public async Task A_note_behind_the_cursor_changes_nothing_and_one_past_the_end_fails()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon), Make.Digital(2, Make.Noon)]));
        journal.MoveCursor("centre", 2, [2]);

        journal.MoveCursor("centre", 1, [1]);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => journal.MoveCursor("centre", 3, [3]));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => journal.MoveCursor("centre", 2, new byte[IJournal.MaximumNote + 1]));

        Assert.Equal(2, journal.GetCursor("centre"));
        Assert.Equal([2], journal.GetNote("centre")!.Value.ToArray());
    }

    [Fact]
    public async Task What_stood_on_the_wire_and_the_concentrator_are_kept_with_the_event()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        FieldEvent digital = Make.Digital(9, Make.Noon) with
        {
            Device = new("2-4"),
            Native = new MaraNative(2, 4)
            {
                Port = 1,
                Bit = 9,
                Bytes = new([0x01, 0x93, 0x0C, 0x01, 0x01, 0x01, 0x08, 0x22, 0x00, 0x14]),
            },
        };
        var masked = new FieldEvent
        {
            Device = new("3-4"),
            Content = new FieldFinding(GatewayFinding.InputUnmasked, Count: 12),
            Native = new MaraNative(3, 4) { Port = 1, Bit = 9 },
            Time = Make.Noon,
            Received = Make.Noon,
        };

        _ = journal.Append(new JournalEntry(Make.Noon, default, [digital, masked]));

        ImmutableArray<JournalRecord> records = journal.Everything();
        Assert.Equal([digital, masked], records.Select(r => r.Event!.Value));
        Assert.Equal("0193" + "0C01010108" + "220014", records[0].Event!.Value.Native.Mara!.Value.Bytes.ToString());
    }
}
