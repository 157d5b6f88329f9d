using Edge.Journal.Inspection;
using Edge.Journal.Pages;
using Edge.Journal.Tests.Faults;
using Edge.Pipeline;

namespace Edge.Journal.Tests.Inspection;

[Trait("Category", "Slow")]
public sealed class A_journal_is_checked
{
    [Fact]
    public async Task A_sound_one_has_no_findings_and_is_counted()
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        JournalCheck check = Looks.Check(made.Place.File);
        Assert.Empty(check.Findings);
        JournalSurvey survey = check.Survey;
        Assert.Equal(4 * DamagedJournal.Entries, survey.Records);
        Assert.Equal(2 * DamagedJournal.Entries, survey.Kinds[JournalRecordKind.Event]);
        Assert.Equal(DamagedJournal.Entries, survey.Kinds[JournalRecordKind.Samples]);
        Assert.Equal((1, survey.Records, Make.Noon), (survey.Oldest!.Value.Seq, survey.Newest!.Value.Seq, survey.Oldest.Value.Time));
        JournalBacklog backlog = Assert.Single(survey.Backlogs);
        Assert.Equal(new JournalCursor("mqtt", DamagedJournal.Handled), backlog.Cursor);
        Assert.Equal((2500, 1875), (backlog.Records, backlog.Events));

