using System.Collections.Immutable;
using System.Data.Common;
using System.Text;

namespace Dashboard.Historian.Sql;

/// <summary>
/// Events and energies in a database, each identity (site, epoch, seq) once. When <see cref="Store"/> returns, the records are on the disk.
/// </summary>
/// <param name="database">The database; it is owned.</param>
public class SqlEventStore(SqlDatabase database) : IEventStore
{
    /// <summary>Where the records are.</summary>
    internal SqlDatabase Database { get; } = database;

    /// <inheritdoc />
    public long LastArrival() => Database.Write(session => session.Number("SELECT coalesce(max(arrival), 0) FROM event")!.Value);

    /// <summary>Stores a batch in one transaction: all of it or nothing.</summary>
    /// <returns>The result for each record; existing records are not changed.</returns>
    /// <exception cref="HistorianException">Nothing of the batch was stored; the message says why.</exception>
    public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) => Database.Write(session =>
    {
        using RecordInsert insert = new(session);
        return insert.Run(batch);
    });

    /// <inheritdoc />
    public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) => Database.Write(session =>
    {
        using RecordInsert insert = new(session, raisesAlarms: false);
        return new AheadRecords(session, insert).Place(site, epoch, lastSeq);
    });

    /// <summary>Events, newest first in the order of the query.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    public RecordPage<EventRecord> QueryEvents(RecordQuery query) => Query(query, "event", NewerWords.Event);

    /// <summary>Energies, newest first by the end of their period.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => query is { Type: null, Order: EventOrder.Time }
        ? Query(query, "energy", static (site, payload, _) => NewerWords.Energy(site, payload))
        : throw new ArgumentException("Energies have no type, and are in the order of their time.", nameof(query));

    /// <inheritdoc />
    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }

    private RecordPage<T> Query<T>(RecordQuery query, string table, Func<string, ReadOnlyMemory<byte>, long, T> make)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, RecordQuery.MaximumLimit);
        return Database.Read(session =>
        {
            using DbCommand command = Command(session, query, table);
            ImmutableArray<T>.Builder records = ImmutableArray.CreateBuilder<T>();
            EventCursor? last = null;
            using DbDataReader reader = command.ExecuteReader();
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
        });
    }

    private static DbCommand Command(SqlSession session, RecordQuery query, string table)
    {
        string arrival = table == "event" ? "arrival" : "0";
        List<(string Name, object? Value)> values = [];
        StringBuilder sql = new($"SELECT time, seq, site, epoch, payload, {arrival} FROM {table} WHERE TRUE");
        Add("site = ", "@site", query.Site);
        SiteList.Append(sql, values, "site", query.Sites);
        Add("tag = ", "@tag", SqlSession.Searched(query.Tag));
        Add("type = ", "@type", query.Type is { } type ? EventRecord.TypeName(type) : null);
        Add("time >= ", "@from", query.From?.UtcTicks);
        Add("time < ", "@to", query.To?.UtcTicks);
        if (query.Before is { } before)
        {
            sql.Append(query.Order == EventOrder.Arrival
                ? " AND (arrival, time, seq, site, epoch) < (@ba, @bt, @bs, @bsite, @bepoch)"
                : " AND (time, seq, site, epoch) < (@bt, @bs, @bsite, @bepoch)");
            if (query.Order == EventOrder.Arrival)
            {
                values.Add(("@ba", before.Arrival ?? 0));
            }

            values.AddRange([("@bt", before.Ticks), ("@bs", before.Seq), ("@bsite", before.Site), ("@bepoch", before.Epoch)]);
        }

        // One record more than requested shows whether another page follows.
        sql.Append(query.Order == EventOrder.Arrival ? " ORDER BY arrival DESC, time DESC" : " ORDER BY time DESC")
            .Append(", seq DESC, site DESC, epoch DESC LIMIT @limit");
        values.Add(("@limit", query.Limit + 1));
        return session.Command(sql.ToString(), [.. values]);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(" AND ").Append(condition).Append(name);
                values.Add((name, value));
            }
        }
    }
}
