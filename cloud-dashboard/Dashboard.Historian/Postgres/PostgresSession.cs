using System.Data.Common;
using System.Text;
using Dashboard.Historian.Sql;
using Npgsql;

namespace Dashboard.Historian.Postgres;

/// <summary>A transaction on a server.</summary>
/// <param name="connection">The connection, within a transaction.</param>
/// <param name="months">The partitions that are there.</param>
/// <param name="left">For a query: the milliseconds that are left for it.</param>
internal sealed class PostgresSession(NpgsqlConnection connection, Months months, Func<long>? left) : SqlSession
{
    // "␀"
    private const char Null = '\u2400';

    /// <inheritdoc />
    internal override string OwnEpoch => "split_part(epoch, '~', 1)";

    /// <inheritdoc />
    internal override string IsAhead => "strpos(epoch, '~+') > 0";

    /// <inheritdoc />
    internal override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    /// <inheritdoc />
    internal override EntryInsert Entries(SeriesIds ids, string site, long journal, long arrival) =>
        new PostgresEntryInsert(connection, this, months, ids, site, journal) { Arrival = arrival };

    /// <inheritdoc />
    internal override int DropOld(DateTimeOffset before, int most) => months.DropOld(this, before, most);

    /// <inheritdoc />
    internal override void Hold(string site) => _ = Execute(PostgresSchema.LockUntilEnd("hashtext(@site)"), ("@site", site));

    /// <inheritdoc />
    internal override DbBatch? Batch() => connection.CreateBatch();

    /// <inheritdoc />
    protected override DbCommand Create(string sql)
    {
        if (left?.Invoke() is { } milliseconds)
        {
            sql = milliseconds > 0 ? $"SET LOCAL statement_timeout = {milliseconds}; {sql}" : throw new TimeoutException();
        }

        NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Composed of our own constants; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <inheritdoc />
    protected override object ValueOf(object? value) => value is string text ? Storable(text) : base.ValueOf(value);

    /// <summary>
    /// Text as PostgreSQL can have it. It has no NUL: its picture stands in its place. Half a surrogate pair is no letter at all.
    /// </summary>
    internal static string Storable(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            return text;
        }

        StringBuilder storable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value == 0 ? storable.Append(Null) : storable.Append(rune);
        }

        return storable.ToString();
    }
}
