using System.Diagnostics;
using Edge.Journal.Inspection;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Edge.Journal.Tests.Inspection;

/// <summary>The journal belongs to its writer: who looks into it leaves no trace and delays nothing.</summary>
[Trait("Category", "Slow")]
public sealed class A_journal_in_use_is_looked_into
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_appended_is_seen_at_once()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(new JournalEntry(Make.Noon, new[] { Make.Analog("A", 1, 0.5) }, [Make.Digital(1, Make.Noon)]));
        JournalRow[] rows = Looks.All(place.File);
        Assert.Equal([(1, JournalRecordKind.Event), (2, JournalRecordKind.Samples)], rows.Select(row => (row.Seq, row.Kind)));
        Assert.Equal(Make.Digital(1, Make.Noon), rows[0].Record!.Event);
        Assert.Equal([Make.Analog("A", 1, 0.5)], rows[1].Record!.Samples);
        _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(2, Make.Noon)]));
        Assert.Equal(3, Looks.All(place.File).Length);
    }

    [Fact]
    public async Task The_log_is_moved_into_the_file_between_two_pages()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        for (int i = 0; i < 5000; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(i % 16, Make.Noon)]));
        }

        JournalView view = new(place.File);
        using IEnumerator<RecordPage> pages = view.Walk(new RecordFilter(), 0, 5000).GetEnumerator();
        Assert.True(pages.MoveNext());
        using (var other = new SqliteConnection($"Data Source={place.File};Pooling=False"))
        {
            other.Open();
            using SqliteCommand checkpoint = other.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            using SqliteDataReader result = checkpoint.ExecuteReader();
            Assert.True(result.Read());
            Assert.Equal(0, result.GetInt64(0));
        }

        long read = pages.Current.Rows.Count;
        while (pages.MoveNext())
        {
            read += pages.Current.Rows.Count;
        }

        Assert.Equal(5000, read);
    }

    [Fact]
    public async Task Another_process_goes_on_writing_while_it_is_checked()
    {
        using Place place = new();
        string program = Path.Combine(AppContext.BaseDirectory, "Edge.Journal.Tests");
        Assert.SkipUnless(File.Exists(program), $"{program} is not there: the test needs its own program to start a second time.");
        using Process child = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            Environment = { [KillTests.ChildVariable] = place.File },
        })!;
        try
        {
            // The child says each seq; what it said is on the disk. Its journal is small, so it drops records meanwhile.
            long promised = 0;
            Task reading = Task.Run(
                async () =>
                {
                    while (await child.StandardOutput.ReadLineAsync(Stop) is { } line)
                    {
                        Volatile.Write(ref promised, long.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
                    }
                },
                Stop);
            for (int round = 1; round <= 3; round++)
            {
                long before = Volatile.Read(ref promised);
                await Eventually.TrueAsync(() => Volatile.Read(ref promised) > before + 50, "it writes", Stop);
                before = Volatile.Read(ref promised);
                JournalCheck check = Looks.Check(place.File);
                Assert.Empty(check.Findings);
                Assert.True(check.Survey.Newest!.Value.Seq >= before, $"{before} was promised");
            }

            child.Kill();
            await child.WaitForExitAsync(Stop);
            await Eventually.ElseBelowAsync(reading.WaitAsync(TimeSpan.FromSeconds(5), Stop));
        }
        finally
        {
            child.Kill();
        }

        // Nobody closed it: log and index lie there, and no process has them.
        Dictionary<string, string> files = Looks.Files(place.File);
        Assert.Contains(place.File + "-wal", files.Keys);
        Assert.Empty(Looks.Check(place.File).Findings);
        Assert.Equal(files, Looks.Files(place.File));
    }

    [Fact]
    public async Task A_journal_at_rest_stays_as_it_is()
    {
        using Place place = new();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon)));
        }

        Dictionary<string, string> files = Looks.Files(place.File);
        Assert.DoesNotContain(place.File + "-wal", files.Keys);
        Assert.Empty(Looks.Check(place.File).Findings);
        Assert.Equal(files, Looks.Files(place.File));
    }

    [Fact]
    public async Task Another_journal_in_its_place_ends_a_walk()
    {
        using Place place = new();
        using Place other = new();
        foreach (Place each in new[] { place, other })
        {
            await using SqliteJournal journal = each.Open();
            for (int i = 0; i < 5000; i++)
            {
                _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(i % 16, Make.Noon)]));
            }
        }

        using IEnumerator<RecordPage> pages = new JournalView(place.File).Walk(new RecordFilter(), 0, 5000).GetEnumerator();
        Assert.True(pages.MoveNext());
        File.Copy(other.File, place.File, overwrite: true);
        Assert.Equal(JournalFault.Replaced, Assert.Throws<JournalUnreadableException>(() => pages.MoveNext()).Fault);
    }
}
