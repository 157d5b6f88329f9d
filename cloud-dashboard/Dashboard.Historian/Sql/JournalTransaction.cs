namespace Dashboard.Historian.Sql;

/// <summary>
/// What the batches of one transaction share: values go to the database together, and what must be rolled up is noted once for a site.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="ids">The numbers of names and qualities.</param>
internal sealed class JournalTransaction(SqlSession session, SeriesIds ids) : IDisposable
{
    private readonly Dictionary<string, RollUpMarks> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Site, long Journal), EntryInsert> _entries = [];

    /// <summary>The transaction.</summary>
    internal SqlSession Session => session;

    /// <summary>Stores events and energies.</summary>
    internal RecordInsert Records { get; } = new(session);

    /// <summary>What must be rolled up of a site.</summary>
    internal RollUpMarks Marks(string site)
    {
        if (!_marks.TryGetValue(site, out RollUpMarks? marks))
        {
            _marks[site] = marks = new RollUpMarks();
        }

        return marks;
    }

    /// <summary>Stores what the records of a journal hold beside events and energies.</summary>
    /// <param name="site">Whose journal.</param>
    /// <param name="journal">Its number.</param>
    /// <param name="arrival">The place in the order of arrival of the first batch of it.</param>
    internal EntryInsert Entries(string site, long journal, long arrival)
    {
        if (!_entries.TryGetValue((site, journal), out EntryInsert? entries))
        {
            _entries[(site, journal)] = entries = session.Entries(ids, site, journal, arrival);
        }

        return entries;
    }

    /// <summary>After this, all of it is stored, within the transaction.</summary>
    internal void Finish()
    {
        foreach (EntryInsert entries in _entries.Values)
        {
            entries.Finish();
        }

        foreach ((string site, RollUpMarks marks) in _marks)
        {
            marks.Write(session, site);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Records.Dispose();
        foreach (EntryInsert entries in _entries.Values)
        {
            entries.Dispose();
        }
    }
}
