using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests;

/// <summary>Bodies and a file as the first version of the program wrote them; the bytes come from that program.</summary>
public sealed class OlderFileTests
{
    private const string Digital =
        "010008094C413135324230331A496E746572727570746F7220616C696D656E7461646F7220338080D7FEA6F0C0DE110680B4E091"
        + "A7F0C0DE11021202084345525241444F0400000000000000000000000003528B2604";

    private const string Energy = "01011800018080D7FEA6F0C0DE11008080D7FEA6F0C0DE110000000000060002A6E8150000000098D0F54004E9B49740";
    private const string Loss = "01AC026CFAC873";
    private const string Samples = "01010301A413000000000049A340630AAD56";

    // Device 2-4, tag null, description "", year 1 (0 ticks), no marks, received at 0 ticks, flags invalid and over range.
    private const string Head = "04322D34" + "00" + "01" + "00" + "00" + "00" + "9020";

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
            Assert.Equal("00112233445566aa", journal.Status.Runs.Of(4).Epoch);
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

    // Encoding 6, written out by hand: the numbers are zigzag, a text has one more than its length before it.
    [Theory]
    [InlineData(FieldEventKind.Idle, "00" + Head, "")]
    [InlineData(FieldEventKind.State, "01" + Head, "03" + "01" + "04434552" + "01" + "04")]
    [InlineData(FieldEventKind.Energy, "02" + Head, "03" + "02" + "0E" + "01" + "0000000000000C40" + "046B5768")]
    [InlineData(FieldEventKind.Device, "03" + Head, "03" + "05")]
    [InlineData(FieldEventKind.Finding, "04" + Head, "05" + "01" + "06" + "00" + "01" + "02" + "01" + "0000000000000C40" + "036B56")]
    public void An_event_is_written_as_the_table_of_its_kind_says(FieldEventKind kind, string head, string content)
    {
        FieldEvent entry = Make.Energy(0, default) with
        {
            Device = new("2-4"),
            Received = default,
            Flags = QualityFlags.Invalid | QualityFlags.OverRange,
            Content = kind switch
            {
                FieldEventKind.State => new StateChange(true, "CER", alarmKind: 2),
                FieldEventKind.Energy => new EnergyCount(EnergyKind.Day, Channel: 1, Count: 7, Energy: 3.5, Unit: "kWh"),
                FieldEventKind.Device => new DeviceReport(DeviceCondition.Restarted, RestartCauses.PowerOn | RestartCauses.Watchdog),
                FieldEventKind.Finding => new FieldFinding(GatewayFinding.EnergyMissing, Count: 3, Channel: 1) { Value = 3.5, Unit = "kV" },
                _ => EventContent.Idle,
            },
            Alarm = new AlarmSetting
            {
                Priority = 2,
                OnDelay = 5,
                OffDelay = 10,
                IsLatched = true,
                Actions = 0x8000_0001,
                Trigger = AlarmTrigger.Off,
            },
            Native = new MaraNative(2, 4) { Port = 1, Code = 3, Bytes = new([0x45, 0x19, 0x0C]) },
        };
        byte[] body = EventCodec.Write(new BodyWriter(), entry).ToArray();
        string alarm = "01" + "0104" + "0A" + "14" + "01" + "8180808008" + "02";
        string native = "01" + "04" + "08" + "0102" + "00" + "00" + "0106" + "00" + "03" + "45190C";
        Assert.Equal("06" + head + content + alarm + native, Convert.ToHexString(body[..^4]));
        JournalRecord read = RecordCodec.Read(1, JournalRecordKind.Event, default, body, static _ => null);
        Assert.Equal((null, entry), (read.Problem, read.Event));
    }

    // Encoding 5: a finding had no value, and nothing said of an alarm.
    [Theory]
    [InlineData("01" + Head, "03" + "01" + "04434552" + "01" + "04")]
    [InlineData("02" + Head, "03" + "02" + "0E" + "01" + "0000000000000C40" + "046B5768")]
    [InlineData("04" + Head, "05" + "01" + "06" + "00" + "01" + "02")]
    public void An_event_of_encoding_5_is_read(string head, string content)
    {
        JournalRecord read = ReadEvent(5, head + content + "00");

        Assert.Null(read.Problem);
        EventContent found = read.Event!.Value.Content;
        Assert.Equal(
            found.Kind switch
            {
                FieldEventKind.State => new StateChange(true, "CER", alarmKind: 2),
                FieldEventKind.Energy => new EnergyCount(EnergyKind.Day, 1, 7, 3.5, "kWh"),
                _ => (EventContent)new FieldFinding(GatewayFinding.EnergyMissing, 3, Channel: 1),
            },
            found);
        Assert.Null(read.Event.Value.Alarm);
    }

