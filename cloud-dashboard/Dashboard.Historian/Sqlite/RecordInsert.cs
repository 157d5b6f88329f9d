using System.Text;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// Stores records within one transaction. If the identity exists already, the contents are compared: a repetition is ignored, other content
/// is kept beside it. So no record of a gateway is lost because another has the same number.
/// </summary>
internal sealed class RecordInsert : IDisposable
{
    private const string Conflict = " ON CONFLICT (site, epoch, seq) DO NOTHING";
    private const string SameIdentity = " WHERE site = $site AND epoch = $epoch AND seq = $seq";

    private readonly SqliteCommand _event;
    private readonly SqliteCommand _energy;
    private readonly SqliteCommand _eventThere;
    private readonly SqliteCommand _energyThere;
    private readonly SqliteCommand _eventGone;
    private readonly SqliteCommand _energyGone;

    internal RecordInsert(SqliteConnection connection)
    {
        _event = connection.CreateCommand();
        _event.CommandText = "INSERT INTO event (site, epoch, seq, time, tag, payload, type, arrival) "
            + "VALUES ($site, $epoch, $seq, $time, $tag, $payload, $type, $arrival)" + Conflict;
        _energy = connection.CreateCommand();
        _energy.CommandText =
            "INSERT INTO energy (site, epoch, seq, time, tag, payload) VALUES ($site, $epoch, $seq, $time, $tag, $payload)" + Conflict;
        _eventThere = connection.CreateCommand();
        _eventThere.CommandText = "SELECT payload FROM event" + SameIdentity;
        _energyThere = connection.CreateCommand();
        _energyThere.CommandText = "SELECT payload FROM energy" + SameIdentity;
        _eventGone = connection.CreateCommand();
        _eventGone.CommandText = "DELETE FROM event" + SameIdentity;
        _energyGone = connection.CreateCommand();
        _energyGone.CommandText = "DELETE FROM energy" + SameIdentity;
    }

    /// <summary>Removes a record that is stored under another identity now.</summary>
    internal void Remove(HistorianRecord record)
    {
        SqliteCommand command = record is EventRecord ? _eventGone : _energyGone;
        Identify(command, record);
        _ = command.ExecuteNonQuery();
    }

    /// <summary>Stores a record.</summary>
    /// <returns>Whether it was new.</returns>
    internal Stored Run(HistorianRecord record)
    {
        if (Insert(record))
        {
            return Stored.New;
        }

        return Existing(record).HasSameContent(record) || !Insert(record.Beside()) ? Stored.Known : Stored.Beside;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _event.Dispose();
        _energy.Dispose();
        _eventThere.Dispose();
        _energyThere.Dispose();
        _eventGone.Dispose();
        _energyGone.Dispose();
    }

    private bool Insert(HistorianRecord record) => record switch
    {
        EventRecord { Event: var message } happened => Insert(_event, record, message.Time, message.Tag, happened.TypeWord),
        EnergyRecord { Energy: var message } => Insert(_energy, record, message.Time, message.Tag, null),
        _ => throw new ArgumentException($"{record.GetType().Name} is not a kind of record that the historian keeps.", nameof(record)),
    };

    private static bool Insert(SqliteCommand command, HistorianRecord record, DateTimeOffset time, string? tag, string? type)
    {
        Identify(command, record);
        command.Parameters.AddWithValue("$time", time.UtcTicks);
        command.Parameters.AddWithValue("$tag", (object?)tag ?? DBNull.Value);
        command.Parameters.AddWithValue("$payload", Encoding.UTF8.GetString(record.Payload.Span));
        if (type is not null)
        {
            command.Parameters.AddWithValue("$type", type);
            command.Parameters.AddWithValue("$arrival", record.Arrival);
        }

        return command.ExecuteNonQuery() == 1;
    }

    private HistorianRecord Existing(HistorianRecord record)
    {
        SqliteCommand command = record is EventRecord ? _eventThere : _energyThere;
        Identify(command, record);
        ReadOnlyMemory<byte> payload = OlderShape.Upgrade(Encoding.UTF8.GetBytes((string)command.ExecuteScalar()!));
        return record is EventRecord ? NewerWords.Event(record.Site, payload, 0) : NewerWords.Energy(record.Site, payload);
    }

    private static void Identify(SqliteCommand command, HistorianRecord record)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$site", record.Site);
        command.Parameters.AddWithValue("$epoch", record.Epoch);
        command.Parameters.AddWithValue("$seq", record.Seq);
    }
}
