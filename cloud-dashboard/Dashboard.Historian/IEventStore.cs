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

/// <summary>A record that was kept as <see cref="HistorianRecord.Ahead"/> and has its own identity now.</summary>
/// <param name="Record">The record as it is kept now; <see cref="HistorianRecord.Beside"/> another one where that had its number.</param>
/// <param name="Before">The key under which it was kept.</param>
/// <param name="Became">Whether it was kept under its own identity already.</param>
public readonly record struct Placed(HistorianRecord Record, string Before, Stored Became);

/// <summary>What became of the records that were kept as <see cref="HistorianRecord.Ahead"/>.</summary>
/// <param name="Records">Those that have their own identity now.</param>
/// <param name="Next">The lowest number of those that remain; null without any.</param>
public readonly record struct PlacedAhead(IReadOnlyList<Placed> Records, long? Next);

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

    /// <summary>
    /// Gives records that were kept as <see cref="HistorianRecord.Ahead"/> their own identity, because their gateway has announced their
    /// numbers now. One transaction, of a limited number of records: while <see cref="PlacedAhead.Next"/> is announced there are more.
    /// </summary>
    /// <param name="site">The site.</param>
    /// <param name="epoch">An epoch of its journal; the numbers of the others of the same base are announced with it.</param>
    /// <param name="lastSeq">The last number that is announced.</param>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    PlacedAhead PlaceAhead(string site, string epoch, long lastSeq);

    /// <summary>A page of events, newest first.</summary>
    /// <param name="query">Which, how many, and which of them is the newest.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EventRecord> QueryEvents(RecordQuery query);

    /// <summary>A page of energies, newest first by their own time. The query must not have a type or another order.</summary>
    /// <param name="query">Which, and how many.</param>
    /// <exception cref="HistorianException">It could not be read.</exception>
    RecordPage<EnergyRecord> QueryEnergies(RecordQuery query);
}
