using System.Runtime.Versioning;
using System.Text.Json;
using Edge.Gateway.Commands.Journaling;
using Edge.Journal;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Journaling;

/// <summary><c>edge journal status</c> and <c>verify</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class The_journal_is_seen_from_outside
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_reads_how_it_is()
    {
        using JournalRun run = new();
        await run.FillAsync();
        CommandResult result = await run.RunAsync("status");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches($"^{run.File}: schema 15, epoch [0-9a-f]{{16}}[.][0-9a-f]{{16}}$", lines[0]);
        Assert.Contains("  records   5", lines);
        Assert.Contains("  oldest    1, events, 2026-03-14T12:00:00Z", lines);
        Assert.Contains("  newest    5, statistics, 2026-03-14T12:00:00Z", lines);
        Assert.Contains("            actions of operators: 1", lines);
        Assert.Contains("  reader    mqtt at 2: 3 records wait, 1 of them events; the oldest of 2026-03-14T11:59:59Z", lines);
        Assert.Contains("  dropped   0 records that a reader had not handled, 0 of them events", lines);
        Assert.Contains("  missing   no number", lines);
        Assert.Contains("  salvage   never", lines);
        Assert.Contains(lines[^1], new[]
        {
            "  written   not known: no gateway runs on this journal",
            "  written   not known: this user may not look into the gateway's process, if one runs. Use the user of the gateway, or sudo",
        });
    }

    [Fact]
    public async Task A_program_reads_the_same()
    {
        using JournalRun run = new();
        await run.FillAsync();
        run.Execute("DELETE FROM event WHERE seq = 2");
        JsonElement json = JsonDocument.Parse((await run.RunAsync("status", "--json")).Output).RootElement;
        Assert.Equal((15, 4), (json.GetProperty("schema").GetInt64(), json.GetProperty("records").GetInt64()));
        Assert.Equal("""{"seq":1,"kind":"events","time":"2026-03-14T12:00:00Z"}""", Packed(json.GetProperty("oldest")));
        Assert.Equal("""{"samples":1,"events":1,"statistics":1,"operator":1}""", Packed(json.GetProperty("kinds")));
        Assert.Equal(
            """[{"reader":"mqtt","seq":2,"records":3,"events":1,"oldestUnread":"2026-03-14T11:59:59Z"}]""",
            Packed(json.GetProperty("readers")));
        Assert.Equal("""[{"firstSeq":2,"lastSeq":2}]""", Packed(json.GetProperty("gaps")));
        Assert.Equal((1, 0), (json.GetProperty("missing").GetInt64(), json.GetProperty("dropped").GetInt64()));
        Assert.Equal(new FileInfo(run.File).Length, json.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task What_the_gateway_writes_is_taken_from_the_kernel()
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        JournalRun.Fill(journal);

        // This process has the journal open.
        JsonElement json = JsonDocument.Parse((await run.RunAsync("status", "--json")).Output).RootElement;
        JsonElement written = json.GetProperty("written");
        Assert.Equal(Environment.ProcessId, written.GetProperty("process").GetInt32());
        Assert.InRange(written.GetProperty("bytes").GetInt64(), 0, long.MaxValue);
        Assert.InRange(written.GetProperty("seconds").GetDouble(), 0, 86_400);
    }

    [Theory]
    [InlineData("172800.50 1", 7_200_000, "1.0 MB a day: 1.2 MB in 1 d 4 h by process 42")]
    [InlineData("72100.00 1", 7_200_000, "1.2 MB in 1 min 40 s by process 42, all its files together: too short a time")]
    [InlineData("nothing", 0, "not known: the kernel does not count")]
    public async Task A_rate_is_given_of_a_long_time_only(string uptime, long start, string expected)
    {
        using JournalRun run = new();
        await run.FillAsync();
        using TemporaryFolder kernel = new();
        string process = Directory.CreateDirectory(kernel.At("42")).FullName;
        _ = Directory.CreateDirectory(Path.Combine(process, "fd"));
        _ = File.CreateSymbolicLink(Path.Combine(process, "fd", "7"), run.File + ".lock");
        await File.WriteAllTextAsync(kernel.At("uptime"), uptime, Stop);
        await File.WriteAllTextAsync(Path.Combine(process, "io"), "rchar: 1\nwrite_bytes: 1200000\ncancelled_write_bytes: 0\n", Stop);

        // Field 22 is the start; the name in brackets may have anything in it.
        await File.WriteAllTextAsync(
            Path.Combine(process, "stat"), $"42 (a ) b) S {string.Join(' ', Enumerable.Range(4, 18))} {start} 0 0", Stop);
        CommandResult result = await JournalRun.RunAnywhereAsync(false, kernel.Path, "status", "--data", run.Data);
        Assert.Contains("  written   " + expected, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_is_0_and_what_is_wrong_is_1_with_what_to_do()
    {
        using JournalRun run = new();
        await run.FillAsync();
        CommandResult sound = await run.RunAsync("verify");
        Assert.Equal((0, ""), (sound.ExitCode, sound.Errors));
        Assert.Matches($"^{run.File} is sound: 5 records up to 5, epoch [0-9a-f]{{16}}[.][0-9a-f]{{16}}.\n$", sound.Output);

        run.Execute("UPDATE cursor SET seq = 99; DELETE FROM event WHERE seq = 2; UPDATE sample SET body = x'' WHERE seq = 4");
        CommandResult wrong = await run.RunAsync("verify");
        Assert.Equal(1, wrong.ExitCode);
        string[] lines = wrong.Output.Split('\n');
        Assert.Equal("Reader mqtt stands at 99, outside of the journal, which ends with 5.", lines[0]);
        Assert.Equal("4: the record is damaged: Record 4 cannot be read: its body has only 0 bytes.", lines[1]);
        Assert.Equal("2 to 2: missing, and nothing tells why.", lines[2]);
        Assert.Equal(3, lines.Count(line => line.StartsWith("→ ", StringComparison.Ordinal)));
        Assert.StartsWith($"{run.File}: 3 findings in 4 records up to 5", lines[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("verify")]
    [InlineData("export", "--csv", "--kind", "events")]
    public async Task Where_there_is_none_it_says_so(params string[] command)
    {
        using JournalRun run = new();
        CommandResult result = await run.RunAsync(command);
        Assert.Equal((JournalCommand.CannotDo, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"{run.File}: there is no journal. ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(run.Data));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "it is of schema 99, and this program reads schemas up to 15.")]
    [InlineData("PRAGMA user_version = 2", "it is of schema 2, which is not read here. Start the gateway once")]
    [InlineData("PRAGMA application_id = 1; DROP TABLE mark", "this is no journal of a gateway")]
    public async Task What_cannot_be_read_is_said_in_words(string change, string expected)
    {
        using JournalRun run = new();
        await run.FillAsync();
        run.Execute(change);
        CommandResult result = await run.RunAsync("verify");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_is_78_and_names_the_other_way()
    {
        CommandResult result = await JournalRun.RunAnywhereAsync(false, "/proc", "status", "--config", "/nowhere/edge.json");
        Assert.Equal(78, result.ExitCode);
        Assert.Contains("give its directory with --data, or another file with --config.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_reads_the_journal_of_this_one()
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        JournalRun.Fill(journal);
        CommandResult status = await Command.RunAsync("dotnet", [Program, "journal", "status", "--data", run.Data], Stop);
        Assert.Equal((0, ""), (status.ExitCode, status.Errors));
        Assert.Contains("  records   5\n", status.Output, StringComparison.Ordinal);
        CommandResult verify = await Command.RunAsync("dotnet", [Program, "journal", "verify", "--data", run.Data], Stop);
        Assert.Equal((0, ""), (verify.ExitCode, verify.Errors));
        JournalRun.Fill(journal);
        Assert.Equal(10, journal.Status.LastSeq);
    }

    [Fact]
    public async Task A_user_without_rights_to_write_reads_it()
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        JournalRun.Fill(journal);
        Share(run, "journal.db", "journal.db-wal", "journal.db-shm");
        string[] before = Directory.GetFiles(run.Data);
        CommandResult result = await AsNobodyAsync("journal", "verify", "--data", run.Data);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(before, Directory.GetFiles(run.Data));
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("journal.db-wal")]
    [InlineData("journal.db-shm")]
    [InlineData(".")]
    public async Task A_user_without_rights_to_read_is_told_what_to_do(string secret)
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        JournalRun.Fill(journal);
        Share(run, "journal.db", "journal.db-wal", "journal.db-shm");
        File.SetUnixFileMode(Path.Combine(run.Data, secret), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CommandResult result = await AsNobodyAsync("journal", "status", "--data", run.Data);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("permission denied. Run the command as the user of the gateway", result.Errors, StringComparison.Ordinal);
    }

    private static string Packed(JsonElement json) => JsonSerializer.Serialize(json);

    private static void Share(JournalRun run, params string[] files)
    {
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(
            run.Data, read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        foreach (string file in files)
        {
            File.SetUnixFileMode(run.At(file), read);
        }
    }

    // Only root can be somebody else.
    private static async Task<CommandResult> AsNobodyAsync(params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Command.Exists("setpriv"), "It needs root and the program setpriv.");
        string[] nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        CommandResult can = await Command.RunAsync("setpriv", [.. nobody, "dotnet", Program, "--version"], Stop);
        Assert.SkipUnless(can.ExitCode == 0, $"Another user cannot run the program here: {can.All}");
        return await Command.RunAsync("setpriv", [.. nobody, "dotnet", Program, .. arguments], Stop);
    }
}
