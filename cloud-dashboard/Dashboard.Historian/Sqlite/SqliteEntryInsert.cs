using System.Data.Common;
using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Sqlite;

/// <summary>Stores values row by row: in a file, no exchange is saved by more at once.</summary>
internal sealed class SqliteEntryInsert(SqlSession session, SeriesIds ids, string site, long journal)
    : EntryInsert(session, ids, site, journal)
{
    private readonly SqlSession _session = session;
    private readonly long _journal = journal;
    private readonly DbCommand _sample = session.Command(
        "INSERT INTO sample (series, time, seq, journal, value, raw, quality, clock) "
        + "VALUES (@series, @time, @seq, @journal, @value, @raw, @quality, @clock) ON CONFLICT DO NOTHING");

    private readonly DbCommand _element = session.Command(
        "INSERT INTO element_change (series, time, seq, journal, text, fill, stroke, quality, clock) "
        + "VALUES (@series, @time, @seq, @journal, @text, @fill, @stroke, @quality, @clock) ON CONFLICT DO NOTHING");

    /// <inheritdoc />
    protected override void Send()
    {
    }

    /// <inheritdoc />
    protected override void Add(in SampleRow sample)
    {
        _session.Set(
            _sample, ("@series", sample.Series), ("@time", sample.Time), ("@seq", sample.Seq), ("@journal", _journal),
            ("@value", sample.Value), ("@raw", sample.Raw), ("@quality", sample.Quality), ("@clock", sample.Clock));
        _ = _sample.ExecuteNonQuery();
    }

    /// <inheritdoc />
    protected override void Add(in ElementRow element)
    {
        _session.Set(
            _element, ("@series", element.Series), ("@time", element.Time), ("@seq", element.Seq), ("@journal", _journal),
            ("@text", element.Shown.Text), ("@fill", element.Shown.Fill), ("@stroke", element.Shown.Stroke), ("@quality", element.Quality),
            ("@clock", element.Clock));
        _ = _element.ExecuteNonQuery();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _sample.Dispose();
        _element.Dispose();
    }
}
