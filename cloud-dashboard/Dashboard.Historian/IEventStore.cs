namespace Dashboard.Historian;

/// <summary>The result of storing a record.</summary>
public enum Stored
{
    /// <summary>It was stored already.</summary>
    Known,

    /// <summary>It is new.</summary>
    New,

    /// <summary>
    /// It is new, but the store has other content under its identity: it is kept as <see cref="HistorianRecord.Beside"/>.
    /// </summary>
    Beside,
}

/// <summary>What became of a record.</summary>
/// <param name="Became">Whether it was new.</param>
/// <param name="Arrival">Its place in the order of arrival, if it was new.</param>
public readonly record struct Arrived(Stored Became, long Arrival);

/// <summary>Stores events and energies indefinitely, each identity (site, epoch, seq) once.</summary>
public interface IEventStore : IDisposable
{
    /// <summary>The last <see cref="HistorianRecord.Arrival"/> that is stored; 0 without any.</summary>
    /// <exception cref="HistorianException">It could not be read.</exception>
    long LastArrival();

    /// <summary>Stores records. When it returns they are on the disk.</summary>
    /// <param name="batch">The records; one transaction.</param>
    /// <returns>The result for each record.</returns>
    /// <exception cref="HistorianException">None of them could be stored; the message says why.</exception>
    IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch);

    /// <summary>A page of events, newest first.</summary>
    /// <param name="query">Which, how many, and which of them is the newest.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EventRecord> QueryEvents(RecordQuery query);

    /// <summary>A page of energies, newest first by their own time. The query must not have a type or another order.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EnergyRecord> QueryEnergies(RecordQuery query);
}
