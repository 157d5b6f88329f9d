using System.Collections.Concurrent;
using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Postgres;

/// <summary>Leases in a table, by the clock of the server. A dashboard that is gone loses its sites after <see cref="Length"/>.</summary>
/// <param name="database">The database. It is owned.</param>
/// <param name="time">The clock.</param>
/// <param name="length">For tests: how long a lease lasts.</param>
public sealed class PostgresSiteLeases(PostgresDatabase database, TimeProvider time, TimeSpan? length = null) : ISiteLeases, IDisposable
{
    /// <summary>How long a lease lasts after it was renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly TimeSpan _length = length ?? Length;
    private readonly ConcurrentDictionary<string, long> _renewed = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public bool Holds(string site)
    {
        // Renewed long before its end, so that a slow answer of the server does not give the site away.
        long now = time.GetTimestamp();
        if (_renewed.TryGetValue(site, out long renewed) && time.GetElapsedTime(renewed, now) < _length / 3)
        {
            return true;
        }

        bool holds = database.Write(session => session.Number(
            """
            INSERT INTO lease (site, owner, until) VALUES (@site, @owner, clock_timestamp() + @milliseconds * interval '1 millisecond')
            ON CONFLICT (site) DO UPDATE SET owner = excluded.owner, until = excluded.until
                WHERE lease.owner = excluded.owner OR lease.until < clock_timestamp()
            RETURNING 1
            """,
            ("@site", site), ("@owner", _owner), ("@milliseconds", (long)_length.TotalMilliseconds))) is not null;
        if (holds)
        {
            _renewed[site] = now;
        }
        else
        {
            _ = _renewed.TryRemove(site, out _);
        }

        return holds;
    }

    /// <inheritdoc />
    public void Dispose() => database.Dispose();
}
