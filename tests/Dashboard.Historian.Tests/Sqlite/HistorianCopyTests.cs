using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Historian.Tests.Journal;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>A backup beside a running historian, and the way back.</summary>
public sealed class HistorianCopyTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _directory = new();
    private long _arrival = 1000;

    private string File => _directory.At("historian.db");

    private string Copy => _directory.At("copy.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_while_records_arrive_has_those_of_one_moment()
    {
        using SqliteEventStore store = SqliteEventStore.Open(File);
        SqlJournalStore journals = new(store);
        StoreTo(journals, 0, 500);
        using CancellationTokenSource stop = new();
        Task<long> writing = Task.Run(() =>
        {
            long last = 500;
            for (; !stop.IsCancellationRequested; last += 100)
            {
                StoreTo(journals, last, last + 100);
            }

            return last;
        });
        HistorianContent content = HistorianCopy.Backup(File, Copy);
        await stop.CancelAsync();
        long stored = await writing;

        // Whole batches, and the watermark with them.
        Assert.InRange(content.Samples, 500, stored);
        using SqliteEventStore copy = SqliteEventStore.Open(Copy);
        Watermark watermark = Assert.Single(new SqlJournalStore(copy).Watermarks());
        Assert.Equal(content.Samples, watermark.Seq);
        Assert.Equal(stored, Assert.Single(journals.Watermarks()).Seq);
        Assert.True(
            OperatingSystem.IsWindows() || System.IO.File.GetUnixFileMode(Copy) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_restored_historian_has_the_backup_and_the_former_one_is_kept()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(File))
        {
            SqlJournalStore journals = new(store);
            StoreTo(journals, 0, 10);
            store.Store([Records.Event(1, 1)]);
            HistorianCopy.Backup(File, Copy);
            StoreTo(journals, 10, 30);
        }

        (HistorianContent content, string? kept) = HistorianCopy.Restore(Copy, File, s_now);
        Assert.Equal((1, 10), (content.Events, content.Samples));
        Assert.Equal(File + ".before-20260314T120000Z", kept);
        Assert.Equal((10L, 30L), (Watermark(File), Watermark(kept!)));
        Assert.True(System.IO.File.Exists(Copy));
        Assert.False(System.IO.File.Exists(File + ".restore"));
    }

    [Fact]
    public void Nothing_is_restored_under_a_running_dashboard()
    {
        using SqliteEventStore store = SqliteEventStore.Open(File);
        StoreTo(new SqlJournalStore(store), 0, 10);
        HistorianCopy.Backup(File, Copy);
        StoreTo(new SqlJournalStore(store), 10, 20);
        HistorianException refused = Assert.Throws<HistorianException>(() => HistorianCopy.Restore(Copy, File, s_now));
        Assert.Contains("Stop it, restore, and start it again", refused.Message, StringComparison.Ordinal);
        StoreTo(new SqlJournalStore(store), 20, 30);
        Assert.Equal(30, Assert.Single(new SqlJournalStore(store).Watermarks()).Seq);
        Assert.Equal(2, Directory.GetFiles(_directory.Path, "*.db").Length);
    }

    [Fact]
    public void A_damaged_historian_is_replaced_and_kept_with_its_log()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(File))
        {
            StoreTo(new SqlJournalStore(store), 0, 10);
            HistorianCopy.Backup(File, Copy);
        }

        System.IO.File.WriteAllText(File, new string('x', 5000));
        System.IO.File.WriteAllText(File + "-wal", "a log");
        (_, string? kept) = HistorianCopy.Restore(Copy, File, s_now);
        Assert.Equal(10, Watermark(File));
        Assert.Equal("a log", System.IO.File.ReadAllText(kept + "-wal"));
    }

    [Fact]
    public void Into_an_empty_directory_it_is_restored_too()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(File))
        {
            StoreTo(new SqlJournalStore(store), 0, 10);
            HistorianCopy.Backup(File, Copy);
        }

        string elsewhere = _directory.At("elsewhere.db");
        Assert.Null(HistorianCopy.Restore(Copy, elsewhere, s_now).Kept);
        Assert.Equal(10, Watermark(elsewhere));
    }

    [Fact]
    public void What_is_no_backup_is_refused_and_changes_nothing()
    {
        using (SqliteEventStore store = SqliteEventStore.Open(File))
        {
            StoreTo(new SqlJournalStore(store), 0, 10);
        }

        string other = _directory.At("other.db");
        System.IO.File.WriteAllText(other, "what is this");
        Refused(other, "no SQLite file");
        System.IO.File.Delete(other);
        Refused(other, "There is no file");
        Execute(other, "CREATE TABLE recipe (name TEXT)");
        Refused(other, "lacks the tables");
        System.IO.File.Delete(other);
        System.IO.File.Copy(File, other);
        Execute(other, "PRAGMA user_version = 99");
        Refused(other, "newer version (schema 99");
        System.IO.File.Copy(File, other, overwrite: true);
        byte[] bytes = System.IO.File.ReadAllBytes(other);
        bytes.AsSpan(8192, 8192).Fill(0xA5);
        System.IO.File.WriteAllBytes(other, bytes);
        Assert.Throws<HistorianException>(() => HistorianCopy.Restore(other, File, s_now));
        Assert.Equal(10, Watermark(File));

        void Refused(string file, string why) => Assert.Contains(
            why, Assert.Throws<HistorianException>(() => HistorianCopy.Restore(file, File, s_now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_overwrites_nothing_and_leaves_nothing_half_done()
    {
        Assert.Contains("no historian", Assert.Throws<HistorianException>(() => HistorianCopy.Backup(File, Copy)).Message);
        SqliteEventStore.Open(File).Dispose();
        System.IO.File.WriteAllText(Copy, "mine");
        Assert.Contains("overwrites nothing", Assert.Throws<HistorianException>(() => HistorianCopy.Backup(File, Copy)).Message);
        Assert.Equal("mine", System.IO.File.ReadAllText(Copy));
        string nowhere = Path.Combine(_directory.Path, "nowhere", "copy.db");
        Assert.Contains("does not exist", Assert.Throws<HistorianException>(() => HistorianCopy.Backup(File, nowhere)).Message);
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.partial"));
    }

    private static long Watermark(string file)
    {
        using SqliteEventStore store = SqliteEventStore.Open(file);
        return Assert.Single(new SqlJournalStore(store).Watermarks()).Seq;
    }

    private static void Execute(string file, string sql)
    {
        using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private void StoreTo(SqlJournalStore journals, long after, long last) =>
        journals.Store(Batches.Of(after, last), () => Interlocked.Increment(ref _arrival), Records.Start);
}
