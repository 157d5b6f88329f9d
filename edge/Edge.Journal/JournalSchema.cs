using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>The tables of the file, and how an older file gets them.</summary>
internal static class JournalSchema
{
    /// <summary>The schema that this program writes and the newest that it reads.</summary>
    public const long Version = 15;

    // "EDGJ": distinguishes a journal from any other SQLite file.
    public const long ApplicationId = 0x4544474A;

    private const string Schema = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE sample (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, body BLOB NOT NULL, kind INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE event (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL, note BLOB) WITHOUT ROWID;
        CREATE TABLE mark (device TEXT PRIMARY KEY, body BLOB NOT NULL, number INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        """ + Elements + Ages;

    private const string Elements = """
        CREATE TABLE element (
            tag TEXT NOT NULL, attribute INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (tag, attribute)) WITHOUT ROWID;
        """;

    // age: after which time of running which seq was the last. The index is small: few records are of operators.
    private const string Ages = """
        CREATE TABLE age (run INTEGER PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX operator ON event (seq) WHERE kind = 5;
        """;

    // Changes no row that is there: it costs the same however large the journal is.
    private const string FromSchema1 = """
        ALTER TABLE sample ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cursor ADD COLUMN note BLOB;
        """;

    /// <summary>Makes the tables of a new file.</summary>
    internal static void Create(SqliteConnection connection)
    {
        JournalFile.Execute(connection, Schema);
        JournalFile.Execute(connection, string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
    }

    /// <summary>Brings an older file to the present schema.</summary>
    internal static void Migrate(SqliteConnection connection, string path, long version, ILogger logger)
    {
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            if (version < 2)
            {
                JournalFile.Execute(connection, FromSchema1);
            }

            if (version < 3)
            {
                JournalFile.Execute(connection, Elements);
            }

            // Schema 12 has records of what elements show, which older programs do not know, schema 11 the runs in the table meta.
            // Schemas 4 to 9 have the tables of schema 3; their records are of encodings that older programs cannot read.
            // Since schema 9 the file says what was dropped by intent: in an older one it is what is older than the oldest record.
            if (version < 9)
            {
                JournalFile.Execute(connection, """
                    INSERT OR IGNORE INTO meta
                        SELECT 'samples_floor', ifnull((SELECT min(seq) - 1 FROM sample), (SELECT max(seq) FROM event));
                    INSERT OR IGNORE INTO meta
                        SELECT 'events_floor', ifnull((SELECT min(seq) - 1 FROM event), (SELECT max(seq) FROM sample));
                    UPDATE meta SET value = 0 WHERE value IS NULL;
                    """);
            }

            if (version < 10)
            {
                JournalFile.Execute(connection, Ages);
            }

            // Schema 15: events say what the workbook says of their alarms (encoding 6).
            // Schema 14: the first byte of a body says how far the clock could be trusted; older programs take it for another encoding.
            // An older program does not know the side file and would continue from a checkpoint that is too old.
            if (version < 13)
            {
                JournalFile.Execute(connection, "ALTER TABLE mark ADD COLUMN number INTEGER NOT NULL DEFAULT 0;");
            }

            JournalFile.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version};"));
            transaction.Commit();
        }

        Log.Migrated(logger, path, version, Version);
    }
}
