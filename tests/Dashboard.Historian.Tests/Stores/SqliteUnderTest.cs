using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>A file.</summary>
public sealed class SqliteUnderTest : StoreUnderTest
{
    private readonly TemporaryFolder _directory = new();

    public string File => _directory.At("historian.db");

    public override string RawText => "raw";

    protected override string BeforeRollUps =>
        "ALTER TABLE sample DROP COLUMN clock; ALTER TABLE element_change DROP COLUMN clock; DROP TABLE sample_not_set; "
        + "DROP TABLE element_change_not_set; DROP TABLE alarm_due; DROP TABLE alarm_source; DROP TABLE alarm; DROP TABLE alarm_change; "
        + "DROP TABLE alarm_shelf; DROP TABLE audit; DROP TABLE audit_head; DROP TABLE alarm_mark; "
        + "DROP TABLE notify_state; DROP TABLE notify_rule; DROP TABLE notify_group; DROP TABLE notify_template; DROP TABLE notify_call; "
        + "DROP TABLE notify_item; DROP TABLE notify_message; DROP TABLE alarm_rule; DROP TABLE alarm_burst; "
        + "DROP TABLE station_bay; PRAGMA user_version = 7;";

    public override string Bytes(string hexadecimal) => $"x'{hexadecimal}'";

    public override long Number(string sql) => Command(sql, command => (long)command.ExecuteScalar()!);

    public override void Change(string sql) => Command(sql, command => command.ExecuteNonQuery());

    public override SqlEventStore Beside() => SqliteEventStore.Open(File);

    protected override SqlEventStore Open(TimeSpan? longestQuery) => SqliteEventStore.Open(File, longestQuery);

    protected override SqlStationStore OpenStations() => SqliteStationStore.Open(File);

    protected override void Remove() => _directory.Dispose();

    private T Command<T>(string sql, Func<SqliteCommand, T> run)
    {
        using SqliteConnection connection = new($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return run(command);
    }
}
