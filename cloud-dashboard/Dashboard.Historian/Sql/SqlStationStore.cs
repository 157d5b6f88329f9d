using System.Data.Common;

namespace Dashboard.Historian.Sql;

/// <summary>What is known of the stations, in the database of the historian.</summary>
/// <param name="database">
/// The database; it is owned. It writes beside the one of the events, so that a large drawing does not hold them up.
/// </param>
public class SqlStationStore(SqlDatabase database) : IStationStore
{
    /// <inheritdoc />
    public IReadOnlyList<RememberedStation> Load() => database.Write(session =>
    {
        Dictionary<string, Dictionary<string, byte[]>> screens = Screens(session);
        return session.Rows(
            reader => new RememberedStation
            {
                Site = reader.GetString(0),
                FirstSeen = Time(reader.GetInt64(1)),
                LastHeard = reader.IsDBNull(2) ? null : Time(reader.GetInt64(2)),
                Forgotten = reader.IsDBNull(3) ? null : Time(reader.GetInt64(3)),
                State = Bytes(reader, 4),
                Catalog = Bytes(reader, 5),
                Screens = screens.GetValueOrDefault(reader.GetString(0)) ?? [],
            },
            "SELECT site, first_seen, last_heard, forgotten, state, catalog FROM station ORDER BY site");
    });

    /// <inheritdoc />
    public void Save(IReadOnlyList<StationChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        _ = database.Write(session =>
        {
            foreach (StationChange change in changes)
            {
                Save(session, change);
            }

            return changes.Count;
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        database.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Save(SqlSession session, StationChange change)
    {
        if (change.Removed)
        {
            session.Execute("DELETE FROM station_screen WHERE site = @site", ("@site", change.Site));
            SetBays(session, change.Site, new Dictionary<string, string>());
            session.Execute("DELETE FROM station WHERE site = @site", ("@site", change.Site));
            return;
        }

        session.Execute(
            """
            INSERT INTO station (site, first_seen, last_heard, forgotten, name, state, catalog)
            VALUES (@site, @first, @heard, @forgotten, @name, @state, @catalog)
            ON CONFLICT (site) DO UPDATE SET
                last_heard = coalesce(@heard, station.last_heard), forgotten = @forgotten, name = coalesce(@name, station.name),
                state = coalesce(@state, station.state), catalog = coalesce(@catalog, station.catalog)
            """,
            ("@site", change.Site), ("@first", change.FirstSeen.UtcTicks), ("@heard", change.LastHeard?.UtcTicks),
            ("@forgotten", change.Forgotten?.UtcTicks), ("@name", change.Name), ("@state", change.State), ("@catalog", change.Catalog));
        if (change.Bays is { } bays)
        {
            SetBays(session, change.Site, bays);
        }

        foreach ((string name, byte[]? svg) in change.Screens)
        {
            if (svg is null)
            {
                session.Execute("DELETE FROM station_screen WHERE site = @site AND name = @name", ("@site", change.Site), ("@name", name));
            }
            else
            {
                session.Execute(
                    """
                    INSERT INTO station_screen (site, name, svg) VALUES (@site, @name, @svg)
                    ON CONFLICT (site, name) DO UPDATE SET svg = @svg
                    """,
                    ("@site", change.Site), ("@name", name), ("@svg", svg));
            }
        }
    }

    private static void SetBays(SqlSession session, string site, IReadOnlyDictionary<string, string> bays)
    {
        KeyValuePair<string, string>[] those = [.. bays.DistinctBy(one => SqlSession.Searched(one.Key))];
        session.Execute("DELETE FROM station_bay WHERE site = @site", ("@site", site));
        session.Each(
            "INSERT INTO station_bay (site, name, bay) VALUES (@site, @name, @bay)", those.Length,
            i => [("@site", site), ("@name", SqlSession.Searched(those[i].Key)), ("@bay", SqlSession.Searched(those[i].Value))]);
    }

    private static Dictionary<string, Dictionary<string, byte[]>> Screens(SqlSession session)
    {
        Dictionary<string, Dictionary<string, byte[]>> screens = new(StringComparer.Ordinal);
        foreach ((string site, string name, byte[] svg) in session.Rows(
            reader => (reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)),
            "SELECT site, name, svg FROM station_screen"))
        {
            if (!screens.TryGetValue(site, out Dictionary<string, byte[]>? ofSite))
            {
                screens[site] = ofSite = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            }

            ofSite[name] = svg;
        }

        return screens;
    }

    // An empty one is a message that was taken back.
    private static byte[]? Bytes(DbDataReader reader, int column) =>
        reader.IsDBNull(column) || reader.GetFieldValue<byte[]>(column) is not { Length: > 0 } bytes ? null : bytes;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
