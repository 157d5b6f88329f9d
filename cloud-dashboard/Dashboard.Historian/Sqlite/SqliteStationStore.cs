using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// What is known of the stations, in the file of the historian. It has a connection of its own, so that a large drawing does not hold up
/// the events.
/// </summary>
public sealed class SqliteStationStore : IStationStore
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private SqliteStationStore(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Opens the file, and creates it if it does not exist.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    public static SqliteStationStore Open(string path) => new(path, HistorianSchema.Open(path));

    /// <inheritdoc />
    public IReadOnlyList<RememberedStation> Load()
    {
        lock (_lock)
        {
            try
            {
                Dictionary<string, Dictionary<string, byte[]>> screens = Screens();
                using SqliteCommand command = Command(
                    "SELECT site, first_seen, last_heard, forgotten, state, catalog FROM station ORDER BY site");
                using SqliteDataReader reader = command.ExecuteReader();
                List<RememberedStation> stations = [];
                while (reader.Read())
                {
                    string site = reader.GetString(0);
                    stations.Add(new RememberedStation
                    {
                        Site = site,
                        FirstSeen = Time(reader.GetInt64(1)),
                        LastHeard = reader.IsDBNull(2) ? null : Time(reader.GetInt64(2)),
                        Forgotten = reader.IsDBNull(3) ? null : Time(reader.GetInt64(3)),
                        State = Bytes(reader, 4),
                        Catalog = Bytes(reader, 5),
                        Screens = screens.GetValueOrDefault(site) ?? [],
                    });
                }

                return stations;
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {_path} could not be read: {exception.Message}", exception);
            }
        }
    }

    /// <inheritdoc />
    public void Save(IReadOnlyList<StationChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            try
            {
                using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
                foreach (StationChange change in changes)
                {
                    Save(change);
                }

                transaction.Commit();
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {_path} could not be written: {exception.Message}", exception);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }
    }

    private void Save(StationChange change)
    {
        if (change.Removed)
        {
            Execute("DELETE FROM station_screen WHERE site = $site", ("$site", change.Site));
            Execute("DELETE FROM station WHERE site = $site", ("$site", change.Site));
            return;
        }

        Execute(
            """
            INSERT INTO station (site, first_seen, last_heard, forgotten, name, state, catalog)
            VALUES ($site, $first, $heard, $forgotten, $name, $state, $catalog)
            ON CONFLICT (site) DO UPDATE SET
                last_heard = coalesce($heard, last_heard), forgotten = $forgotten, name = coalesce($name, name),
                state = coalesce($state, state), catalog = coalesce($catalog, catalog)
            """,
            ("$site", change.Site), ("$first", change.FirstSeen.UtcTicks), ("$heard", change.LastHeard?.UtcTicks),
            ("$forgotten", change.Forgotten?.UtcTicks), ("$name", change.Name), ("$state", change.State), ("$catalog", change.Catalog));
        foreach ((string name, byte[]? svg) in change.Screens)
        {
            if (svg is null)
            {
                Execute("DELETE FROM station_screen WHERE site = $site AND name = $name", ("$site", change.Site), ("$name", name));
            }
            else
            {
                Execute(
                    """
                    INSERT INTO station_screen (site, name, svg) VALUES ($site, $name, $svg)
                    ON CONFLICT (site, name) DO UPDATE SET svg = $svg
                    """,
                    ("$site", change.Site), ("$name", name), ("$svg", svg));
            }
        }
    }

    private Dictionary<string, Dictionary<string, byte[]>> Screens()
    {
        using SqliteCommand command = Command("SELECT site, name, svg FROM station_screen");
        using SqliteDataReader reader = command.ExecuteReader();
        Dictionary<string, Dictionary<string, byte[]>> screens = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (!screens.TryGetValue(reader.GetString(0), out Dictionary<string, byte[]>? ofSite))
            {
                screens[reader.GetString(0)] = ofSite = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            }

            ofSite[reader.GetString(1)] = reader.GetFieldValue<byte[]>(2);
        }

        return screens;
    }

    // An empty one is a message that was taken back.
    private static byte[]? Bytes(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) || reader.GetFieldValue<byte[]>(column) is not { Length: > 0 } bytes ? null : bytes;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = Command(sql);
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
