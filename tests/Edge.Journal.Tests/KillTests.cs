using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Journal.Tests;

/// <summary>A process that appends is killed without warning; what Append returned for must be on the disk.</summary>
public sealed class KillTests
{
    /// <summary>Names the journal to the process that appends until it is killed.</summary>
    internal const string ChildVariable = "EDGE_JOURNAL_TEST_CHILD";

    /// <summary>Set where the process appends what a device brings that rests most of the time.</summary>
    internal const string QuietVariable = "EDGE_JOURNAL_TEST_QUIET";

    /// <summary>The same program, started by the test below, is the process that dies.</summary>
    [ModuleInitializer]
    internal static void BeTheChild()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is { Length: > 0 } path)
        {
            SqliteJournal journal = SqliteJournal.Open(
                new JournalOptions { Path = path, MaximumBytes = 4 * JournalOptions.SmallestMaximumBytes },
                new FakeTimeProvider(Make.Noon), new Notes<SqliteJournal>());
            using Stream output = Console.OpenStandardOutput();
            bool quiet = Environment.GetEnvironmentVariable(QuietVariable) is { Length: > 0 };
            for (long n = journal.Status.LastSeq; ; n = journal.Status.LastSeq)
            {
                long promised = quiet ? Poll(journal) : journal.Append(Entry(n));
                output.Write(System.Text.Encoding.ASCII.GetBytes(promised.ToString(CultureInfo.InvariantCulture) + "\n"));
                output.Flush();
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Whatever_append_returned_for_is_there_after_a_kill()
    {
        using var place = new Place();
        var random = new Random(20260314);
        long promised = 0;
        for (int round = 0; round < 8; round++)
        {
            promised = Math.Max(promised, await RunAndKillAsync(place.File, random.Next(1, 600)));
            await using SqliteJournal journal = place.Open();
            Assert.True(journal.Status.LastSeq >= promised, $"{promised} was promised, {journal.Status.LastSeq} is there");
            Check(journal);
        }

        Assert.Empty(place.Notes.Errors);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_device_is_read_on_from_where_it_was_after_a_kill()
    {
        using var place = new Place();
        var random = new Random(20261130);
        long promised = 0;
        for (int round = 0; round < 8; round++)
        {
            promised = Math.Max(promised, await RunAndKillAsync(place.File, random.Next(1, 600), quiet: true));
            await using SqliteJournal journal = place.Open();
            long read = Polled(journal);

            // One more may have been written, whose return nobody saw.
            Assert.InRange(read, promised, promised + 1);
            Assert.Equal(
                Enumerable.Range(1, (int)read).Where(HasEvent), journal.Everything().Select(record => record.Event!.Value.Count!.Value));
        }

        Assert.Empty(place.Notes.Errors);
    }

    private static bool HasEvent(int poll) => poll % 23 == 0;

    private static long Polled(SqliteJournal journal) =>
        journal.GetCheckpoint("comaster") is { } kept ? BitConverter.ToInt64(kept.Span) : 0;

    // As a driver: the next question, and what its answer brings.
    private static long Poll(SqliteJournal journal)
    {
        int poll = (int)Polled(journal) + 1;
        _ = journal.Append(new JournalEntry(Make.Noon, default, HasEvent(poll) ? [Make.Energy(poll, Make.Noon)] : [])
        {
            Checkpoint = new DeviceCheckpoint("comaster", BitConverter.GetBytes((long)poll)),
        });
        return poll;
    }

    private static JournalEntry Entry(long after) => new(
        Make.Noon.AddSeconds(after + 1),
        new[] { Make.Analog("T" + (after % 100), (int)(after + 2), (after + 2) * 0.1) },
        [Make.Energy((int)after + 1, Make.Noon)]);

    private static void Check(SqliteJournal journal)
    {
        ImmutableArray<JournalRecord> records = journal.Everything();
        long recorded = records.Where(r => r.Kind == JournalRecordKind.Loss).Sum(r => r.Dropped);
        Assert.Equal(journal.Status.LastSeq, records.Length + recorded);
        foreach (JournalRecord record in records)
        {
            Assert.Null(record.Problem);
            if (record.Event is { } energy)
            {
                Assert.Equal(record.Seq, (long?)energy.Count);
            }
            else if (record.Kind == JournalRecordKind.Samples)
            {
                Assert.Equal((record.Seq, record.Seq * 0.1), (record.Samples[0].Raw.AsWhole, record.Samples[0].Value));
            }
        }
    }

    /// <summary>Kills after a number of promises, not after a time: a busy machine would promise nothing in it.</summary>
    private static async Task<long> RunAndKillAsync(string path, int promises, bool quiet = false)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Edge.Journal.Tests");
        Assert.SkipUnless(File.Exists(program), $"{program} is not there: the test needs its own program to start a second time.");
        using var child = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            Environment = { [ChildVariable] = path, [QuietVariable] = quiet ? "1" : "" },
        })!;
        long last = 0;
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // A line that the kill cut short is no promise; they all end in a new line, and the last may be a piece of a number.
            last = Math.Max(last, long.TryParse(line, CultureInfo.InvariantCulture, out long seq) ? seq : 0);
            if (--promises <= 0 && !child.HasExited)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promises <= 0, $"the child ended by itself, {promises} promises early");
        return last;
    }
}
