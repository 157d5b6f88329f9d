using System.Buffers;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Google.Protobuf;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

public sealed class A_record_says_whether_it_has_a_time
{
    [Theory]
    [InlineData("", RecordClock.Right, null)]
    [InlineData("unsynchronised", RecordClock.Unsynchronised, "unsynchronised")]
    [InlineData("notSet", RecordClock.NotSet, "notSet")]
    [InlineData("aNewerWord", RecordClock.NotSet, "aNewerWord")]
    public void The_word_of_its_gateway_is_taken_over(string word, RecordClock clock, string? received)
    {
        JournalEntry[] entries = Read(word);
        Assert.Equal([clock, clock, clock], entries.Select(entry => entry.Clock));
        EventMessage happened = Assert.IsType<EventRecord>(entries[1].Record).Event;
        EnergyMessage energy = Assert.IsType<EnergyRecord>(entries[2].Record).Energy;
        Assert.Equal((received, received), (happened.GatewayClock, energy.GatewayClock));
    }

    [Fact]
    public void A_word_without_measure_sets_the_record_aside() =>
        Assert.Contains("gatewayClock", Read(new string('x', 2001))[1].Error, StringComparison.Ordinal);

    private static JournalEntry[] Read(string word)
    {
        Batch batch = new()
        {
            Epoch = "e1",
            LastSeq = 3,
            OldestSeq = 1,
            Names = { "A" },
            Records =
            {
                new Record { Seq = 1, Clock = word, Samples = new Samples { Samples_ = { new Sample { Name = 0, Value = 1 } } } },
                new Record { Seq = 2, Clock = word, Event = new Event { Type = "idle", TimeSource = "gateway", Clock = "unsynchronised" } },
                new Record { Seq = 3, Clock = word, Energy = new Energy { Kind = "day", Clock = "unsynchronised" } },
            },
        };
        return [.. JournalBatchReader.Read("los-alamos", new ReadOnlySequence<byte>(batch.ToByteArray()), new IngestLimits()).Entries];
    }
}
