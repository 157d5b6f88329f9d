using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Tests.Stores;
using Npgsql;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>A database of a real server.</summary>
public sealed class PostgresUnderTest(PostgresFixture server) : StoreUnderTest
{
    private PostgresDatabase? _database;

    public string Connection { get; } = server.Make();

    public override string RawText => "raw_text";

    protected override string BeforeRollUps => "DELETE FROM schema_version WHERE scriptname = '0002.sql';";

    public override string Bytes(string hexadecimal) => $"'\\x{hexadecimal}'";

    public override long Number(string sql) =>
        Command(sql, command => Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));

    public override void Change(string sql) => Command(sql, command => command.ExecuteNonQuery());

    public override SqlEventStore Beside() => new(PostgresDatabase.Open(Connection));

    protected override SqlEventStore Open(TimeSpan? longestQuery) =>
        new(_database = PostgresDatabase.Open(Connection, longestQuery));

    protected override SqlStationStore OpenStations()
    {
        _ = Events;
        return new SqlStationStore(_database!.Beside());
    }

    protected override void Remove()
    {
    }

    private T Command<T>(string sql, Func<NpgsqlCommand, T> run)
    {
        using NpgsqlConnection connection = new(Connection + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return run(command);
    }
}
