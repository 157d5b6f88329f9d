using System.Data.Common;
using Dashboard.Historian.Sql;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>A transaction on a file. There is one writer, so nobody else holds a site.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : SqlSession
{
    /// <inheritdoc />
    internal override string OwnEpoch => "substr(epoch, 1, instr(epoch, '~') - 1)";

    /// <inheritdoc />
    internal override string IsAhead => "instr(epoch, '~+') > 0";

    /// <inheritdoc />
    internal override string SkipLocked => "";

    /// <inheritdoc />
    internal override EntryInsert Entries(SeriesIds ids, string site, long journal, long arrival) =>
        new SqliteEntryInsert(connection, this, ids, site, journal) { Arrival = arrival };

    /// <inheritdoc />
    internal override int DropOld(DateTimeOffset before, int most) => OldRows.Drop(this, before, most);

    /// <inheritdoc />
    internal override void Hold(string site)
    {
    }

    /// <inheritdoc />
    internal override DbBatch? Batch() => null;

    /// <inheritdoc />
    protected override DbCommand Create(string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Composed of our own constants; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
