using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests;

/// <summary>Each run of the gateway has an epoch of its own, and the numbers go on (ADR 0022).</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Each_start_has_an_epoch_and_a_record_keeps_that_of_its_run()
    {
        using Place place = new();
        string first = await WriteAsync(place, 2);
        string second = await WriteAsync(place, 3);
        await using SqliteJournal journal = place.Open();
        JournalRuns runs = journal.Status.Runs;

        Assert.Equal([new JournalRun(1, first), new JournalRun(3, second), new JournalRun(6, journal.Status.Epoch)], runs.All);
        Assert.Equal(3, runs.All.Select(run => run.Epoch).Distinct().Count());
        Assert.Single(runs.All.Select(run => run.Epoch.Split('.')[0]).Distinct());
    }

    [Fact]
    public async Task A_copy_and_its_original_never_use_the_same_identity()
    {
        using Place original = new();
        using Place copy = new();
        string shared = await WriteAsync(original, 4);
        File.Copy(original.File, copy.File);
        await WriteAsync(original, 4);
        await WriteAsync(copy, 4);

        (string Epoch, long Seq)[] one = await IdentitiesAsync(original);
        (string Epoch, long Seq)[] other = await IdentitiesAsync(copy);
        Assert.Equal(8, one.Length);
        Assert.Equal(8, other.Length);
        Assert.Equal(Enumerable.Range(1, 4).Select(seq => (shared, (long)seq)), one.Intersect(other));
    }

    [Fact]
    public async Task A_copy_of_a_running_journal_goes_another_way_from_where_it_was_taken()
    {
        using Place original = new();
        using Place copy = new();
        (string Epoch, long Seq)[] one;
        await using (SqliteJournal journal = original.Open())
        {
            Append(journal, 4);
            File.Copy(original.File, copy.File);
            File.Copy(original.File + "-wal", copy.File + "-wal");
            Append(journal, 4);
            one = Identities(journal);
        }

        await using SqliteJournal taken = copy.Open();
        Append(taken, 4);
        Assert.Equal([1, 2, 3, 4], one.Intersect(Identities(taken)).Select(both => both.Seq));
    }

    [Fact]
    public async Task A_start_that_records_nothing_leaves_no_run()
    {
        using Place place = new();
        string first = await WriteAsync(place, 2);
        await WriteAsync(place, 0);
        await WriteAsync(place, 0);
        string last = await WriteAsync(place, 1);
        Assert.Equal([("run:1", first), ("run:3", last)], Stored(place));
    }

    [Fact]
    public async Task The_epoch_of_a_run_stays_where_a_write_failed()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();
        string epoch = journal.Status.Epoch;
        journal.BoundPages(1);
        _ = Assert.Throws<JournalWriteException>(() => Append(journal, 1000));
        journal.BoundPages(0);
        Append(journal, 1);
        Assert.Equal(epoch, journal.Status.Epoch);
        Assert.Equal([("run:1", epoch)], Stored(place));
    }

    [Fact]
    public async Task Runs_without_records_are_forgotten_but_the_last_of_them()
    {
        using Place place = new();
        string[] epochs = new string[4];
        for (int run = 0; run < epochs.Length; run++)
        {
            epochs[run] = await WriteAsync(place, 1);
        }

        Execute(place, "DELETE FROM event WHERE seq < 4");
        string last = await WriteAsync(place, 1);
        Assert.Equal([("run:3", epochs[2]), ("run:4", epochs[3]), ("run:5", last)], Stored(place));
    }

    private static async Task<string> WriteAsync(Place place, int records)
    {
        await using SqliteJournal journal = place.Open();
        Append(journal, records);
        return journal.Status.Epoch;
    }

    private static void Append(SqliteJournal journal, int records)
    {
        for (int i = 0; i < records; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(1, Make.Noon)]));
        }
    }

    private static async Task<(string Epoch, long Seq)[]> IdentitiesAsync(Place place)
    {
        await using SqliteJournal journal = place.Open();
        return Identities(journal);
    }

    private static (string Epoch, long Seq)[] Identities(SqliteJournal journal) =>
        [.. journal.Everything().Select(record => (journal.Status.Runs.Of(record.Seq).Epoch, record.Seq))];

    private static (string Name, string Epoch)[] Stored(Place place)
    {
        using SqliteConnection connection = new($"Data Source={place.File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT name, value FROM meta WHERE name LIKE 'run:%' ORDER BY name";
        using SqliteDataReader reader = command.ExecuteReader();
        List<(string Name, string Epoch)> runs = [];
        while (reader.Read())
        {
            runs.Add((reader.GetString(0), reader.GetString(1)));
        }

        return [.. runs];
    }

    private static void Execute(Place place, string sql)
    {
        using SqliteConnection connection = new($"Data Source={place.File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
