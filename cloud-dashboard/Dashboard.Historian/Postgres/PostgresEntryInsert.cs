using Dashboard.Historian.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Dashboard.Historian.Postgres;

/// <summary>Stores values in two exchanges: a binary copy into a table of the connection, and from there what is new.</summary>
internal sealed class PostgresEntryInsert(
    NpgsqlConnection connection, SqlSession session, Months months, SeriesIds ids, string site, long journal)
    : EntryInsert(session, ids, site, journal)
{
    private const string Sample = "time, seq, value, series, journal, quality, clock, raw_integer, raw_number, raw_text";
    private const string Element = "time, seq, series, journal, quality, clock, text, fill, stroke";

    private readonly SqlSession _session = session;
    private readonly long _journal = journal;
    private readonly List<SampleRow> _samples = [];
    private readonly List<ElementRow> _elements = [];

    /// <inheritdoc />
    protected override void Send()
    {
        Store("sample", Sample, _samples, row => row.Time, Write);
        Store("element_change", Element, _elements, row => row.Time, Write);
    }

    /// <inheritdoc />
    protected override void Add(in SampleRow sample) => _samples.Add(sample);

    /// <inheritdoc />
    protected override void Add(in ElementRow element) => _elements.Add(element);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
    }

    private void Store<T>(string table, string columns, List<T> rows, Func<T, long> time, Action<NpgsqlBinaryImporter, T> write)
    {
        if (rows.Count == 0)
        {
            return;
        }

        months.Make(_session, table, rows.Select(time));
        _ = _session.Execute(
            $"CREATE TEMP TABLE IF NOT EXISTS {table}_arriving ON COMMIT DELETE ROWS AS SELECT {columns} FROM {table} WITH NO DATA");
        using (NpgsqlBinaryImporter copy = connection.BeginBinaryImport($"COPY {table}_arriving ({columns}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (T row in rows)
            {
                copy.StartRow();
                write(copy, row);
            }

            _ = copy.Complete();
        }

        _ = _session.Execute(
            $"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_arriving ORDER BY series, time, seq ON CONFLICT DO NOTHING");
    }

    private void Write(NpgsqlBinaryImporter copy, SampleRow row)
    {
        copy.Write(row.Time, NpgsqlDbType.Bigint);
        copy.Write(row.Seq, NpgsqlDbType.Bigint);
        Write(copy, row.Value, NpgsqlDbType.Double);
        WriteNumbers(copy, row.Series, row.Quality, row.Clock);
        Write(copy, row.Raw as long?, NpgsqlDbType.Bigint);
        Write(copy, row.Raw as double?, NpgsqlDbType.Double);
        WriteText(copy, row.Raw as string);
    }

    private void Write(NpgsqlBinaryImporter copy, ElementRow row)
    {
        copy.Write(row.Time, NpgsqlDbType.Bigint);
        copy.Write(row.Seq, NpgsqlDbType.Bigint);
        WriteNumbers(copy, row.Series, row.Quality, row.Clock);
        WriteText(copy, row.Shown.Text);
        WriteText(copy, row.Shown.Fill);
        WriteText(copy, row.Shown.Stroke);
    }

    private void WriteNumbers(NpgsqlBinaryImporter copy, long series, long? quality, int? clock)
    {
        copy.Write(checked((int)series), NpgsqlDbType.Integer);
        copy.Write(checked((int)_journal), NpgsqlDbType.Integer);
        Write(copy, (int?)quality, NpgsqlDbType.Integer);
        Write(copy, (short?)clock, NpgsqlDbType.Smallint);
    }

    private static void WriteText(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(PostgresSession.Storable(text), NpgsqlDbType.Text);
        }
    }

    private static void Write<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } number)
        {
            copy.Write(number, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
