using System.Text;
using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Sql;

/// <summary>What a series is of.</summary>
internal enum SeriesKind
{
    /// <summary>Values of a tag.</summary>
    Tag,

    /// <summary>A statistic of a device.</summary>
    Statistic,

    /// <summary>What an element shows.</summary>
    Element,
}

/// <summary>The short numbers that stand for names and qualities in the rows of series. They are read once and remembered.</summary>
internal sealed class SeriesIds
{
    /// <summary>The most series of a site.</summary>
    internal const int MaximumSeries = 50_000;

    /// <summary>The most different qualities with reason and flags.</summary>
    internal const int MaximumQualities = 10_000;

    /// <summary>The most bytes of a quality with reason and flags: an index takes no more.</summary>
    internal const int MaximumQualityBytes = 2500;

    private readonly Dictionary<string, Dictionary<(SeriesKind Kind, string Name, string Part), long>> _series =
        new(StringComparer.Ordinal);

    private Dictionary<QualityWords, long>? _qualities;

    /// <summary>What was written may not be there: the transaction failed.</summary>
    internal void Forget()
    {
        _series.Clear();
        _qualities = null;
    }

    /// <summary>The number of a series; a new one is made.</summary>
    /// <exception cref="CannotKeepException">The site has too many.</exception>
    internal long Series(SqlSession session, string site, SeriesKind kind, string name, string part)
    {
        if (!_series.TryGetValue(site, out Dictionary<(SeriesKind Kind, string Name, string Part), long>? ofSite))
        {
            _series[site] = ofSite = ReadSeries(session, site);
        }

        if (!ofSite.TryGetValue((kind, name, part), out long id))
        {
            if (ofSite.Count >= MaximumSeries)
            {
                throw new CannotKeepException($"the site has {MaximumSeries} series already");
            }

            // Another dashboard may have made it meanwhile: then its number.
            id = session.Number(
                "INSERT INTO series (site, kind, name, part) VALUES (@site, @kind, @name, @part) "
                + "ON CONFLICT (site, kind, name, part) DO UPDATE SET part = excluded.part RETURNING id",
                ("@site", site), ("@kind", (int)kind), ("@name", name), ("@part", part))!.Value;
            ofSite.Add((kind, name, part), id);
        }

        return id;
    }

    /// <summary>The number of a quality, or null for good; a new one is made.</summary>
    /// <exception cref="CannotKeepException">There are too many.</exception>
    internal long? Quality(SqlSession session, QualityWords? words)
    {
        if (words is null)
        {
            return null;
        }

        _qualities ??= ReadQualities(session);
        if (!_qualities.TryGetValue(words, out long id))
        {
            int bytes = Encoding.UTF8.GetByteCount($"{words.Quality}{words.Reason}{words.Flags}");
            if (bytes > MaximumQualityBytes)
            {
                throw new CannotKeepException($"a quality with reason and flags has {bytes} bytes, {MaximumQualityBytes} are allowed");
            }

            if (_qualities.Count >= MaximumQualities)
            {
                throw new CannotKeepException($"{MaximumQualities} different qualities are known already");
            }

            id = session.Number(
                "INSERT INTO quality (quality, reason, flags) VALUES (@quality, @reason, @flags) "
                + "ON CONFLICT (quality, reason, flags) DO UPDATE SET flags = excluded.flags RETURNING id",
                ("@quality", words.Quality), ("@reason", words.Reason), ("@flags", words.Flags))!.Value;
            _qualities.Add(words, id);
        }

        return id;
    }

    private static Dictionary<(SeriesKind Kind, string Name, string Part), long> ReadSeries(SqlSession session, string site) =>
        session.Rows(
            reader => (((SeriesKind)reader.GetInt32(0), reader.GetString(1), reader.GetString(2)), reader.GetInt64(3)),
            "SELECT kind, name, part, id FROM series WHERE site = @site", ("@site", site)).ToDictionary();

    private static Dictionary<QualityWords, long> ReadQualities(SqlSession session) => session.Rows(
        reader => (new QualityWords(reader.GetString(0), reader.GetString(1), reader.GetString(2)), reader.GetInt64(3)),
        "SELECT quality, reason, flags, id FROM quality").ToDictionary();
}

/// <summary>A record cannot be kept in the tables of its kind; it is set aside.</summary>
internal sealed class CannotKeepException(string message) : Exception(message);
