using Edge.Gateway.Runtime;
using Edge.Journal;
using TestKit;
using TestKit.Logs;

namespace Edge.Gateway.Tests.Runtime;

public sealed class A_removed_historian_holds_nothing
{
    [Fact]
    public async Task Its_cursor_goes_and_all_others_stay()
    {
        using TemporaryFolder folder = new();
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = folder.At("journal.db") }, TimeProvider.System, new Notes<SqliteJournal>());
        foreach (string reader in new[] { "mqtt", "north/0/control", "historian", "former" })
        {
            _ = journal.GetCursor(reader);
        }

        Notes notes = new();
        HistorianReaders.RemoveOthers(["historian"], journal, notes);
        Assert.Equal(["historian", "mqtt", "north/0/control"], journal.Readers);
        Assert.Contains("'former'", notes.TextOf(5142), StringComparison.Ordinal);

        HistorianReaders.RemoveOthers([], journal, notes);
        Assert.Equal(["mqtt", "north/0/control"], journal.Readers);
    }
}
