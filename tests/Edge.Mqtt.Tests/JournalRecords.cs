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
            for (int i = 0; i < count; i++)
            {
                DateTimeOffset time = Station.Start.AddSeconds(journal.Status.LastSeq);
                journal.Add(
                    new FieldEvent
                    {
                        Device = new("4"),
                        Content = new StateChange(i % 2 != 0),
                        Tag = "LA152B03",
                        Time = time,
                        Received = time,
                    },
                    time);
            }
        }
    }
}
