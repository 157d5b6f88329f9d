using Edge.Domain;
using TestKit.Field;
using TestKit.Journals;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>What the tests of the outstation put into a journal.</summary>
internal static class CentreRecords
{
    extension(MemoryJournal journal)
    {
        /// <summary>An event as a COMaster sent it.</summary>
        public void Happen(byte[] native, int comaster = 0) => journal.Add(
            new FieldEvent
            {
                Device = ConcentratorLayout.IdOf(comaster, 2),
                Content = new StateChange(false),
                Time = Station.Noon,
                Received = Station.Noon,
                Native = new MaraNative(comaster, 2) { Bytes = new(native) },
            },
            Station.Noon);

        public void Samples() => journal.AddSamples(Station.Noon);
    }
}
