namespace Dashboard.Historian.Tests;

/// <summary>A store that can or cannot be written, and can or cannot be looked at.</summary>
internal sealed class FailingStore : IEventStore
{
    public bool WritesFail { get; set; }

    public bool LooksFail { get; set; }

    public long LastArrival() => LooksFail ? throw new HistorianException("away") : 0;

    public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) =>
        WritesFail ? throw new HistorianException("full") : [.. batch.Select(_ => Stored.New)];

    public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) => throw new NotSupportedException();

    public RecordPage<EventRecord> QueryEvents(RecordQuery query) => throw new NotSupportedException();

    public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => throw new NotSupportedException();

    public void Dispose()
    {
        // It has nothing open.
    }
}
