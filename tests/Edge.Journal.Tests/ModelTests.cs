using System.Collections.Immutable;
using CsCheck;
using Edge.Pipeline;
using TestKit;
using TestKit.Field;

namespace Edge.Journal.Tests;

/// <summary>The journal against the simplest thing that does the same: lists in memory.</summary>
public sealed class ModelTests
{
    private sealed class Model
    {
        public List<(long Seq, string Content)> Records { get; } = [];

        public Dictionary<string, long> Cursors { get; } = [];

        public byte? Checkpoint { get; set; }
    }

    private abstract record Step
    {
        public sealed record Append(int Events, int Samples, byte? Checkpoint) : Step;

        public sealed record Move(string Reader, int Seq) : Step;

        public sealed record Read(int After, int Limit) : Step;

        public sealed record Restart : Step;
    }

    private static readonly Gen<Step> s_steps = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Byte[0, 4].Nullable(), (e, s, m) => (Step)new Step.Append(e, s, m))),
        (2, Gen.Select(Gen.Bool.Select(b => b ? "mqtt" : "historian"), Gen.Int[0, 40], (r, s) => (Step)new Step.Move(r, s))),
        (2, Gen.Select(Gen.Int[0, 40], Gen.Int[1, 10], (a, l) => (Step)new Step.Read(a, l))),
        (1, Gen.Const((Step)new Step.Restart())));

    [Fact]
    public void Any_order_of_appends_moves_reads_and_restarts_is_as_in_the_model() =>
        s_steps.Array[1, 30].Sample(steps =>
        {
            using var place = new Place();
            var model = new Model();
            SqliteJournal journal = place.Open();
            try
            {
                int made = 0;
                foreach (Step step in steps)
                {
                    switch (step)
                    {
                        case Step.Append append:
                            Append(journal, model, append, ref made);
                            break;
                        case Step.Move move:
                            Move(journal, model, move);
                            break;
                        case Step.Read read:
                            Assert.Equal(
                                model.Records.Where(r => r.Seq > read.After).Take(read.Limit),
                                journal.Read(read.After, read.Limit).Select(r => (r.Seq, Content(r))));
                            break;
                        default:
                            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
                            journal = place.Open();
                            break;
                    }
                }

                Assert.Equal(model.Records, journal.Everything().Select(r => (r.Seq, Content(r))));
                Assert.Equal(model.Checkpoint, journal.GetCheckpoint("comaster") is { } mark ? mark.Span[0] : null);
                Assert.Empty(place.Notes.Errors);
            }
            finally
            {
                journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }, iter: Seeds.OrUsually(40), threads: 1);

    private static void Append(SqliteJournal journal, Model model, Step.Append append, ref int made)
    {
        int first = made;
        made += append.Events + append.Samples;
        var entry = new JournalEntry(
            Make.Noon,
            Enumerable.Range(first, append.Samples).Select(i => Make.Analog("T" + (i % 5), i, i * 0.1)).ToArray(),
            [.. Enumerable.Range(first + append.Samples, append.Events).Select(i => Make.Energy(i, Make.Noon))])
        {
            Checkpoint = append.Checkpoint is { } mark ? new DeviceCheckpoint("comaster", new[] { mark }) : null,
        };
        long last = journal.Append(entry);
        if (append.Checkpoint is null || append.Checkpoint != model.Checkpoint)
        {
            model.Checkpoint = append.Checkpoint ?? model.Checkpoint;
            model.Records.AddRange(entry.Events.Select((e, i) => (model.Records.Count + 1L + i, "E" + e.Count)).ToArray());
            if (append.Samples > 0)
            {
                model.Records.Add((model.Records.Count + 1L, "S" + string.Join(',', Enumerable.Range(first, append.Samples))));
            }
        }

        Assert.Equal(model.Records.Count, last);
    }

    private static void Move(SqliteJournal journal, Model model, Step.Move move)
    {
        if (move.Seq > model.Records.Count)
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => journal.MoveCursor(move.Reader, move.Seq));
            return;
        }

        journal.MoveCursor(move.Reader, move.Seq);
        model.Cursors[move.Reader] = Math.Max(move.Seq, model.Cursors.GetValueOrDefault(move.Reader));
        Assert.Equal(model.Cursors[move.Reader], journal.GetCursor(move.Reader));
    }

    private static string Content(JournalRecord record) =>
        record.Event is { } energy ? "E" + energy.Count : "S" + string.Join(',', record.Samples.Select(s => s.Raw));
}
