namespace Dashboard.Historian.Sql;

/// <summary>The database of the historian: one writer at a time, and any number of readers.</summary>
public abstract class SqlDatabase : IDisposable
{
    /// <summary>The longest that a query may run.</summary>
    public static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(2);

    /// <summary>Writes in one transaction: all of it or nothing. When it returns, it is on the disk.</summary>
    /// <exception cref="HistorianException">Nothing was stored; the message says why and what to do.</exception>
    internal abstract T Write<T>(Func<SqlSession, T> write);

    /// <summary>Reads beside the writer, for a limited time.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="longest">The longest that it may take; null: as long as a query.</param>
    /// <exception cref="HistorianException">It cannot be read, or it took too long.</exception>
    internal abstract T Read<T>(Func<SqlSession, T> read, TimeSpan? longest = null);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The words for a query that took too long.</summary>
    private protected static string TookTooLong(TimeSpan longest) =>
        $"A query took longer than {longest.TotalSeconds:0.#} s and was cancelled: ask for a shorter time or fewer filters.";
}