    // Encoding 4: a state was a number, and an energy had no unit.
    public static TheoryData<string, string, EventContent?> OfEncoding4 => new()
    {
        { "01" + Head, "02" + "04434552" + "01" + "04", new StateChange(true, "CER", alarmKind: 2) },
        { "01" + Head, "00" + "00" + "00", new StateChange(false) },
        { "01" + Head, "04" + "00" + "00", null },
        { "02" + Head, "03" + "02" + "0E" + "01" + "0000000000000C40", new EnergyCount(EnergyKind.Day, 1, 7, 3.5) },
    };

    [Theory]
    [MemberData(nameof(OfEncoding4))]
    public void An_event_of_encoding_4_is_read(string head, string content, EventContent? expected)
    {
        JournalRecord read = ReadEvent(4, head + content + "00");

        Assert.Equal(expected, read.Event?.Content);
        Assert.Equal(expected is null, read.Problem is not null);
    }

    // 4: a double-bit; then intermediate, off, on, indeterminate, in the numbers of IEC 60870-5-101.
    [Theory]
    [InlineData("0400", DoubleBitState.Intermediate)]
    [InlineData("0401", DoubleBitState.Off)]
    [InlineData("0402", DoubleBitState.On)]
    [InlineData("0403", DoubleBitState.Indeterminate)]
    public void A_double_bit_is_written_as_its_kind_and_its_number(string state, DoubleBitState position)
    {
        JournalRecord read = ReadEvent(5, "01" + Head + state + "00" + "00" + "00");
        Assert.Equal(new StateChange(position), read.Event!.Value.Content.State);

        byte[] body = EventCodec.Write(new BodyWriter(), read.Event.Value).ToArray();
        Assert.Equal("06" + "01" + Head + state + "00" + "00" + "00" + "00", Convert.ToHexString(body[..^4]));
    }

    [Theory]
    [InlineData("0404")]
    [InlineData("0302")]
    [InlineData("0001")]
    [InlineData("0501")]
    public void A_state_that_is_none_is_a_fault(string state) => Assert.Contains(
        "which is none", ReadEvent(5, "01" + Head + state + "00" + "00" + "00").Problem, StringComparison.Ordinal);

    private static JournalRecord ReadEvent(byte encoding, string payload)
    {
        var writer = new BodyWriter();
        writer.Begin(encoding);
        foreach (byte next in Convert.FromHexString(payload))
        {
            writer.Byte(next);
        }

        return RecordCodec.Read(1, JournalRecordKind.Event, default, writer.End(), static _ => null);
    }

    // Kind, code and motive of Mara 1.4 §5 as encodings 1 and 2 hold them; channel 1, 178 707 pulses, 89 353.5.
    public static TheoryData<int, int, int, EventContent> Meanings => new()
    {
        { 4, 5, 0, new FieldFinding(GatewayFinding.EnergyMissing, 178_707, Channel: 1) },
        { 4, 1, 0, new FieldFinding(GatewayFinding.ClockOff) },
        { 4, 4, 0, new FieldFinding(GatewayFinding.InputUnmasked, 178_707) },
        { 1, 0, 0, new EnergyCount(EnergyKind.Period, 1, 178_707, 89_353.5) },
        { 1, 1, 0, new EnergyCount(EnergyKind.LastPeriodOfDay, 1, 178_707, 89_353.5) },
        { 1, 3, 0, new EnergyCount(EnergyKind.Day, 1, 178_707, 89_353.5) },
        { 2, 6, 0, EventContent.Idle },
        { 3, 2, 0, new DeviceReport(DeviceCondition.LinkLost) },
        { 3, 2, 1, new DeviceReport(DeviceCondition.LinkRestored) },
        { 3, 3, 9, new DeviceReport(DeviceCondition.Restarted, RestartCauses.PowerOn) },
        { 3, 3, 4, new DeviceReport(DeviceCondition.UartRestarted, RestartCauses.Watchdog) },
        { 0, 2, 0, new StateChange(false) },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public void An_older_event_has_its_meaning(int kind, int code, int motive, EventContent content)
    {
        // The energy of the first version with another kind, code and motive (zigzag); in encoding 2 concentrator 2 and no bytes behind.
        string payload = $"{kind:X2}" + Energy[4..^38] + $"{code * 2:X2}{motive * 2:X2}" + Energy[^34..^8] + "0400";
        var writer = new BodyWriter();
        writer.Begin(2);
        foreach (byte next in Convert.FromHexString(payload))
        {
            writer.Byte(next);
        }

        JournalRecord read = RecordCodec.Read(1, JournalRecordKind.Event, default, writer.End(), static _ => null);
        Assert.Null(read.Problem);
        Assert.Equal((new DeviceId("2-12"), content), (read.Event!.Value.Device, read.Event.Value.Content));
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
