using Edge.Contracts.Journal;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>Records of a journal: mostly samples of ten tags, every seventh an event.</summary>
internal static class Recordings
{
    internal static readonly string[] Names = [.. Enumerable.Range(0, 10).Select(i => $"AI{i}")];

    internal static long TimeOf(long seq) =>
        JournalEvents.Microseconds(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) + (seq * 1_000_000);

    internal static Record[] Make(int count) => [.. Enumerable.Range(1, count).Select(seq => seq % 7 == 0 ? Event(seq) : Samples(seq))];

    internal static Record Samples(long seq)
    {
        Record record = new() { Seq = seq, Time = TimeOf(seq), Samples = new Samples() };
        for (uint name = 0; name < 10; name += 3)
        {
            record.Samples.Samples_.Add(new Sample { Name = name, Value = seq + (name / 10.0), Whole = seq });
        }

        return record;
    }

    internal static Record Event(long seq, string tag = "LA152B03") => new()
    {
        Seq = seq,
        Time = TimeOf(seq),
        Event = new Event
        {
            Type = "digital",
            Tag = tag,
            State = 0,
            Text = "Abierto",
            Time = TimeOf(seq) * 10,
            TimeSource = "device",
            Clock = "synchronised",
            Received = TimeOf(seq) * 10,
        },
    };
}
