using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// Events and energies in one SQLite file, each identity (site, epoch, seq) once. When <see cref="Store"/> returns, the records are on the
/// disk: write-ahead log with <c>synchronous=FULL</c>. One writer at a time, and any number of readers.
/// </summary>
public sealed class SqliteEventStore : IEventStore
{
    /// <summary>The longest that a query may run.</summary>
    public static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(2);

    private readonly string _readConnectionString;
    private readonly SqliteConnection _writer;
    private readonly Lock _writing = new();

    private SqliteEventStore(string path, SqliteConnection writer)
    {
        Path = path;
        _writer = writer;
        _readConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, and creates it if it does not exist.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    public static SqliteEventStore Open(string path) => new(path, HistorianSchema.Open(path));

    /// <inheritdoc />
    public long LastArrival()
    {
        lock (_writing)
        {
            try
            {
                return HistorianSchema.Scalar(_writer, "SELECT coalesce(max(arrival), 0) FROM event");
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {Path} could not be read: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Stores a batch in one transaction: all of it or nothing.</summary>
    /// <returns>The result for each record; existing records are not changed.</returns>
    /// <exception cref="HistorianException">The disk is full, the file is damaged: nothing of the batch was stored.</exception>
    public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch)
    {
        Stored[] stored = new Stored[batch.Count];
        lock (_writing)
        {
            try
            {
                using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
                using RecordInsert insert = new(_writer);
                for (int i = 0; i < batch.Count; i++)
                {
                    stored[i] = insert.Run(batch[i]);
                }

                transaction.Commit();
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {Path} could not be written: {exception.Message}", exception);
            }
        }

        return stored;
    }

    /// <inheritdoc />
    public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq)
    {
        lock (_writing)
        {
            try
            {
                using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
                using RecordInsert insert = new(_writer);
                PlacedAhead placed = new AheadRecords(_writer, insert).Place(site, epoch, lastSeq);
                transaction.Commit();
                return placed;
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {Path} could not be written: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Events, newest first in the order of the query.</summary>
    /// <exception cref="HistorianException">The file cannot be read.</exception>
    public RecordPage<EventRecord> QueryEvents(RecordQuery query) => Query(query, "event", NewerWords.Event);

    /// <summary>Energies, newest first by the end of their period.</summary>
    /// <exception cref="HistorianException">The file cannot be read.</exception>
    public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => query is { Type: null, Order: EventOrder.Time }
        ? Query(query, "energy", static (site, payload, _) => NewerWords.Energy(site, payload))
        : throw new ArgumentException("Energies have no type, and are in the order of their time.", nameof(query));

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_writing)
        {
            _writer.Dispose();
        }

        using SqliteConnection pooled = new(_readConnectionString);
        SqliteConnection.ClearPool(pooled);
    }

    private RecordPage<T> Query<T>(RecordQuery query, string table, Func<string, ReadOnlyMemory<byte>, long, T> make)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, RecordQuery.MaximumLimit);
        try
        {
            using SqliteConnection connection = new(_readConnectionString);
            connection.Open();
            using QueryClock clock = new(connection, LongestQuery);
            using SqliteCommand command = connection.CreateCommand();
            Fill(command, query, table);
            ImmutableArray<T>.Builder records = ImmutableArray.CreateBuilder<T>();
            EventCursor? last = null;
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (records.Count == query.Limit)
                {
                    return new RecordPage<T>(records.ToImmutable(), last);
                }

                string site = reader.GetString(2);
                long arrival = reader.GetInt64(5);
                last = new EventCursor(
                    reader.GetInt64(0), reader.GetInt64(1), site, reader.GetString(3), query.Order == EventOrder.Arrival ? arrival : null);
                records.Add(make(site, OlderShape.Upgrade(Encoding.UTF8.GetBytes(reader.GetString(4))), arrival));
            }

            return new RecordPage<T>(records.ToImmutable(), null);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new HistorianException(
                $"A query took longer than {LongestQuery.TotalSeconds:0} s and was cancelled: ask for a shorter time or fewer filters.",
                exception);
        }
        catch (SqliteException exception)
        {
            throw new HistorianException($"The historian {Path} could not be read: {exception.Message}", exception);
        }
    }

    private static void Fill(SqliteCommand command, RecordQuery query, string table)
    {
        string arrival = table == "event" ? "arrival" : "0";
        StringBuilder sql = new($"SELECT time, seq, site, epoch, payload, {arrival} FROM {table} WHERE 1");
        Add("site = ", "$site", query.Site);
        Add("tag = ", "$tag", query.Tag);
        Add("type = ", "$type", query.Type is { } type ? EventRecord.TypeName(type) : null);
        Add("time >= ", "$from", query.From?.UtcTicks);
        Add("time < ", "$to", query.To?.UtcTicks);
        if (query.Before is { } before)
        {
            sql.Append(query.Order == EventOrder.Arrival
                ? " AND (arrival, time, seq, site, epoch) < ($ba, $bt, $bs, $bsite, $bepoch)"
                : " AND (time, seq, site, epoch) < ($bt, $bs, $bsite, $bepoch)");
            command.Parameters.AddWithValue("$ba", before.Arrival ?? 0);
            command.Parameters.AddWithValue("$bt", before.Ticks);
            command.Parameters.AddWithValue("$bs", before.Seq);
            command.Parameters.AddWithValue("$bsite", before.Site);
            command.Parameters.AddWithValue("$bepoch", before.Epoch);
        }

        // One record more than requested shows whether another page follows.
        sql.Append(query.Order == EventOrder.Arrival ? " ORDER BY arrival DESC, time DESC" : " ORDER BY time DESC")
            .Append(", seq DESC, site DESC, epoch DESC LIMIT $limit");
        command.Parameters.AddWithValue("$limit", query.Limit + 1);
#pragma warning disable CA2100 // Composed of our own constants; every value is a parameter.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(" AND ").Append(condition).Append(name);
                command.Parameters.AddWithValue(name, value);
            }
        }
    }
}
