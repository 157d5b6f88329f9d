using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Sql;

/// <summary>Stores what a record of a journal holds beside events and energies, within one transaction.</summary>
/// <param name="session">The transaction.</param>
/// <param name="ids">The numbers of names and qualities.</param>
/// <param name="site">Whose journal.</param>
/// <param name="journal">Its number.</param>
internal abstract class EntryInsert(SqlSession session, SeriesIds ids, string site, long journal) : IDisposable
{
    private readonly List<SampleRow> _samplesNotSet = [];
    private readonly List<ElementRow> _elementsNotSet = [];

    /// <summary>When what is stored here arrived: a place in the order of arrival.</summary>
    internal required long Arrival { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stores all of it, or nothing of it.</summary>
    /// <exception cref="CannotKeepException">It cannot be kept.</exception>
    internal void Run(JournalEntry entry)
    {
        // First all numbers, because one of them may be refused.
        SampleRow[] samples =
        [
            .. (entry.Samples ?? []).Select(sample => new SampleRow(
                Id(SeriesKind.Tag, sample.Tag, ""), entry.Time, entry.Seq, Number(sample.Value),
                sample.Raw is double.NaN ? null : sample.Raw,
                ids.Quality(session, sample.Quality), Clock(entry))),
            .. (entry.Statistics ?? []).Select(statistic => new SampleRow(
                Id(SeriesKind.Statistic, statistic.Device, statistic.Key), entry.Time, entry.Seq, Number(statistic.Value), null, null,
                Clock(entry))),
        ];
        ElementRow[] elements =
        [
            .. (entry.Elements ?? []).Select(element => new ElementRow(
                Id(SeriesKind.Element, element.Name, ""), entry.Time, entry.Seq, element, ids.Quality(session, element.Quality),
                Clock(entry))),
        ];
        if (entry.Clock == RecordClock.NotSet)
        {
            _samplesNotSet.AddRange(samples);
            _elementsNotSet.AddRange(elements);
            return;
        }

        foreach (ref readonly SampleRow sample in samples.AsSpan())
        {
            Add(sample);
        }

        foreach (ref readonly ElementRow element in elements.AsSpan())
        {
            Add(element);
        }
    }

    /// <summary>After this, all of it is stored.</summary>
    internal void Finish()
    {
        Send();
        session.Each(
            """
            INSERT INTO sample_not_set (series, journal, seq, time, arrival, value, raw_integer, raw_number, raw_text, quality)
            VALUES (@series, @journal, @seq, @time, @arrival, @value, @integer, @number, @text, @quality) ON CONFLICT DO NOTHING
            """,
            _samplesNotSet.Count,
            i => _samplesNotSet[i] is var row
                ?
                [
                    ("@series", row.Series), ("@journal", journal), ("@seq", row.Seq), ("@time", row.Time), ("@arrival", Arrival),
                    ("@value", row.Value), ("@integer", row.Raw as long?), ("@number", row.Raw as double?), ("@text", row.Raw as string),
                    ("@quality", row.Quality),
                ]
                : []);
        session.Each(
            """
            INSERT INTO element_change_not_set (series, journal, seq, time, arrival, text, fill, stroke, quality)
            VALUES (@series, @journal, @seq, @time, @arrival, @text, @fill, @stroke, @quality) ON CONFLICT DO NOTHING
            """,
            _elementsNotSet.Count,
            i => _elementsNotSet[i] is var row
                ?
                [
                    ("@series", row.Series), ("@journal", journal), ("@seq", row.Seq), ("@time", row.Time), ("@arrival", Arrival),
                    ("@text", row.Shown.Text), ("@fill", row.Shown.Fill), ("@stroke", row.Shown.Stroke), ("@quality", row.Quality),
                ]
                : []);
    }

    /// <summary>Sends what was gathered, where it is not stored row by row.</summary>
    protected abstract void Send();

    /// <summary>Stores a value, unless it is there.</summary>
    protected abstract void Add(in SampleRow sample);

    /// <summary>Stores what an element shows, unless it is there.</summary>
    protected abstract void Add(in ElementRow element);

    /// <summary>Gives back what is needed for it.</summary>
    protected abstract void Dispose(bool disposing);

    private static int? Clock(JournalEntry entry) => entry.Clock == RecordClock.Right ? null : (int)entry.Clock;

    // SQLite has no number that is none, and it is no value.
    private static double? Number(double? value) => value is { } number && !double.IsNaN(number) ? number : null;

    private long Id(SeriesKind kind, string name, string part) => ids.Series(session, site, kind, name, part);
}

/// <summary>A row of the values of tags and of statistics.</summary>
internal readonly record struct SampleRow(long Series, long Time, long Seq, double? Value, object? Raw, long? Quality, int? Clock);

/// <summary>A row of what elements show.</summary>
internal readonly record struct ElementRow(long Series, long Time, long Seq, ElementValue Shown, long? Quality, int? Clock);
