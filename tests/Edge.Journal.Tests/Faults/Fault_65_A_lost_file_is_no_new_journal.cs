using Edge.Pipeline;
using TestKit;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// An empty file was a new journal, and a log without its file was deleted: records were gone, and the log had one line that said "new".
/// </summary>
public sealed class Fault_65_A_lost_file_is_no_new_journal
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_file_is_a_loss_of_unknown_size()
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        damaged.CutTo(0);

        await using SqliteJournal journal = damaged.Open();

        AssertAllIsLost(damaged, journal);
        Assert.Contains("may never have been written", Assert.Single(damaged.Place.Notes.Of(3002)), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Assert.Single(damaged.Kept)).Length);

        // It goes on, and the next start has nothing to report.
        Assert.Equal(2, journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon))));
        string epoch = journal.Status.Epoch;
        await journal.DisposeAsync();
        await using SqliteJournal again = damaged.Open();
        Assert.Equal((epoch, 2), (again.Status.Runs.Of(2).Epoch, again.Status.LastSeq));
        Assert.Single(damaged.Place.Notes.Of(3002));
    }

    // 1: not even SQLite's word is left; 600: a header, and nothing of the tables; 4096: the first page, which holds no record.
    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(600)]
    [InlineData(4095)]
    [InlineData(4096)]
    public async Task A_file_of_a_page_or_less_is_a_loss_of_unknown_size(int bytes)
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        damaged.CutTo(bytes);

        await using SqliteJournal journal = damaged.Open();

        AssertAllIsLost(damaged, journal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public async Task A_file_of_zeros_is_a_loss_of_unknown_size(int bytes)
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        await File.WriteAllBytesAsync(damaged.Place.File, new byte[bytes], Stop);

        await using SqliteJournal journal = damaged.Open();

        AssertAllIsLost(damaged, journal);
    }

    [Fact]
    public async Task A_log_without_its_file_is_salvaged()
    {
        using Place place = new();
        string epoch = await CutLog.WriteAsync(place);
        File.Delete(place.File);

        await using SqliteJournal journal = place.Open();

        Assert.Contains("is missing", Assert.Single(place.Notes.Of(3002)), StringComparison.Ordinal);
        Assert.Contains(CutLog.Entries, CutLog.Seqs(journal));
        Assert.False(journal.Status.Salvage!.EndKnown);
        Assert.NotEqual(epoch, journal.Status.Runs.Of(journal.Status.LastSeq).Epoch);
    }

    [Fact]
    public async Task Logs_that_were_kept_without_a_file_go_too()
    {
        using Place place = new();
        _ = await CutLog.WriteAsync(place);
        string copy = place.File + ".copy-wal";
        File.Copy(place.File + "-wal", copy);
        for (int i = 0; i < Salvager.MostKept + 2; i++)
        {
            File.Delete(place.File);
            File.Copy(copy, place.File + "-wal", overwrite: true);
            await using SqliteJournal journal = place.Open();
            Assert.Equal(JournalSalvageStatus.Done, journal.Status.Salvage!.Status);
        }

        Assert.Equal(
            Salvager.MostKept, Directory.GetFiles(Path.GetDirectoryName(place.File)!, "journal.db.damaged-*").Length);
    }

    [Fact]
    public async Task A_folder_without_a_file_is_a_new_start_without_a_loss()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open();

        Assert.Single(place.Notes.Of(3001));
        Assert.Empty(place.Notes.Errors);
        Assert.Null(journal.Status.Salvage);
        Assert.Empty(journal.Everything());
    }

    // Else a power cut at the first start would leave an empty file, and the second start would report a loss of what never was.
    [Fact]
    public async Task A_new_file_gets_its_name_when_it_is_whole()
    {
        using Place place = new();
        string? came = null;
        using FileSystemWatcher watcher = new(Path.GetDirectoryName(place.File)!);
        watcher.Created += (_, change) => Note(change.Name, "created");
        watcher.Renamed += (_, change) => Note(change.Name, "renamed");
        watcher.EnableRaisingEvents = true;

        await using SqliteJournal journal = place.Open();

        await Eventually.TrueAsync(() => Volatile.Read(ref came) is not null, "the file came", Stop);
        Assert.Equal("renamed", came);

        void Note(string? name, string how)
        {
            if (name == Path.GetFileName(place.File))
            {
                _ = Interlocked.CompareExchange(ref came, how, null);
            }
        }
    }

    [Fact]
    public async Task A_first_start_that_was_cut_is_a_new_start()
    {
        using Place place = new();
        await File.WriteAllBytesAsync(JournalFile.SalvageOf(place.File), [], Stop);
        await using SqliteJournal journal = place.Open();

        Assert.Single(place.Notes.Of(3001));
        Assert.Empty(place.Notes.Errors);
        Assert.False(File.Exists(JournalFile.SalvageOf(place.File)));
    }

    private static void AssertAllIsLost(DamagedJournal damaged, SqliteJournal journal)
    {
        Assert.Equal(JournalRecordKind.Loss, Assert.Single(journal.Everything()).Kind);
        Assert.Equal(JournalSalvageStatus.Done, journal.Status.Salvage!.Status);
        Assert.False(journal.Status.Salvage.EndKnown);
        Assert.NotEqual(damaged.Epoch, journal.Status.Runs.Of(journal.Status.LastSeq).Epoch);
        Assert.Single(damaged.Place.Notes.Of(3002));
        Assert.Single(damaged.Place.Notes.Of(3011));
    }
}
