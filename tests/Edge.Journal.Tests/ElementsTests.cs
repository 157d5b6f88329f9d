using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests;

/// <summary>What an operator set and what the alarm rules marked.</summary>
public sealed class ElementsTests
{
    private static readonly ElementState Toggled = new("E4289S05", ElementAttribute.Text, "0", ElementAction.Set, "ana", Make.Noon);
    private static readonly ElementState Marked = new("E4251_05", ElementAttribute.Text, "1", ElementAction.Rule, null, Make.Noon);

    [Fact]
    public async Task The_newest_of_each_attribute_is_kept_and_only_an_operators_is_recorded()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            Assert.Empty(journal.GetElements());
            Assert.Equal(1, journal.Append(Entry(Toggled, Marked)));
            Assert.Equal(2, journal.Append(Entry(Toggled with { Value = null, Time = Make.Noon.AddHours(1) })));
            Assert.Equal(2, journal.Append(Entry(Marked with { Attribute = ElementAttribute.Fill, Value = "6" })));
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal(
            [
                Marked,
                Marked with { Attribute = ElementAttribute.Fill, Value = "6" },
                Toggled with { Value = null, Time = Make.Noon.AddHours(1) },
            ],
            again.GetElements());
        ImmutableArray<JournalRecord> records = again.Read(0, 10);
        Assert.All(records, r => Assert.Equal(JournalRecordKind.Operator, r.Kind));
        Assert.Equal([Toggled, Toggled with { Value = null, Time = Make.Noon.AddHours(1) }], records.Select(r => r.Element!.Value));
    }

    [Fact]
    public async Task What_was_taken_back_is_a_record_and_stays_taken_back()
    {
        ElementState back = Toggled with { Value = null, Action = ElementAction.Release, Time = Make.Noon.AddHours(1) };
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Entry(Toggled));
            _ = journal.Append(Entry(back));
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal([back], again.GetElements());
        Assert.Equal([Toggled, back], again.Read(0, 10).Select(r => r.Element!.Value));
    }

    [Fact]
    public async Task They_come_with_the_scan_whole_or_not_at_all_and_once()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        JournalEntry entry = new(Make.Noon, new[] { Make.Analog("A", 1, 0.1) }, [Make.Digital(1, Make.Noon)])
        {
            Elements = new[] { Marked },
            Checkpoint = new DeviceCheckpoint("comaster", new byte[] { 7 }),
        };
        Assert.Equal(2, journal.Append(entry));

        // The same answer again, with what would have changed by then: it was written before.
        Assert.Equal(2, journal.Append(entry with { Elements = new[] { Marked with { Value = "0" } } }));
        Assert.Equal([Marked], journal.GetElements());
    }

    [Fact]
    public async Task A_file_of_schema_2_gets_the_tables()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Entry(Toggled));
        }

        Execute(place.File, "DROP TABLE element; DROP TABLE age; DROP INDEX operator; ALTER TABLE mark DROP COLUMN number;");
        Execute(place.File, "PRAGMA user_version = 2;");
        await using SqliteJournal again = place.Open();
        Assert.Empty(again.GetElements());
        Assert.Equal(2, again.Append(Entry(Toggled)));
        Assert.Equal([Toggled], again.GetElements());
    }

    [Fact]
    public async Task One_that_cannot_be_read_any_more_is_left_out_and_named()
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Entry(Toggled, Marked));
        }

        Execute(place.File, "UPDATE element SET body = x'01020304' WHERE tag = 'E4289S05';");
        await using SqliteJournal again = place.Open();
        Assert.Equal([Marked], again.GetElements());
        Assert.Contains("E4289S05", Assert.Single(place.Notes.All, n => n.Id == 3060).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_names_no_attribute_is_a_fault()
    {
        byte[] body = ElementCodec.Write(new BodyWriter(), Toggled with { Attribute = (ElementAttribute)7 }).ToArray();
        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Operator, default, body, static _ => null);
        Assert.Contains("no attribute", record.Problem, StringComparison.Ordinal);
    }

    private static JournalEntry Entry(params ElementState[] states) => new(states[0].Time, default, []) { Elements = states };

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
