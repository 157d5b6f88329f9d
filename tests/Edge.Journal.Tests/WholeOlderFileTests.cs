using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal.Tests;

/// <summary>Whole files that older programs wrote (<c>Files/README.md</c>): opened, read to the end and written on.</summary>
public sealed class WholeOlderFileTests
{
    [Theory]
    [InlineData("journal-schema3.db")]
    [InlineData("journal-schema4.db")]
    public async Task A_file_of_an_older_program_goes_on_where_it_ended(string file)
    {
        using var place = new Place();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", file), place.File);
        await using (SqliteJournal journal = place.Open())
        {
            Assert.Equal("00112233445566aa", journal.Status.Runs.Of(12).Epoch);
            Assert.Equal(3, journal.GetCursor("mqtt"));
            Assert.Equal([9], journal.GetNote("mqtt")!.Value.ToArray());
            Assert.Equal([7, 8], journal.GetCheckpoint("comaster")!.Value.ToArray());
            Assert.Equal(
                [new ElementState("A1", ElementAttribute.Text, "1", ElementAction.Set, "ana", Make.Noon)], journal.GetElements());
            Assert.Equal(12, journal.Status.LastSeq);
            Assert.Equal(13, journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)])));
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal(Enumerable.Range(1, 13), again.Everything().Select(r => (int)r.Seq));
        Assert.All(again.Everything(), r => Assert.Null(r.Problem));
        Assert.Single(place.Notes.All, n => n.Id == 3050);
        Assert.Empty(place.Notes.Errors);
    }

    [Theory]
    [InlineData("journal-schema3.db")]
    [InlineData("journal-schema4.db")]
    public async Task Its_samples_and_statistics_are_read(string file)
    {
        using var place = new Place();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", file), place.File);
        await using SqliteJournal journal = place.Open();
        Assert.Equal(
            [
                new Sample("LA152B03", PointKind.Digital, 1, PointValue.Binary(true), QualityState.Good),
                new Sample("LA152I03", PointKind.Analog, 246.85, PointValue.Whole(2468), new(Quality.Stale, QualityReason.NoAnswer)),
            ],
            Assert.Single(journal.Everything(), r => r.Kind == JournalRecordKind.Samples).Samples);
        Assert.Equal(
            [new DeviceStatistic(new("4"), "clockSkewMs", -125), new DeviceStatistic(new("12"), "clockSkewMs", 7.8125)],
            Assert.Single(journal.Everything(), r => r.Kind == JournalRecordKind.Statistics).Statistics);
    }

    [Theory]
    [InlineData("journal-schema3.db")]
    [InlineData("journal-schema4.db")]
    public async Task Its_events_have_their_old_content(string file)
    {
        using var place = new Place();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", file), place.File);
        await using SqliteJournal journal = place.Open();
        FieldEvent[] read = [.. journal.Everything().Where(r => r.Event is not null).Select(r => r.Event!.Value)];
        FieldEvent of4 = Make.Digital(9, Make.Noon) with { Received = Make.Noon.AddSeconds(2) };
        Assert.Equal(
            [
                of4 with
                {
                    Marks = TimeMarks.Ambiguous,
                    Native = new MaraNative(0, 4) { Port = 1, Bit = 9, Bytes = new([0x84, 0x19, 0x1A, 3, 14, 12, 0, 0, 0, 0x40]) },
                },
                Make.Energy(178_707, Make.Noon) with
                {
                    Device = new("2-12"),
                    Tag = "LA152E12",
                    Description = "Energia",
                    Received = Make.Noon.AddSeconds(2),
                    Native = new MaraNative(2, 12) { Channel = 1, Code = 3, Bytes = new([0x4C, 0x71, 0x1A, 3, 14, 24, 0, 2, 0xBA, 0x13]) },
                },
            ],
            read[..2]);
        (string, EventContent, MaraNative)[] rest =
        [
            ("2-12", new EnergyCount(EnergyKind.Period, 1, 7), new MaraNative(2, 12) { Channel = 1, Code = 0 }),
            ("5", EventContent.Idle, new MaraNative(0, 5) { Code = 6 }),
            (
                "4", new DeviceReport(DeviceCondition.LinkLost),
                new MaraNative(0, 4) { Code = 2, Motive = 0, Bytes = new([0xC4, 0x20, 0x1A, 3, 14, 12, 1, 0, 0, 0]) }),
            ("4", new DeviceReport(DeviceCondition.LinkRestored), new MaraNative(0, 4) { Code = 2, Motive = 1 }),
            (
                "4", new DeviceReport(DeviceCondition.Restarted, RestartCauses.PowerOn | RestartCauses.Watchdog),
                new MaraNative(0, 4) { Code = 3, Motive = 13 }),
            ("2-12", new FieldFinding(GatewayFinding.EnergyMissing, 3, Channel: 1), new MaraNative(2, 12) { Channel = 1 }),
            ("4", new FieldFinding(GatewayFinding.InputUnmasked, 40), new MaraNative(0, 4) { Port = 1, Bit = 9 }),
        ];
        Assert.Equal(rest, read[2..].Select(e => (e.Device.ToString(), e.Content, e.Native.Mara!.Value)));
    }
}
