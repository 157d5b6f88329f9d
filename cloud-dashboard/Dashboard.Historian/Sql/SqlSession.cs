using System.Data.Common;

namespace Dashboard.Historian.Sql;

/// <summary>A transaction on the database, or a query. It says what each database has other words for.</summary>
internal abstract class SqlSession
{
    /// <summary>The most letters of a text by which records are found.</summary>
    internal const int MaximumSearched = 500;

    /// <summary>The epoch of its gateway, in a query for a record that was not announced.</summary>
    internal abstract string OwnEpoch { get; }

    /// <summary>Whether a record was not announced, in a query.</summary>
    internal abstract string IsAhead { get; }

    /// <summary>Behind a query for one row: it is locked, and one that another dashboard has is passed over.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>Stores what a record of a journal holds beside events and energies.</summary>
    internal abstract EntryInsert Entries(SeriesIds ids, string site, long journal, long arrival);

    /// <summary>See <see cref="Journal.IJournalStore.DropOld"/>.</summary>
    internal abstract int DropOld(DateTimeOffset before, int most);

    /// <summary>Until the end of the transaction nobody else stores the journal of this site.</summary>
    internal abstract void Hold(string site);

    /// <summary>Commands that travel together; null where they gain nothing by it.</summary>
    internal abstract DbBatch? Batch();

    /// <summary>Text as it stands in a column that is searched: an index takes no more of it.</summary>
    internal static string? Searched(string? text) => text is { Length: > MaximumSearched } ? text[..MaximumSearched] : text;

    /// <summary>A command of our own text; every value is a parameter, <c>@name</c>.</summary>
    internal DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        DbCommand command = Create(sql);
        Set(command.Parameters, command.CreateParameter, values);
        return command;
    }

    /// <summary>Gives a command its values: the same names in the same order each time.</summary>
    internal void Set(DbCommand command, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Set(command.Parameters, command.CreateParameter, values);

    /// <summary>Gives parameters their values: the same names in the same order each time.</summary>
    internal void Set(
        DbParameterCollection parameters, Func<DbParameter> create, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (parameters.Count == i)
            {
                DbParameter parameter = create();
                parameter.ParameterName = values[i].Name;
                _ = parameters.Add(parameter);
            }

            parameters[i].Value = ValueOf(values[i].Value);
        }
    }

    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using DbCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Changes rows by one command with other values each time; in one exchange with a database that is elsewhere.</summary>
    internal void Each(string sql, int count, Func<int, (string Name, object? Value)[]> values)
    {
        if (count == 0)
        {
            return;
        }

        using DbBatch? batch = Batch();
        using DbCommand command = Create(sql);
        for (int i = 0; i < count; i++)
        {
            if (batch is null)
            {
                Set(command, values(i));
                _ = command.ExecuteNonQuery();
            }
            else
            {
                DbBatchCommand one = batch.CreateBatchCommand();
                one.CommandText = sql;
                Set(one.Parameters, command.CreateParameter, values(i));
                batch.BatchCommands.Add(one);
            }
        }

        _ = batch?.ExecuteNonQuery();
    }

    /// <summary>The first number of the first row; null: there is none.</summary>
    internal long? Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using DbCommand command = Command(sql, values);
        return command.ExecuteScalar() is { } value and not DBNull
            ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>All rows.</summary>
    internal List<T> Rows<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using DbCommand command = Command(sql, values);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A command without parameters.</summary>
    protected abstract DbCommand Create(string sql);

    /// <summary>A value as the database takes it.</summary>
    protected virtual object ValueOf(object? value) => value ?? DBNull.Value;
}
