using System.Globalization;
using Dashboard.Historian.Sqlite;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Files as the software before dbup left them, with data in them.</summary>
internal static class OlderFiles
{
    /// <summary>The last version of before.</summary>
    internal const int Last = 8;

    private const string Event = "INSERT INTO event (site, epoch, seq, time, type, tag, payload) VALUES ";

    // What each version could keep first.
    private static readonly string[] s_rows =
    [
        Event + """('los-alamos', 'e1', 1, 5, 'digital', 'T', '{"seq":1}'), ('los-alamos', 'e1~+0', 2, 6, 'digital', NULL, '{"seq":2}');"""
            + """INSERT INTO energy VALUES ('los-alamos', 'e1', 3, 7, 'E', '{"seq":3}');""",
        Event + """('los-alamos', 'e1', 4, 8, 'gateway', NULL, '{"seq":4}');""",
        "INSERT INTO station VALUES ('a', 1, 2, 'A', x'01', x'02'); INSERT INTO station_screen VALUES ('a', 'LA', x'03');",
        "UPDATE station SET forgotten = 9;",
        "UPDATE event SET arrival = 100 WHERE seq = 4;",
        Event + """('los-alamos', 'e1~+0', 5, 9, 'digital', NULL, '{"seq":5}');""",
        """
        INSERT INTO journal VALUES (1, 'los-alamos', 'e1', 6, 1772366405000000, 101);
        INSERT INTO series VALUES (1, 'los-alamos', 0, 'AI1', '');
        INSERT INTO sample VALUES (1, 1772366404000000, 5, 1, 4.25, 104, NULL), (1, 1772366405000000, 6, 1, 5.5, 'x', NULL);
        """,
    ];

    /// <summary>A new file of the version: 0 is an empty one.</summary>
    internal static void Make(string file, int version)
    {
        using SqliteConnection connection = Connect(file);
        Execute(connection, "PRAGMA journal_mode = WAL");
        if (version >= Last)
        {
            using Stream dump = typeof(OlderFiles).Assembly.GetManifestResourceStream(
                "Dashboard.Historian.Tests.Sqlite.Files.version-8.sql")!;
            using StreamReader text = new(dump);
            Execute(connection, text.ReadToEnd());
            if (version > Last)
            {
                HistorianSchema.Migrate(connection, file, [.. HistorianSchema.Scripts.Take(version)]);
            }

            return;
        }

        for (int step = 0; step < version; step++)
        {
            Execute(connection, HistorianSchema.Scripts[step].Contents);
            Execute(connection, s_rows[step]);
        }
    }

    internal static SqliteConnection Connect(string file)
    {
        SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, a line each.</summary>
    internal static string[] Rows(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Text(reader[i]))));
        }

        return [.. rows];
    }

    /// <summary>A query for all rows of each table of the file, with the columns that it has now.</summary>
    internal static string[] Contents(SqliteConnection connection) => Rows(
        connection,
        """
        SELECT 'SELECT ''' || t.name || ''', ' || group_concat(c.name, ', ') || ' FROM ' || t.name || ' ORDER BY 1, 2'
            || CASE WHEN count(*) > 1 THEN ', 3' ELSE '' END || CASE WHEN count(*) > 2 THEN ', 4' ELSE '' END
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name <> 'schema_version' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name ORDER BY t.name
        """);

    private static string Text(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
