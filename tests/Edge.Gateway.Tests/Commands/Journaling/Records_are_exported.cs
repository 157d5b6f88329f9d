using System.Text.Json;
using Edge.Domain;
using Edge.Journal;
using Edge.Pipeline;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Journaling;

public sealed class Records_are_exported
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Each row as docs/journal.md describes it, written by hand; a line that is indented goes on with the one before.
    [Theory]
    [InlineData("samples", """
        seq,time,tag,kind,value,raw,quality,reason,flags,gatewayClock,problem
        4,2026-03-14T12:00:00Z,LA1PA,analog,-2.5,-25,stale,noAnswer,,,
        4,2026-03-14T12:00:00Z,'@LA1,digital,2,on,good,,,,
        4,2026-03-14T12:00:00Z,LA1C,analog,,18446744073709551615,good,,,,
        """)]
    [InlineData("events", """
        seq,time,timeSource,clock,received,type,device,tag,description,state,text,alarmKind,condition,causes,finding,count,value,unit,
            flags,concentrator,ied,port,bit,channel,code,motive,gatewayClock,problem
        1,2026-03-14T11:59:58.5Z,device,ambiguous,2026-03-14T12:00:00Z,digital,4,LA152B03,"'=HYPERLINK(""x"")",1,
            "CERRADO; ""F3"", salida",2,,,,,,,invalid restart,2,4,1,9,,,,,
        """)]
    [InlineData("energies", """
        seq,time,clock,received,device,channel,tag,kind,count,value,unit,flags,concentrator,ied,code,gatewayClock,problem
        2,2026-03-14T12:00:00Z,synchronised,2026-03-14T12:00:02Z,2-12,1,LA1PA,day,7,3.5,kWh,,2,12,3,,
        """)]
    [InlineData("statistics", """
        seq,time,device,name,value,gatewayClock,problem
        5,2026-03-14T12:00:00Z,4,clockSkewMs,-125,,
        """)]
    [InlineData("operator", """
        seq,time,received,who,action,tag,attribute,value,gatewayClock,problem
        3,2026-03-14T11:59:59Z,2026-03-14T11:59:59Z,ana,set,E1,text,'-1+1,,
        """)]
    [InlineData("loss", "seq,time,dropped,droppedEvents,lossReason,firstSeq,lastSeq,gatewayClock,problem")]
    public async Task As_a_table_of_each_kind(string kind, string expected)
    {
        using JournalRun run = new();
        await run.FillAsync();
        CommandResult result = await run.RunAsync("export", "--csv", "--kind", kind);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(Joined(expected).ReplaceLineEndings("\r\n") + "\r\n", result.Output);
    }

    [Fact]
    public async Task What_elements_showed_is_a_row_an_element()
    {
        using JournalRun run = new();
        await using (SqliteJournal journal = run.Open())
        {
            _ = journal.Append(new JournalEntry(JournalRun.Noon, default, [])
            {
                Shown = new ElementShown[]
                {
                    new("LA152B03", null, "#ff0000", "#00ff00", QualityState.Good),
                    new("LA1PA_03", "-1.5", null, null, new QualityState(Quality.Stale, QualityReason.LinkDown)),
                },
            });
        }

        Assert.Equal(
            "seq,time,element,text,fill,stroke,quality,reason,gatewayClock,problem\r\n"
            + "1,2026-03-14T12:00:00Z,LA152B03,,#ff0000,#00ff00,good,,,\r\n"
            + "1,2026-03-14T12:00:00Z,LA1PA_03,'-1.5,,,stale,linkDown,,\r\n",
            (await run.RunAsync("export", "--csv", "--kind", "elements")).Output);
    }

    [Fact]
    public async Task With_the_state_of_the_clock_where_it_was_doubtful()
    {
        using JournalRun run = new();
        await using (SqliteJournal journal = run.Open())
        {
            foreach (GatewayClock clock in Enum.GetValues<GatewayClock>())
            {
                _ = journal.Append(new JournalEntry(JournalRun.Noon, default, [])
                {
                    Clock = clock,
                    Statistics = new[] { new DeviceStatistic(new("4"), "clockSkewMs", 1) },
                });
            }
        }

        Assert.Equal(
            "seq,time,device,name,value,gatewayClock,problem\r\n1,2026-03-14T12:00:00Z,4,clockSkewMs,1,,\r\n"
            + "2,2026-03-14T12:00:00Z,4,clockSkewMs,1,unsynchronised,\r\n3,2026-03-14T12:00:00Z,4,clockSkewMs,1,notSet,\r\n",
            (await run.RunAsync("export", "--csv", "--kind", "statistics")).Output);
    }

    [Fact]
    public async Task As_objects_with_the_same_names()
    {
        using JournalRun run = new();
        await run.FillAsync();
        CommandResult result = await run.RunAsync("export", "--json", "--kind", "samples");
        Assert.Equal(
            Joined("""
            {"record":"samples","seq":4,"time":"2026-03-14T12:00:00Z","tag":"LA1PA","kind":"analog",
                "value":-2.5,"raw":-25,"quality":"stale","reason":"noAnswer"}
            {"record":"samples","seq":4,"time":"2026-03-14T12:00:00Z","tag":"@LA1","kind":"digital","value":2,"raw":"on","quality":"good"}
            {"record":"samples","seq":4,"time":"2026-03-14T12:00:00Z","tag":"LA1C","kind":"analog",
                "raw":18446744073709551615,"quality":"good"}

            """),
            result.Output);
        JsonElement of1 = JsonDocument.Parse((await run.RunAsync("export", "--json", "--kind", "events")).Output).RootElement;
        Assert.Equal("=HYPERLINK(\"x\")", of1.GetProperty("description").GetString());
        Assert.Equal(["invalid", "restart"], of1.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
    }

    [Fact]
    public async Task Of_a_span_of_time_with_its_beginning_and_without_its_end()
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        Append(journal, 10);
        string[] seqs = await SeqsAsync("2026-03-14T12:00:02Z", "2026-03-14T09:00:05-03:00");
        Assert.Equal(["3", "4", "5"], seqs);
        Assert.Equal(["1", "2"], await SeqsAsync("2026-03-14", "2026-03-14 12:00:02"));

        async Task<string[]> SeqsAsync(string from, string to)
        {
            CommandResult result = await run.RunAsync("export", "--csv", "--kind", "samples", "--from", from, "--to", to);
            return [.. result.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0])];
        }
    }

    [Fact]
    public async Task A_damaged_record_is_a_row_that_says_so()
    {
        using JournalRun run = new();
        await run.FillAsync();
        run.Execute("UPDATE event SET body = x'01' WHERE seq = 1");
        CommandResult result = await run.RunAsync("export", "--csv", "--kind", "events");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "1,2026-03-14T12:00:00Z,,,,,,,,,,,,,,,,,,,,,,,,,,Record 1 cannot be read: its body has only 1 bytes.\r\n", result.Output,
            StringComparison.Ordinal);
        Assert.StartsWith("1 rows are of damaged records", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Into_a_file_and_never_into_the_journal_itself()
    {
        using JournalRun run = new();
        await run.FillAsync();
        string file = run.At("rows.csv");
        CommandResult result = await run.RunAsync("export", "--csv", "--kind", "statistics", "--output", file);
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Errors));
        Assert.StartsWith("seq,time,device", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        byte[] before = await File.ReadAllBytesAsync(run.File, Stop);
        foreach (string own in new[] { run.File, run.File + "-wal" })
        {
            result = await run.RunAsync("export", "--csv", "--kind", "statistics", "-o", own);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains("a file of the journal itself", result.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(run.File, Stop));
        result = await run.RunAsync("export", "--csv", "--kind", "loss", "-o", "/nowhere/rows.csv");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("The rows cannot be written: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_sees_how_far_it_is()
    {
        using JournalRun run = new();
        await using SqliteJournal journal = run.Open();
        Append(journal, 4000);
        CommandResult result = await JournalRun.RunAnywhereAsync(
            true, "/proc", "export", "--json", "--kind", "samples", "--data", run.Data);
        Assert.Equal(4000, result.Output.Count(letter => letter == '\n'));
        Assert.StartsWith(
            "\r25 %, 1000 records\r50 %, 2000 records\r75 %, 3000 records\r100 %, 4000 records\r", result.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind", "samples")]
    [InlineData("--kind", "samples", "--csv", "--json")]
    [InlineData("--csv")]
    [InlineData("--csv", "--kind", "all")]
    [InlineData("--csv", "--kind", "samples", "--from", "yesterday")]
    public async Task What_makes_no_sense_is_refused(params string[] options)
    {
        CommandResult result = await Command.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "edge.dll"), "journal", "export", .. options], Stop);
        Assert.Equal((64, ""), (result.ExitCode, result.Output));
    }

    private static string Joined(string lines) => lines.Replace("\n    ", "", StringComparison.Ordinal);

    private static void Append(SqliteJournal journal, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Sample sample = new("A", PointKind.Analog, i, Domain.PointValue.Whole(i), Domain.QualityState.Good);
            _ = journal.Append(new JournalEntry(JournalRun.Noon.AddSeconds(i), new[] { sample }, []));
        }
    }
}
