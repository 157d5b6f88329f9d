using System.Text;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>The records whose gateway had not announced their numbers when they arrived.</summary>
internal sealed class AheadRecords(SqliteConnection connection, RecordInsert insert)
{
    // The writer is not held up longer by them than by a batch that arrives.
    private const int MaximumAtOnce = 500;

    private const string Those =
        $" WHERE site = $site AND {HistorianSchema.OwnEpoch} = $epoch AND {HistorianSchema.IsAhead} AND seq <= $last";

    /// <summary>Gives those that are announced now their own identity, the lowest numbers first.</summary>
    internal PlacedAhead Place(string site, string epoch, long lastSeq)
    {
        List<Placed> placed = [];
        foreach (HistorianRecord record in Read("event", site, epoch, lastSeq).Concat(Read("energy", site, epoch, lastSeq)))
        {
            HistorianRecord own = record.WithEpoch(epoch);
            Stored became = insert.Run(own);
            insert.Remove(record);
            placed.Add(new Placed(became == Stored.Beside ? own.Beside() : own, record.Key, became));
        }

        return new PlacedAhead(placed, Least(Next("event", site, epoch), Next("energy", site, epoch)));
    }

    private static long? Least(long? one, long? other) => one is null || other < one ? other : one;

    private List<HistorianRecord> Read(string table, string site, string epoch, long lastSeq)
    {
        string arrival = table == "event" ? "arrival" : "0";
        using SqliteCommand command =
            Command($"SELECT payload, {arrival} FROM {table}{Those} ORDER BY seq LIMIT {MaximumAtOnce}", site, epoch, lastSeq);
        List<HistorianRecord> records = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            byte[] payload = Encoding.UTF8.GetBytes(reader.GetString(0));
            records.Add(table == "event" ? NewerWords.Event(site, payload, reader.GetInt64(1)) : NewerWords.Energy(site, payload));
        }

        return records;
    }

    private long? Next(string table, string site, string epoch)
    {
        using SqliteCommand command = Command($"SELECT seq FROM {table}{Those} ORDER BY seq LIMIT 1", site, epoch, long.MaxValue);
        return (long?)command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, string site, string epoch, long lastSeq)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Composed of our own constants; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$site", site);
        command.Parameters.AddWithValue("$epoch", epoch);
        command.Parameters.AddWithValue("$last", lastSeq);
        return command;
    }
}
