using Edge.Domain;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

/// <summary>What the tests of the publisher put into a journal.</summary>
internal static class JournalRecords
{
    extension(MemoryJournal journal)
    {
        /// <summary>So many changes of the breaker, one a second.</summary>
        public void AddEvents(int count)
        {
            DateTimeOffset first = Station.Start.AddSeconds(journal.Status.LastSeq);
            journal.Add(Enumerable.Range(0, count).Select(i => (
                new FieldEvent
                {
                    Device = new("4"),
                    Content = new StateChange(i % 2 != 0),
                    Tag = "LA152B03",
                    Time = first.AddSeconds(i),
                    Received = first.AddSeconds(i),
                },
                first.AddSeconds(i))));
        }
    }
}
