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

/// <summary>Stores events and energies indefinitely, each identity (site, epoch, seq) once.</summary>
public interface IEventStore : IDisposable
{
    /// <summary>Stores records. When it returns they are on the disk.</summary>
    /// <param name="batch">The records; one transaction.</param>
    /// <returns>The result for each record.</returns>
    /// <exception cref="HistorianException">None of them could be stored; the message says why.</exception>
    IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch);

    /// <summary>A page of events, newest first.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EventRecord> QueryEvents(RecordQuery query);

    /// <summary>A page of energies, newest first. The query must not have a type.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EnergyRecord> QueryEnergies(RecordQuery query);
}
