using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests;

public sealed class A_record_says_whether_the_clock_was_set
{
    public static TheoryData<GatewayClock> States => [GatewayClock.Synchronised, GatewayClock.Unsynchronised, GatewayClock.NotSet];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_kind_of_record_keeps_it(GatewayClock clock)
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Whole(clock));
        }

        await using SqliteJournal again = place.Open();
        JournalRecord[] records = [.. again.Read(0, 10)];
        Assert.Equal(
            [JournalRecordKind.Event, JournalRecordKind.Energy, JournalRecordKind.Operator, JournalRecordKind.Samples,
                JournalRecordKind.Statistics, JournalRecordKind.Elements],
            records.Select(record => record.Kind));
        Assert.All(records, record => Assert.Equal((clock, null), (record.Clock, record.Problem)));
    }

    [Fact]
    public async Task A_loss_has_the_state_of_the_clock_at_which_it_was_written()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: JournalOptions.SmallestMaximumBytes);
        _ = journal.GetCursor("historian");
        for (int i = 0; journal.Status.Dropped == 0; i++)
        {
            _ = journal.Append(Make.Samples(Make.Noon, Make.Analog("A", i, i)) with { Clock = GatewayClock.NotSet });
        }

        Assert.Equal(GatewayClock.NotSet, journal.Everything().First(record => record.Kind == JournalRecordKind.Loss).Clock);
    }

    [Fact]
    public void A_body_of_before_says_nothing_and_counts_as_synchronised()
    {
        // A loss of encoding 1, as schema 1 wrote it: version, 7 records, check.
        byte[] body = [0x01, 0x07, 0, 0, 0, 0];
        BitConverter.TryWriteBytes(body.AsSpan(2), Crc32C.Of(body.AsSpan(0, 2)));
        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Loss, Make.Noon, body, static _ => null);
        Assert.Equal((7, GatewayClock.Synchronised, null), (record.Dropped, record.Clock, record.Problem));
    }

    [Fact]
    public void A_state_that_is_none_is_a_damaged_record()
    {
        byte[] body = [0xC1, 0x07, 0, 0, 0, 0];
        BitConverter.TryWriteBytes(body.AsSpan(2), Crc32C.Of(body.AsSpan(0, 2)));
        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Loss, Make.Noon, body, static _ => null);
        Assert.Contains("a state of the clock of number 3", record.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_salvage_keeps_it()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.GetCursor("historian");
            _ = journal.Append(Whole(GatewayClock.NotSet));
            _ = journal.Append(Whole(GatewayClock.Synchronised));
        }

        await using (FileStream header = new(place.File, FileMode.Open))
        {
            header.Write(new byte[40]);
        }

        SqliteConnection.ClearAllPools();
        await using SqliteJournal again = place.Open();
        JournalRecord[] records = [.. again.Everything().Where(record => record.Kind != JournalRecordKind.Loss)];
        Assert.Equal(12, records.Length);
        Assert.All(records, record => Assert.Equal(record.Seq <= 6 ? GatewayClock.NotSet : GatewayClock.Synchronised, record.Clock));
    }

    private static JournalEntry Whole(GatewayClock clock) =>
        new(Make.Noon, new[] { Make.Analog("A", 1, 1) }, [Make.Digital(1, Make.Noon), Make.Energy(5, Make.Noon)])
        {
            Clock = clock,
            Statistics = new[] { new DeviceStatistic(new("4"), "clockSkewMs", 3) },
            Shown = new[] { new ElementShown("A", "1", null, null, QualityState.Good) },
            Elements = new[]
            {
                new ElementState("A", ElementAttribute.Text, "x", ElementAction.Set, "ana", Make.Noon),
            },
        };
}
