using System.Text.Json;
using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>
/// What was stored before the contract had <c>native</c> is read as if it had come today. The rows are as the software of then wrote them.
/// </summary>
public sealed class OlderFileTests : IDisposable
{
    private const string Times = """
        "time":"2026-03-01T12:00:00+00:00","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01+00:00"
        """;

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_input_that_changed()
    {
        EventMessage read = Event(
            """
            {"epoch":"e1","seq":1,"type":"digital","device":"2-4","ied":4,"comaster":2,"tag":"T","port":1,"bit":9,"state":1,
             "text":"cerrado","alarmKind":2,TIMES}
            """);
        Assert.Equal(new NativeEvent { Protocol = "mara", Concentrator = 2, Ied = 4, Port = 1, Bit = 9 }, read.Native);
        Assert.Equal(("2-4", "T", 1, "cerrado", 2), (read.Device, read.Tag, read.State, read.Text, read.AlarmKind));
        Assert.Null(read.Condition);
    }

    [Theory]
    [InlineData(2, 0, "linkLost")]
    [InlineData(2, 1, "linkRestored")]
    [InlineData(3, 13, "restarted", "powerOn", "watchdog")]
    [InlineData(3, 2, "uartRestarted", "brownOut")]
    [InlineData(4, 0, "communicationsRestarted")]
    [InlineData(6, 0, "ramReturned")]
    [InlineData(7, 0, "forced")]
    [InlineData(5, 3, "other")]
    public void What_happened_to_an_ied(int code, int motive, string condition, params string[] causes)
    {
        EventMessage read = Event(
            $$"""{"epoch":"e1","seq":1,"type":"comms","device":"4","ied":4,"code":{{code}},"motive":{{motive}},TIMES}""");
        Assert.Equal(new NativeEvent { Protocol = "mara", Ied = 4, Code = code, Motive = motive }, read.Native);
        Assert.Equal(condition, read.Condition);
        Assert.Equal(causes, read.Causes?.ToArray() ?? []);
    }

    [Fact]
    public void What_the_gateway_found_out_about_an_energy()
    {
        EventMessage read = Event(
            """{"epoch":"e1","seq":1,"type":"gateway","device":"4","ied":4,"finding":"energyMissing","channel":3,"count":2,TIMES}""");
        Assert.Equal(new NativeEvent { Protocol = "mara", Ied = 4, Channel = 3 }, read.Native);
        Assert.Equal(("energyMissing", 2), (read.Finding, read.Count));
    }

    [Theory]
    [InlineData("loss", ",\"dropped\":7")]
    [InlineData("operator", ",\"who\":\"op\",\"action\":\"set\",\"attribute\":\"fill\"")]
    public void What_no_device_recorded_names_none(string type, string more)
    {
        EventMessage read = Event($$"""{"epoch":"e1","seq":1,"type":"{{type}}","ied":0{{more}},TIMES}""");
        Assert.Null(read.Native);
        Assert.Equal(type == "loss" ? 7 : null, read.Dropped);
    }

    [Theory]
    [InlineData(0, EnergyKind.Period)]
    [InlineData(1, EnergyKind.LastPeriodOfDay)]
    [InlineData(3, EnergyKind.Day)]
    [InlineData(2, EnergyKind.Other)]
    public void An_energy(int code, EnergyKind kind)
    {
        Put(
            "energy",
            $$"""{"epoch":"e1","seq":1,"device":"4","ied":4,"channel":3,"tag":"T","code":{{code}},"count":9,"value":4.5,TIMES}""");
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EnergyMessage read = Assert.Single(store.QueryEnergies(new RecordQuery()).Records).Energy;
        Assert.Equal(new NativeEvent { Protocol = "mara", Ied = 4, Code = code, Channel = 3 }, read.Native);
        Assert.Equal((kind, 3, "T", 9, 4.5), (read.Kind, read.Channel, read.Tag, read.Count, read.Value));
    }

    [Fact]
    public void What_is_of_today_is_left_alone()
    {
        ReadOnlyMemory<byte> today = JsonSerializer.SerializeToUtf8Bytes(
            Records.Event(1, 0).Event with { Native = new NativeEvent { Protocol = "mara", Ied = 4 } }, ContractJson.Default.EventMessage);
        Assert.Equal(today, OlderShape.Upgrade(today));
    }

    private EventMessage Event(string payload)
    {
        Put("event", payload);
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        return Assert.Single(store.QueryEvents(new RecordQuery()).Records).Event;
    }

    /// <summary>A row of the file of before, with the columns of schema 1.</summary>
    private void Put(string table, string payload)
    {
        using SqliteConnection connection = new($"Data Source={_directory.At("historian.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        command.CommandText = table == "event"
            ? "INSERT INTO event (site, epoch, seq, time, type, tag, payload) VALUES ('los-alamos', 'e1', 1, 1, 'x', NULL, $payload)"
            : "INSERT INTO energy (site, epoch, seq, time, tag, payload) VALUES ('los-alamos', 'e1', 1, 1, NULL, $payload)";
        command.Parameters.AddWithValue("$payload", payload.Replace("TIMES", Times, StringComparison.Ordinal));
        command.ExecuteNonQuery();
    }

    private const string Schema = """
        CREATE TABLE event (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, type TEXT NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        CREATE TABLE energy (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;
}
