using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests;

/// <summary>Bodies and a file as the first version of the program wrote them; the bytes come from that program.</summary>
public sealed class OlderFileTests
{
    private const string Digital = "010008094C413135324230331A496E746572727570746F7220616C696D656E7461646F7220338080D7FEA6F0C0DE110680B4E091"
        + "A7F0C0DE11021202084345525241444F0400000000000000000000000003528B2604";

    private const string Energy = "01011800018080D7FEA6F0C0DE11008080D7FEA6F0C0DE110000000000060002A6E8150000000098D0F54004E9B49740";
    private const string Loss = "01AC026CFAC873";
    private const string Samples = "01010301A413000000000049A340630AAD56";

    private const string Schema = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE sample (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE event (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE mark (device TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
        """;

    [Fact]
    public async Task A_file_of_the_version_before_goes_on_with_epoch_records_and_cursors()
    {
        using var place = new Place();
        long noon = Make.Noon.UtcTicks;
        Execute(place.File, $"""
            PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
            {Schema}
            INSERT INTO meta VALUES ('epoch', '00112233445566aa'), ('last_seq', 0), ('dropped', 300);
            INSERT INTO tag VALUES (1, 'B'), (2, 'C'), (3, 'A');
            INSERT INTO event VALUES (1, 1, {noon}, x'{Digital}'), (2, 2, {noon}, x'{Energy}'), (4, 3, {noon}, x'{Loss}');
            INSERT INTO sample VALUES (3, {noon}, x'{Samples}');
            INSERT INTO cursor VALUES ('mqtt', 2);
            INSERT INTO mark VALUES ('comaster', x'07');
            PRAGMA application_id = 0x4544474A; PRAGMA user_version = 1;
            """);

        await using (SqliteJournal journal = place.Open())
        {
            Assert.Equal("00112233445566aa", journal.Status.Epoch);
            Assert.Equal(2, journal.GetCursor("mqtt"));
            Assert.Equal([7], journal.GetCheckpoint("comaster")!.Value.ToArray());
            JournalRecord[] records = [.. journal.Everything()];
            Assert.All(records, r => Assert.Null(r.Problem));
            Assert.Equal(Make.Digital(9, Make.Noon), records[0].Event);
            Assert.Equal(Make.Energy(178_707, Make.Noon), records[1].Event);
            Assert.Equal([new Sample("A", PointKind.Analog, 2468.5, PointValue.Whole(1234), QualityState.Good)], records[2].Samples);
            Assert.Equal(300, records[3].Dropped);

            journal.MoveCursor("mqtt", 3, [9]);
            var statistics = new DeviceStatistic[] { new(new("4"), "clockSkewMs", -1) };
            Assert.Equal(5, journal.Append(new JournalEntry(Make.Noon, default, default) { Statistics = statistics }));
        }

        Assert.Single(place.Notes.All, n => n.Id == 3050);
        await using SqliteJournal again = place.Open();
        Assert.Equal([9], again.GetNote("mqtt")!.Value.ToArray());
        Assert.Equal(JournalRecordKind.Statistics, again.Everything()[^1].Kind);
        Assert.Single(place.Notes.All, n => n.Id == 3050);
        Assert.Empty(place.Notes.Errors);
    }

    [Fact]
    public void Samples_of_encoding_1_are_whole_numbers_and_states_without_flags()
    {
        // Count; tag 1, flags (the value is raw, stale, reason 3), zigzag 1; tag 2, flags (analogue), zigzag −300, 2.5 as IEEE 754.
        const string Payload = "02" + "01" + "36" + "02" + "02" + "01" + "D704" + "0000000000000440";
        var body = new BodyWriter();
        body.Begin();
        foreach (byte next in Convert.FromHexString(Payload))
        {
            body.Byte(next);
        }

        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Samples, default, body.End(), id => id == 1 ? "a" : "b");
        Assert.Equal(
            [
                new Sample("a", PointKind.Digital, 1, PointValue.Binary(true), new(Quality.Stale, QualityReason.NoAnswer)),
                new Sample("b", PointKind.Analog, 2.5, PointValue.Whole(-300), QualityState.Good),
            ],
            record.Samples);
    }

    [Fact]
    public void What_an_event_gained_stands_behind_what_it_had()
    {
        FieldEvent entry = Make.Energy(178_707, Make.Noon) with { Comaster = 2, Native = new NativeRecord([0x45, 0x19, 0x0C]) };
        string body = Convert.ToHexString(RecordCodec.Event(new BodyWriter(), entry).ToArray()[..^4]);

        // Encoding 3, the payload of encoding 1, zigzag 2, three bytes; no finding, no condition, no cause, a whole day.
        Assert.Equal("03" + Energy[2..^8] + "04" + "03" + "45190C" + "00000003", body);
    }

    // Kind, code and motive of Mara 1.4 §5 as encodings 1 and 2 hold them.
    [Theory]
    [InlineData(FieldEventKind.Gateway, 5, 0, GatewayFinding.EnergyMissing, DeviceCondition.Other, EnergyKind.Other)]
    [InlineData(FieldEventKind.Energy, 0, 0, GatewayFinding.None, DeviceCondition.Other, EnergyKind.Period)]
    [InlineData(FieldEventKind.Energy, 1, 0, GatewayFinding.None, DeviceCondition.Other, EnergyKind.LastPeriodOfDay)]
    [InlineData(FieldEventKind.Energy, 3, 0, GatewayFinding.None, DeviceCondition.Other, EnergyKind.Day)]
    [InlineData(FieldEventKind.Communications, 2, 0, GatewayFinding.None, DeviceCondition.LinkLost, EnergyKind.Other)]
    [InlineData(FieldEventKind.Communications, 2, 1, GatewayFinding.None, DeviceCondition.LinkRestored, EnergyKind.Other)]
    [InlineData(FieldEventKind.Communications, 3, 9, GatewayFinding.None, DeviceCondition.Restarted, EnergyKind.Other)]
    [InlineData(FieldEventKind.Digital, 2, 0, GatewayFinding.None, DeviceCondition.Other, EnergyKind.Other)]
    public void An_older_event_has_its_meaning(
        FieldEventKind kind, int code, int motive, GatewayFinding finding, DeviceCondition condition, EnergyKind energy)
    {
        FieldEvent old = Make.Energy(1, Make.Noon) with { Kind = kind, Code = code, Motive = motive };
        byte[] body = RecordCodec.Event(new BodyWriter(), old).ToArray()[1..^8];
        var writer = new BodyWriter();
        writer.Begin(2);
        foreach (byte next in body)
        {
            writer.Byte(next);
        }

        FieldEvent read = RecordCodec.Read(1, JournalRecordKind.Event, default, writer.End(), static _ => null).Event!.Value;
        Assert.Equal((finding, condition, energy), (read.Finding, read.Condition, read.EnergyKind));
        Assert.Equal(motive == 9 ? RestartCauses.PowerOn : RestartCauses.None, read.Causes);
    }

    [Fact]
    public void A_record_of_the_wire_longer_than_any_is_a_fault()
    {
        var body = new BodyWriter();
        body.Begin(2);
        foreach (byte next in Convert.FromHexString(Energy[2..^8] + "04" + "10" + "000102030405060708090A0B0C0D0E0F"))
        {
            body.Byte(next);
        }

        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Energy, default, body.End(), static _ => null);
        Assert.Contains("16 bytes", record.Problem, StringComparison.Ordinal);
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
