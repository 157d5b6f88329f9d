using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Journal.Tests.Checkpoints;

/// <summary>
/// ADR 0002 over the real files: a device that releases its events when a new sequence arrives, a gateway that dies at each step, and the
/// question that the next one asks. Every event must be in the journal once, whatever was in the answers around it.
/// </summary>
public sealed class Devices_are_read_exactly_once
{
    private const int Polls = 4;

    /// <summary>Where the gateway dies within a poll.</summary>
    public enum Step
    {
        BeforeTheQuestion,
        AfterTheAnswer,
        WithinTheWrite,
        AfterTheWrite,
    }

    private sealed class Device
    {
        private int _last = -1;
        private int _events;
        private List<int> _answer = [];

        public int Made => _events;

        /// <summary>The same sequence brings the same answer; another one releases the events of the last.</summary>
        public List<int> Ask(int sequence, bool hasEvent)
        {
            if (sequence != _last)
            {
                _last = sequence;
                _answer = hasEvent ? [_events++] : [];
            }

            return _answer;
        }
    }

    [Theory]
    [InlineData(Step.BeforeTheQuestion)]
    [InlineData(Step.AfterTheAnswer)]
    [InlineData(Step.WithinTheWrite)]
    [InlineData(Step.AfterTheWrite)]
    public async Task Whatever_the_answers_bring_and_wherever_it_dies(Step step)
    {
        for (int pattern = 0; pattern < 1 << Polls; pattern++)
        {
            for (int death = 0; death < Polls; death++)
            {
                await RunAsync(pattern, death, step);
            }
        }
    }

    private static async Task RunAsync(int pattern, int death, Step step)
    {
        Device device = new();
        Place place = new();
        SqliteJournal journal = place.Open();
        try
        {
            for (int poll = 0; poll < Polls; poll++)
            {
                bool hasEvent = (pattern >> poll & 1) != 0;
                if (poll == death)
                {
                    byte[] before = SideFile(place);
                    if (step != Step.BeforeTheQuestion)
                    {
                        JournalEntry entry = Ask(journal, device, hasEvent);
                        _ = step == Step.AfterTheAnswer ? 0 : journal.Append(entry);
                    }

                    Place left = place.Copy();
                    if (step == Step.WithinTheWrite && !hasEvent)
                    {
                        CutTheWrite(left, before);
                    }

                    await journal.DisposeAsync();
                    place.Dispose();
                    place = left;
                    journal = place.Open();
                }

                _ = journal.Append(Ask(journal, device, hasEvent));
            }

            // What the last answer brought is there already; the others must be released, each in its turn.
            int[] kept = [.. journal.Everything().Select(record => record.Event!.Value.Count!.Value)];
            Assert.True(
                Enumerable.Range(0, device.Made).SequenceEqual(kept),
                $"events {Convert.ToString(pattern, 2)}, death at {death}, {step}: {string.Join(' ', kept)} of {device.Made}");
            Assert.Empty(place.Notes.Errors);
        }
        finally
        {
            await journal.DisposeAsync();
            place.Dispose();
        }
    }

    // The successor of the sequence in the checkpoint, as the driver asks.
    private static JournalEntry Ask(SqliteJournal journal, Device device, bool hasEvent)
    {
        byte sequence = (byte)((journal.CheckpointOf("comaster") ?? 0) + 1);
        return Make.Read("comaster", sequence, 12, [.. device.Ask(sequence, hasEvent).Select(n => Make.Energy(n, Make.Noon))]);
    }

    private static byte[] SideFile(Place place) =>
        File.Exists(place.SideFile) ? File.ReadAllBytes(place.SideFile) : new byte[CheckpointFile.Length];

    // Of the sector that was being written only the first half reached the disk.
    private static void CutTheWrite(Place left, byte[] before)
    {
        byte[] after = SideFile(left);
        int sector = before.AsSpan().CommonPrefixLength(after) / CheckpointFile.Stride * CheckpointFile.Stride;
        before.AsSpan(sector + 40, CheckpointFile.Stride - 40).CopyTo(after.AsSpan(sector + 40));
        File.WriteAllBytes(left.SideFile, after);
    }
}