        // An entry is four records, the first at noon: record 301 is of entry 75.
        Assert.Equal((301, Make.Noon.AddSeconds(75)), (backlog.FirstSeq, backlog.FirstTime));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_page_costs_what_is_on_it(bool samples)
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        int[] pages = made.PagesOf(TreePageKind.TableLeaf, samples ? RowTable.Sample : RowTable.Event);
        made.NoiseOver(pages[pages.Length / 2]);
        JournalCheck check = Looks.Check(made.Place.File);
        JournalFinding finding = Assert.Single(check.Findings);
        Assert.Equal((JournalFindingKind.Unreadable, samples ? "sample" : "event"), (finding.Kind, finding.Name));
        long[] left = [.. Looks.All(made.Place.File).Select(row => row.Seq)];
        JournalRecord[] lost = [.. made.Truth.Values.Where(record => !left.Contains(record.Seq))];
        Assert.NotEmpty(lost);
        Assert.All(lost, record => Assert.InRange(record.Seq, finding.FirstSeq, finding.LastSeq));
        Assert.All(lost, record => Assert.Equal(samples, record.Kind == JournalRecordKind.Samples));
        Assert.InRange(lost.Length, 1, 80);
    }

    [Fact]
    public async Task Noise_anywhere_ends_no_check_with_another_failure()
    {
        Random random = new(20261129);
        for (int round = 0; round < 12; round++)
        {
            using DamagedJournal made = await DamagedJournal.WriteAsync();
            long size = new FileInfo(made.Place.File).Length;
            made.Noise(random.NextInt64(100, size - 5000), random.Next(1, 5000));
            try
            {
                JournalCheck check = Looks.Check(made.Place.File);
                Assert.True(check.Survey.Records <= made.Truth.Count);
                Assert.Equal(made.Truth.Count > Looks.All(made.Place.File).Count(row => row.Record!.Problem is null), check.Count > 0);
            }
            catch (JournalUnreadableException unreadable)
            {
                Assert.Contains(unreadable.Fault, new[] { JournalFault.Damaged, JournalFault.NotAJournal });
            }
        }
    }

    [Fact]
    public async Task Numbers_that_nothing_tells_are_a_gap()
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        Looks.Execute(made.Place.File, "DELETE FROM event WHERE seq BETWEEN 405 AND 407; DELETE FROM event WHERE seq = 1;");
        JournalCheck check = Looks.Check(made.Place.File);
        Assert.Equal(
            [(JournalFindingKind.Gap, 1, 1), (JournalFindingKind.Gap, 405, 407)],
            check.Findings.Select(finding => (finding.Kind, finding.FirstSeq, finding.LastSeq)));
        Assert.Equal(4, check.Survey.Missing);
    }

    [Fact]
    public async Task A_thousand_gaps_are_listed_and_all_are_counted()
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        Looks.Execute(made.Place.File, "DELETE FROM event WHERE seq % 2 = 1");
        JournalCheck check = Looks.Check(made.Place.File);
        Assert.Equal((1000, 1000, 1400), (check.Survey.Gaps.Count, check.Findings.Count, check.Survey.Missing));
    }

    [Fact]
    public async Task What_a_salvage_lost_is_told_and_no_finding()
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        int[] pages = made.PagesOf(TreePageKind.TableLeaf, RowTable.Event);
        made.NoiseOver(pages[0]);
        made.NoiseOver(pages[^2]);
        made.Clock.Advance(TimeSpan.FromDays(1));
        await using (SqliteJournal journal = made.Open())
        {
            await DamagedJournal.SalvagedAsync(journal);
            made.Clock.Advance(TimeSpan.FromMinutes(1));
            _ = journal.Append(new JournalEntry(made.Clock.GetUtcNow(), default, [Make.Digital(1, Make.Noon)]));
        }

        JournalCheck check = Looks.Check(made.Place.File);
        Assert.Empty(check.Findings);
        Assert.NotEqual(0, check.Survey.Missing);
        Assert.Contains(check.Survey.Gaps, gap => gap.ToldBy == GapToldBy.Record);
        Assert.Contains(check.Survey.Gaps, gap => gap.ToldBy == GapToldBy.Salvage);
        Assert.NotNull(check.Survey.Facts.Salvage);
        _ = Assert.Single(check.Survey.Facts.Kept);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public async Task A_hole_in_the_log_is_found_before_the_next_start(double part)
    {
        using Place place = new();
        using Place copy = new();
        await using SqliteJournal journal = place.Open();
        for (int i = 0; i < 50; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(i % 16, Make.Noon)]));
        }

        foreach (string suffix in new[] { "", "-wal", "-shm" })
        {
            await File.WriteAllBytesAsync(copy.File + suffix, Looks.BytesOf(place.File + suffix), TestContext.Current.CancellationToken);
        }

        Assert.Empty(Looks.Check(copy.File).Findings);
        using (FileStream log = new(copy.File + "-wal", FileMode.Open, FileAccess.Write))
        {
            log.Position = (long)(log.Length * part);
            log.Write(new byte[part == 0 ? 32 : 500]);
        }

        Assert.Equal(JournalFindingKind.Log, Assert.Single(Looks.Check(copy.File).Findings).Kind);
    }

    [Fact]
    public async Task What_was_dropped_by_intent_is_no_gap()
    {
        using Place place = new();
        await using SqliteJournal journal = place.Open(maximumBytes: JournalOptions.SmallestMaximumBytes);
        _ = journal.GetCursor("mqtt");
        for (int i = 0; i < 600; i++)
        {
            Sample[] samples = [.. Enumerable.Range(0, 100).Select(n => Make.Analog("A" + n, i, (i * 0.1) + n))];
            _ = journal.Append(new JournalEntry(Make.Noon, samples, i % 10 == 0 ? [Make.Digital(1, Make.Noon)] : []));
        }

        Assert.NotEqual(0, journal.Status.Dropped);
        JournalCheck check = Looks.Check(place.File);
        Assert.Empty(check.Findings);
        Assert.Equal((journal.Status.Dropped, journal.Status.LastSeq), (check.Survey.Facts.Dropped, check.Survey.Facts.LastSeq));
        Assert.Equal(0, check.Survey.Missing);
    }

    [Theory]
    [InlineData("UPDATE sample SET body = x'' WHERE seq = 4", JournalFindingKind.Record, 4, "has only 0 bytes")]
    [InlineData("UPDATE event SET kind = 9 WHERE seq = 5", JournalFindingKind.Record, 5, "kind is 9")]
    [InlineData("UPDATE event SET kind = 2 WHERE seq = 5", JournalFindingKind.Record, 5, "its content is of another one")]
    [InlineData("UPDATE event SET kind = 0 WHERE seq = 5", JournalFindingKind.Record, 5, "does not belong into its table")]
    [InlineData("UPDATE event SET time = -1 WHERE seq = 5", JournalFindingKind.Record, 5, "time is out of range")]
    [InlineData("UPDATE cursor SET seq = 9999", JournalFindingKind.Cursor, 9999, "")]
    [InlineData("UPDATE cursor SET seq = -1", JournalFindingKind.Cursor, -1, "")]
    [InlineData("INSERT INTO event SELECT 4, kind, time, body FROM event WHERE seq = 5", JournalFindingKind.TwoOfOneSeq, 4, "")]
    [InlineData("INSERT INTO element VALUES ('E1', 1, x'00')", JournalFindingKind.Element, 0, "has only 1 bytes")]
    public async Task Each_thing_that_can_be_wrong_is_found(string harm, JournalFindingKind kind, long seq, string detail)
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        Looks.Execute(made.Place.File, harm);
        JournalFinding finding = Assert.Single(Looks.Check(made.Place.File).Findings);
        Assert.Equal((kind, seq), (finding.Kind, finding.FirstSeq));
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal-schema3.db", 3)]
    [InlineData("journal-schema4.db", 4)]
    public async Task A_file_of_an_older_schema_is_read_as_it_is(string file, long schema)
    {
        using Place place = new();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", file), place.File);
        Dictionary<string, string> files = Looks.Files(place.File);
        JournalCheck check = Looks.Check(place.File);
        Assert.Empty(check.Findings);
        Assert.Equal((schema, null), (check.Survey.Facts.Schema, check.Survey.Facts.DroppedEvents));
        JournalRow[] rows = Looks.All(place.File);
        Assert.Equal(files, Looks.Files(place.File));
        await using SqliteJournal journal = place.Open();
        Assert.Equal(journal.Everything().Select(record => (record.Seq, record.Event)), rows.Select(row => (row.Seq, row.Record!.Event)));
    }

    [Fact]
    public async Task A_filter_leaves_out_other_kinds_and_times()
    {
        using DamagedJournal made = await DamagedJournal.WriteAsync();
        RecordFilter filter = new()
        {
            Kinds = [JournalRecordKind.Energy],
            From = Make.Noon.AddSeconds(10),
            To = Make.Noon.AddSeconds(13),
        };
        Assert.Equal(
            [10, 11, 12], Looks.All(made.Place.File, filter).Select(row => row.Record!.Event!.Value.Content.Energy!.Value.Count));
        Assert.All(
            Looks.All(made.Place.File, new RecordFilter { Bodies = false }), row => Assert.Null(row.Record));
    }
}
