using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>The tables, and the migration of older files. The version is in the file's <c>user_version</c>.</summary>
internal static class HistorianSchema
{
    /// <summary>The version that this software writes.</summary>
    internal const int Version = 8;

    // The payload is the whole message as JSON of the contract; the other columns are for searching. time: UTC in units of 100 ns
    // (DateTimeOffset.UtcTicks), the resolution of a message.
    private const string Version1 = """
        CREATE TABLE event (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, type TEXT NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        CREATE INDEX event_time ON event (time, seq, site, epoch);
        CREATE INDEX event_site_time ON event (site, time, seq);
        CREATE INDEX event_tag_time ON event (tag, time, seq);
        CREATE TABLE energy (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
            PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
        CREATE INDEX energy_time ON energy (time, seq, site, epoch);
        CREATE INDEX energy_site_time ON energy (site, time, seq);
        CREATE INDEX energy_tag_time ON energy (tag, time, seq);
        PRAGMA user_version = 1;
        """;

    // Without this index, a query for a rare type reads all rows.
    private const string Version2 = """
        CREATE INDEX event_type_time ON event (type, time, seq, site, epoch);
        CREATE INDEX event_site_type_time ON event (site, type, time, seq);
        PRAGMA user_version = 2;
        """;

    // What is known of the stations. Times as above; name: for people who open the file.
    private const string Version3 = """
        CREATE TABLE station (
            site TEXT NOT NULL PRIMARY KEY, first_seen INTEGER NOT NULL, last_heard INTEGER NULL, name TEXT NULL,
            state BLOB NULL, catalog BLOB NULL);
        CREATE TABLE station_screen (
            site TEXT NOT NULL, name TEXT NOT NULL, svg BLOB NOT NULL,
            PRIMARY KEY (site, name));
        PRAGMA user_version = 3;
        """;

    // When a supervisor forgot a station; NULL: it is shown.
    private const string Version4 = "ALTER TABLE station ADD COLUMN forgotten INTEGER NULL; PRAGMA user_version = 4;";

    // arrival: the order in which records were stored, over all sites; microseconds since 1970, but always rising. Rows of before have 0:
    // they are older than all others, and among themselves in the order of their own times. No row is rewritten.
    private const string Version5 = """
        ALTER TABLE event ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX event_arrival ON event (arrival, time, seq, site, epoch);
        CREATE INDEX event_site_arrival ON event (site, arrival, time, seq);
        CREATE INDEX event_tag_arrival ON event (tag, arrival, time, seq);
        CREATE INDEX event_type_arrival ON event (type, arrival, time, seq, site, epoch);
        CREATE INDEX event_site_type_arrival ON event (site, type, arrival, time, seq);
        PRAGMA user_version = 5;
        """;

    // Records whose gateway has not announced their numbers have an epoch with "~+" behind its own. The indexes hold only them.
    private const string Version6 = $"""
        CREATE INDEX event_ahead ON event (site, {OwnEpoch}, seq) WHERE {IsAhead};
        CREATE INDEX energy_ahead ON energy (site, {OwnEpoch}, seq) WHERE {IsAhead};
        PRAGMA user_version = 6;
        """;

    // The journals of gateways. Times: microseconds since 1970, UTC. journal: how far each is stored; time: of its last record; changed:
    // the order of arrival. A name and a quality are stored once. A sample is known by its series, time and seq, so what a journal sends
    // again under another epoch is there once. raw has the type that it came with.
    private const string Version7 = """
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY, site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
            changed INTEGER NOT NULL, UNIQUE (site, epoch));
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, site TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, part TEXT NOT NULL,
            UNIQUE (site, kind, name, part));
        CREATE TABLE quality (
            id INTEGER PRIMARY KEY, quality TEXT NOT NULL, reason TEXT NOT NULL, flags TEXT NOT NULL,
            UNIQUE (quality, reason, flags));
        CREATE TABLE sample (
            series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, value REAL NULL, raw NULL,
            quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
        CREATE TABLE element_change (
            series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, text TEXT NULL,
            fill TEXT NULL, stroke TEXT NULL, quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
        CREATE TABLE journal_gap (
            site TEXT NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, epoch TEXT NOT NULL, first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL, PRIMARY KEY (site, epoch, first_seq)) WITHOUT ROWID;
        CREATE INDEX journal_gap_time ON journal_gap (site, time_to);
        CREATE TABLE journal_aside (
            site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, records INTEGER NOT NULL, arrival INTEGER NOT NULL,
            error TEXT NULL, raw BLOB NOT NULL, PRIMARY KEY (site, epoch, seq));
        CREATE INDEX journal_aside_arrival ON journal_aside (arrival);
        PRAGMA user_version = 7;
        """;

    // Values rolled up (RollUpStep): a row for each step in which a value arrived; ending: PointState. rollup_due: what is to be made;
    // busy: what is being made. All values of before are due.
    private static readonly string s_version8 = string.Concat(((string[])["1m", "15m", "2h", "1d"]).Select(step => $"""
        CREATE TABLE rollup_{step} (
            series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
            last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
            ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;

        """)) + """
        CREATE TABLE rollup_due (
            site TEXT NOT NULL, step INTEGER NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, busy INTEGER NOT NULL,
            PRIMARY KEY (site, step, busy, time_from)) WITHOUT ROWID;
        INSERT INTO rollup_due (site, step, time_from, time_to, busy)
            SELECT site, 0, first - (first % 900000000 + 900000000) % 900000000, last - last % 900000000 + 900000000, 0
            FROM (SELECT s.site AS site, min((SELECT min(time) FROM sample WHERE series = s.id)) AS first,
                max((SELECT max(time) FROM sample WHERE series = s.id)) AS last FROM series s WHERE s.kind = 0 GROUP BY s.site)
            WHERE first IS NOT NULL;
        PRAGMA user_version = 8;
        """;

    /// <summary>The epoch of its gateway, in a query for a record that was not announced.</summary>
    internal const string OwnEpoch = "substr(epoch, 1, instr(epoch, '~') - 1)";

    /// <summary>Whether a record was not announced, in a query.</summary>
    internal const string IsAhead = "instr(epoch, '~+') > 0";

    /// <summary>A connection that writes, to a file of the present version.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    internal static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
            Migrate(connection, path);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new HistorianException($"The historian {path} cannot be opened: {exception.Message}", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        long found = Scalar(connection, "PRAGMA user_version");
        if (found > Version)
        {
            throw new HistorianException(
                $"{path} was written by a newer version (schema {found}, this software knows {Version}): start the newer software, or "
                    + "use another data directory.");
        }

        foreach ((int version, string sql) in new[]
            { (1, Version1), (2, Version2), (3, Version3), (4, Version4), (5, Version5), (6, Version6), (7, Version7), (8, s_version8) })
        {
            if (found < version)
            {
                using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
                Execute(connection, sql);
                transaction.Commit();
            }
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    internal static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
