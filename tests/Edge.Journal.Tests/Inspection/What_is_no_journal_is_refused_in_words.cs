using Edge.Journal.Inspection;
using TestKit;

namespace Edge.Journal.Tests.Inspection;

public sealed class What_is_no_journal_is_refused_in_words
{
    [Fact]
    public void A_file_that_is_not_there()
    {
        using Place place = new();
        Assert.Equal(JournalFault.Missing, Looks.FaultOf(place.File));
        Assert.Equal(JournalFault.Missing, Looks.FaultOf("/nowhere/journal.db"));
        Assert.Empty(Looks.Files(place.File));
    }

    [Fact]
    public void A_directory_or_a_text()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(JournalFault.NotAJournal, Looks.FaultOf(folder.Path));
        string text = folder.At("journal.db");
        File.WriteAllText(text, new string('x', 5000));
        Assert.Equal(JournalFault.NotAJournal, Looks.FaultOf(text));
    }

    [Fact]
    public void A_file_without_a_byte_is_empty()
    {
        using Place place = new();
        File.WriteAllBytes(place.File, []);
        Assert.Equal(JournalFault.Empty, Looks.FaultOf(place.File));
    }

    [Fact]
    public void Another_programs_database()
    {
        using Place place = new();
        Looks.Execute(place.File, "CREATE TABLE theirs (x)");
        Assert.Equal(JournalFault.NotAJournal, Looks.FaultOf(place.File));
    }

    [Theory]
    [InlineData(1, JournalFault.TooOld)]
    [InlineData(2, JournalFault.TooOld)]
    [InlineData(JournalSchema.Version + 1, JournalFault.TooNew)]
    public async Task A_schema_of_another_time(long schema, JournalFault fault)
    {
        using Place place = new();
        await place.Open().DisposeAsync();
        Looks.Execute(place.File, $"PRAGMA user_version = {schema}");
        Assert.Equal(fault, Looks.FaultOf(place.File));
    }

    [Fact]
    public async Task A_copy_without_the_index_of_its_log()
    {
        using Place place = new();
        using Place copy = new();
        await using SqliteJournal journal = place.Open();
        _ = journal.Append(Make.Marked(1, Make.Digital(1, Make.Noon)));
        File.WriteAllBytes(copy.File, Looks.BytesOf(place.File));
        File.WriteAllBytes(copy.File + "-wal", Looks.BytesOf(place.File + "-wal"));
        Assert.Equal(JournalFault.LogWithoutIndex, Looks.FaultOf(copy.File));
        File.WriteAllBytes(copy.File + "-shm", Looks.BytesOf(place.File + "-shm"));
        _ = Assert.Single(Looks.All(copy.File));
    }

    [Fact]
    public async Task A_file_whose_tables_are_noise_is_damaged()
    {
        using Place place = new();
        await place.Open().DisposeAsync();
        byte[] bytes = File.ReadAllBytes(place.File);
        bytes.AsSpan(100, 1000).Fill(0x5A);
        File.WriteAllBytes(place.File, bytes);
        Assert.Equal(JournalFault.Damaged, Looks.FaultOf(place.File));
    }

    [Fact]
    public async Task A_journal_without_a_record_is_one()
    {
        using Place place = new();
        await place.Open().DisposeAsync();
        JournalCheck check = Looks.Check(place.File);
        Assert.Equal((0, 0, null), (check.Count, check.Survey.Records, check.Survey.Oldest));
        Assert.Equal(0, check.Survey.Facts.LastSeq);
    }
}
