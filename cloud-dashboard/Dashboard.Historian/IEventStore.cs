namespace Dashboard.Historian;

/// <summary>What became of a record.</summary>
public enum Stored
{
    /// <summary>It was there already.</summary>
    Known,

    /// <summary>It is new.</summary>
    New,

    /// <summary>It is new, and its identity had another content already: it is kept as <see cref="HistorianRecord.Beside"/>.</summary>
    Beside,
}

/// <summary>Where events and energies are kept for ever, each identity (site, epoch, seq) once.</summary>
public interface IEventStore : IDisposable
{
    /// <summary>Stores records. What it returned from is on the disk.</summary>
    /// <param name="batch">The records; one transaction.</param>
    /// <returns>For each what became of it.</returns>
    /// <exception cref="HistorianException">None of them could be stored; the message says why.</exception>
    IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch);

    /// <summary>A page of events, newest first.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EventRecord> QueryEvents(RecordQuery query);

    /// <summary>A page of energies, newest first. A type is not for them.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EnergyRecord> QueryEnergies(RecordQuery query);
}
