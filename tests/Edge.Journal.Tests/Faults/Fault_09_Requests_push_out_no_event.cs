using Edge.Domain;
using Edge.Journal.Inspection;
using Edge.Journal.Tests.Inspection;
using Edge.Pipeline;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// A flood of requests was journaled and pushed out events that a control centre had not read. Records of what operators did go first now.
/// </summary>
public sealed class Fault_09_Requests_push_out_no_event
{
    private const long Small = JournalOptions.SmallestMaximumBytes;

    [Fact]
    public async Task Unread_events_stay_while_records_of_operators_are_dropped()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        _ = journal.GetCursor("northbound-0");
        FieldEvents events = [.. Enumerable.Range(0, 200).Select(i => Make.Digital(i % 16, Make.Noon))];
        _ = journal.Append(new JournalEntry(Make.Noon, default, events));
        for (int i = 0; i < 4000; i++)
        {
            ElementState state = new("E4289S05", ElementAttribute.Text, i.ToString(), ElementAction.Set, "flood", Make.Noon);
            _ = journal.Append(new JournalEntry(Make.Noon, default, []) { Elements = new[] { state } });

            // The reader of the broker keeps pace; the control centre does not come.
            journal.MoveCursor("mqtt", journal.Status.LastSeq);
        }

        JournalRecord[] left = [.. journal.Everything()];
        Assert.Equal(200, left.Count(record => record.Event is not null));
        Assert.InRange(left.Count(record => record.Kind == JournalRecordKind.Operator), 1, 3500);
        Assert.InRange(journal.Status.Bytes, 0, Small + 65_536);

        // Nothing is lost in silence, and the newest state of the element is there.
        JournalRecord[] losses = [.. left.Where(record => record.Kind == JournalRecordKind.Loss)];
        Assert.Equal(4000 - left.Count(record => record.Kind == JournalRecordKind.Operator), losses.Sum(loss => loss.Dropped));
        Assert.Equal("3999", Assert.Single(journal.GetElements()).Value);
    }

    /// <summary>Pages that were freed still hold them, and the file lacks their numbers.</summary>
    [Fact]
    public async Task What_was_dropped_of_operators_is_no_gap_and_stays_dropped()
    {
        using var place = new Place();
        (long Seq, JournalRecordKind Kind)[] left;
        await using (SqliteJournal journal = place.Open(maximumBytes: Small))
        {
            _ = journal.GetCursor("northbound-0");
            ElementState state = new("E4289S05", ElementAttribute.Text, new string('x', 500), ElementAction.Set, "flood", Make.Noon);
            for (int i = 0; i < 200; i++)
            {
                _ = journal.Append(new JournalEntry(Make.Noon, default, [Make.Digital(i % 16, Make.Noon)])
                {
                    Elements = Enumerable.Repeat(state, 20).ToArray(),
                });
            }

            left = Rows(journal);
        }

        Assert.InRange(left.Count(record => record.Kind == JournalRecordKind.Operator), 1, 3500);
        JournalCheck check = Looks.Check(place.File);
        Assert.Empty(check.Findings);
        Assert.Equal(0, check.Survey.Missing);

        using (FileStream file = new(place.File, FileMode.Open))
        {
            file.Write(new byte[100]);
        }

        await using SqliteJournal again = place.Open();
        Assert.Equal(0, again.Status.Salvage!.Records);
        Assert.Equal(left, Rows(again)[..left.Length]);
        Assert.Equal(0, Looks.Check(place.File).Survey.Missing);
    }

    private static (long Seq, JournalRecordKind Kind)[] Rows(SqliteJournal journal) =>
        [.. journal.Everything().Select(record => (record.Seq, record.Kind))];

    [Fact]
    public async Task When_nothing_else_is_left_the_oldest_events_go()
    {
        using var place = new Place();
        await using SqliteJournal journal = place.Open(maximumBytes: Small);
        _ = journal.GetCursor("northbound-0");
        FieldEvents twenty = [.. Enumerable.Range(0, 20).Select(i => Make.Digital(i % 16, Make.Noon))];
        ElementState state = new("E4289S05", ElementAttribute.Text, "1", ElementAction.Set, "ana", Make.Noon);
        for (int i = 0; i < 200; i++)
        {
            _ = journal.Append(new JournalEntry(Make.Noon, default, twenty) { Elements = new[] { state } });
        }

        JournalRecord[] left = [.. journal.Everything()];
        Assert.DoesNotContain(left[..100], record => record.Kind == JournalRecordKind.Operator);
        Assert.Equal(200 * 21, left.Count(r => r.Kind != JournalRecordKind.Loss) + left.Sum(record => record.Dropped));
    }
}
