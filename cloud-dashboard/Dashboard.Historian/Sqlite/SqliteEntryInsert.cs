using Dashboard.Historian.Sql;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>Stores values row by row: in a file, no exchange is saved by more at once.</summary>
internal sealed class SqliteEntryInsert(SqliteConnection connection, SqlSession session, SeriesIds ids, string site, long journal)
    : EntryInsert(session, ids, site, journal)
{
    private readonly long _journal = journal;
    private readonly SqliteRow _sample = new(
        connection,
        "INSERT INTO sample (series, time, seq, journal, value, raw, quality, clock) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT DO NOTHING");

    private readonly SqliteRow _element = new(
        connection,
        "INSERT INTO element_change (series, time, seq, journal, text, fill, stroke, quality, clock) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT DO NOTHING");

    /// <inheritdoc />
    protected override void Send()
    {
    }

    /// <inheritdoc />
    protected override void Add(in SampleRow sample)
    {
        _sample.Bind(1, sample.Series);
        _sample.Bind(2, sample.Time);
        _sample.Bind(3, sample.Seq);
        _sample.Bind(4, _journal);
        _sample.Bind(5, sample.Value);
        switch (sample.Raw)
        {
            case double number:
                _sample.Bind(6, number);
                break;
            case string text:
                _sample.Bind(6, text);
                break;
            default:
                _sample.Bind(6, sample.Raw as long?);
                break;
        }

        _sample.Bind(7, sample.Quality);
        _sample.Bind(8, sample.Clock);
        _sample.Store();
    }

    /// <inheritdoc />
    protected override void Add(in ElementRow element)
    {
        _element.Bind(1, element.Series);
        _element.Bind(2, element.Time);
        _element.Bind(3, element.Seq);
        _element.Bind(4, _journal);
        _element.Bind(5, element.Shown.Text);
        _element.Bind(6, element.Shown.Fill);
        _element.Bind(7, element.Shown.Stroke);
        _element.Bind(8, element.Quality);
        _element.Bind(9, element.Clock);
        _element.Store();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _sample.Dispose();
        _element.Dispose();
    }
}
