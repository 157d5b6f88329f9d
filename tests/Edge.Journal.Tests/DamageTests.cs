using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Journal.Tests;

public sealed class DamageTests
{
    [Fact]
    public async Task A_file_that_is_no_database_is_kept_aside_and_a_new_epoch_begins()
    {
        using var place = new Place();
        byte[] rubbish = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
        await File.WriteAllBytesAsync(place.File, rubbish, TestContext.Current.CancellationToken);

        await using SqliteJournal journal = place.Open();

        // Nobody knows what stood there: the first record says so.
        Assert.Equal(JournalRecordKind.Loss, Assert.Single(journal.Everything()).Kind);
        Assert.Equal(2, journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon))));
        string kept = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(place.File)!, "journal.db.damaged-*"));
        Assert.Equal(rubbish, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        Assert.Contains(kept, place.Notes.TextOf(3002), StringComparison.Ordinal);
        Assert.Contains("new epoch", place.Notes.TextOf(3011), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspicion_that_proves_wrong_costs_nothing()
    {
        using var place = new Place();
        string epoch = await FilledAsync(place);
        await File.WriteAllTextAsync(place.File + ".damaged", "a doubt", TestContext.Current.CancellationToken);
        await using SqliteJournal journal = place.Open();
        Assert.Equal(epoch, journal.Status.Runs.Of(1).Epoch);
        Assert.False(File.Exists(place.File + ".damaged"));
        Assert.Contains(place.Notes.All, n => n.Id == 3008);
    }

    [Theory]
    [InlineData("UPDATE sample SET body = x'' WHERE seq = 2", "has only 0 bytes")]
    [InlineData("UPDATE sample SET body = x'01FFFFFFFFFFFFFFFFFF0100000000' WHERE seq = 2", "check of its body is wrong")]
    [InlineData("UPDATE event SET kind = 9 WHERE seq = 1", "kind is 9")]
    [InlineData("UPDATE event SET body = 'not a blob' WHERE seq = 1", "check of its body is wrong")]
    [InlineData("UPDATE event SET time = -1 WHERE seq = 1", "time is out of range")]
    [InlineData("DELETE FROM tag", "names the tag number 1")]
    public async Task A_record_that_cannot_be_read_is_a_loss_of_one_and_reading_goes_on(string harm, string fault)
    {
        using var place = new Place();
        await using (SqliteJournal journal = place.Open())
        {
            _ = journal.Append(new JournalEntry(Make.Noon, new[] { Make.Analog("A", 1, 0.5) }, [Make.Digital(1, Make.Noon)]));
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(2, Make.Noon)]));
        }

        Execute(place.File, harm);
        await using SqliteJournal again = place.Open();
        ImmutableArray<JournalRecord> records = again.Everything();
        Assert.Equal([1, 2, 3], records.Select(r => r.Seq));
        JournalRecord bad = Assert.Single(records, r => r.Problem is not null);
        Assert.Contains(fault, bad.Problem, StringComparison.Ordinal);
        Assert.Equal((JournalRecordKind.Loss, 1L), (bad.Kind, bad.Dropped));
        Assert.Contains(place.Notes.Errors, e => e.Contains(fault, StringComparison.Ordinal));
        Assert.Equal(2, records[2].Event!.Value.Bit);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        using var place = new Place();
        _ = await FilledAsync(place);
        Execute(place.File, $"PRAGMA user_version = {JournalSchema.Version + 1}");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => place.Open());
        Assert.Contains($"schema {JournalSchema.Version + 1}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("move the file away", refused.Message, StringComparison.Ordinal);
        Assert.Single(
            Directory.GetFiles(Path.GetDirectoryName(place.File)!, "journal.db*"), f => !f.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        using var place = new Place();
        Execute(place.File, "CREATE TABLE theirs (x)");
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => place.Open());
        Assert.Contains("no journal", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_gateway_cannot_take_the_same_file()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        IOException refused = Assert.Throws<IOException>(() => place.Open());
        Assert.Contains("Another gateway may be running", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_missing_is_a_clear_error()
    {
        using TemporaryFolder folder = new();
        var options = new JournalOptions { Path = folder.At("missing", "journal.db") };
        _ = Assert.ThrowsAny<IOException>(() => SqliteJournal.Open(options, TimeProvider.System, new Notes<SqliteJournal>()));
    }

    [Fact]
    public async Task A_full_disk_fails_the_append_loudly_and_a_later_try_writes_it_once()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon)));
        journal.BoundPages(1);
        Sample[] samples = [.. Enumerable.Range(0, 2000).Select(i => Make.Analog("T" + i, i, i * 0.3))];
        JournalEntry big = new(Make.Noon, samples, [Make.Digital(2, Make.Noon)])
        {
            Checkpoint = new DeviceCheckpoint("comaster", new byte[] { 2 }),
        };

        JournalWriteException failure = Assert.Throws<JournalWriteException>(() => journal.Append(big));

        Assert.True(failure.DiskFull);
        Assert.False(failure.Damaged);
        Assert.Contains(place.Notes.All, n => n.Id == 3003);
        Assert.Equal([1], journal.GetCheckpoint("comaster")!.Value.ToArray());
        Assert.Equal(3, journal.Append(big));
        Assert.Equal(3, journal.Append(big));
        Assert.Equal([1, 2, 3], journal.Everything().Select(r => r.Seq));
        Assert.Equal(2000, journal.Everything()[2].Samples.Length);
    }

    private static async Task<string> FilledAsync(Place place)
    {
        await using SqliteJournal journal = place.Open();
        for (int i = 0; i < 300; i++)
        {
            _ = journal.Append(Make.Samples(Make.Noon, [.. Enumerable.Range(0, 50).Select(n => Make.Analog("T" + n, i, (i * 0.1) + n))]));
        }

        return journal.Status.Epoch;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
