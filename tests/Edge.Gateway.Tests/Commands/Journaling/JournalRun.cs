using System.CommandLine;
using Edge.Domain;
using Edge.Gateway.Commands.Journaling;
using Edge.Journal;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Journaling;

/// <summary>A journal with a record of each kind in a directory of its own, and the commands for it.</summary>
internal sealed class JournalRun : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    /// <summary>The directory.</summary>
    public string Data => _folder.Path;

    public string File => _folder.At("journal.db");

    public string At(string name) => _folder.At(name);

    /// <summary>Opens it for writing.</summary>
    public SqliteJournal Open() => SqliteJournal.Open(
        new JournalOptions { Path = File }, new FakeTimeProvider(Noon), NullLogger<SqliteJournal>.Instance);

    /// <summary>Writes: 1 event, 2 energy, 3 action of an operator, 4 samples, 5 statistics. The reader has handled two.</summary>
    public static void Fill(SqliteJournal journal)
    {
        FieldEvent opened = new()
        {
            Device = new DeviceId("4"),
            Content = new StateChange(true, "CERRADO; \"F3\", salida", alarmKind: 2),
            Tag = "LA152B03",
            Description = "=HYPERLINK(\"x\")",
            Time = Noon.AddMilliseconds(-1500),
            Marks = TimeMarks.Ambiguous,
            Received = Noon,
            Flags = QualityFlags.Invalid | QualityFlags.Restart,
            Native = new MaraNative(2, 4) { Port = 1, Bit = 9 },
        };
        FieldEvent energy = new()
        {
            Device = new DeviceId("2-12"),
            Content = new EnergyCount(EnergyKind.Day, Channel: 1, Count: 7, Energy: 3.5, Unit: "kWh"),
            Tag = "LA1PA",
            Time = Noon,
            Received = Noon.AddSeconds(2),
            Native = new MaraNative(2, 12) { Channel = 1, Code = 3 },
        };
        Sample[] samples =
        [
            new("LA1PA", PointKind.Analog, -2.5, PointValue.Whole(-25), new(Quality.Stale, QualityReason.NoAnswer)),
            new("@LA1", PointKind.Digital, 2, PointValue.DoubleBit(DoubleBitState.On), QualityState.Good),
            new("LA1C", PointKind.Analog, double.NaN, PointValue.Counter(ulong.MaxValue, 64), QualityState.Good),
        ];
        _ = journal.GetCursor("mqtt");
        _ = journal.Append(new JournalEntry(Noon, samples, [opened, energy])
        {
            Statistics = new DeviceStatistic[] { new(new DeviceId("4"), "clockSkewMs", -125) },
            Elements = new ElementState[]
            {
                new("E1", ElementAttribute.Text, "-1+1", ElementAction.Set, "ana", Noon.AddSeconds(-1)),
            },
        });
        journal.MoveCursor("mqtt", 2);
    }

    public async Task FillAsync()
    {
        await using SqliteJournal journal = Open();
        Fill(journal);
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>Runs a command on this directory.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAnywhereAsync(false, "/proc", [.. arguments, "--data", Data]);

    public static async Task<CommandResult> RunAnywhereAsync(bool terminal, string processes, params string[] arguments)
    {
        RootCommand root = new() { JournalCommand.Create(() => terminal, processes) };
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter errors = new() { NewLine = "\n" };
        int exit = await root.Parse(["journal", .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return new CommandResult(exit, output.ToString(), errors.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
