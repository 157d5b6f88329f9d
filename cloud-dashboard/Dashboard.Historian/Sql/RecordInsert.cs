using System.Data.Common;
using System.Text;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>
/// Stores records within one transaction. If the identity exists already, the contents are compared: a repetition is ignored, other content
/// is kept beside it. So no record of a gateway is lost because another has the same number.
/// </summary>
internal sealed class RecordInsert : IDisposable
{
    private const string InsertEvent = "INSERT INTO event (site, epoch, seq, time, tag, payload, type, arrival) "
        + "VALUES (@site, @epoch, @seq, @time, @tag, @payload, @type, @arrival) ON CONFLICT (site, epoch, seq) DO NOTHING";

    private const string InsertEnergy = "INSERT INTO energy (site, epoch, seq, time, tag, payload) "
        + "VALUES (@site, @epoch, @seq, @time, @tag, @payload) ON CONFLICT (site, epoch, seq) DO NOTHING";

    private const string SameIdentity = " WHERE site = @site AND epoch = @epoch AND seq = @seq";

    private readonly SqlSession _session;
    private readonly DbCommand _event;
    private readonly DbCommand _energy;
    private readonly DbCommand _eventThere;
    private readonly DbCommand _energyThere;
    private readonly Dictionary<string, string[]> _epochsOf = new(StringComparer.Ordinal);
    private readonly bool _raisesAlarms;

    /// <summary>Begins.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="raisesAlarms">Whether what is new concerns the alarms; not what they have seen under another identity.</param>
    internal RecordInsert(SqlSession session, bool raisesAlarms = true)
    {
        (_session, _raisesAlarms) = (session, raisesAlarms);
        _event = session.Command(InsertEvent);
        _energy = session.Command(InsertEnergy);
        _eventThere = session.Command("SELECT payload FROM event" + SameIdentity);
        _energyThere = session.Command("SELECT payload FROM energy" + SameIdentity);
    }

    /// <summary>Stores records, in this order.</summary>
    /// <returns>The result for each record.</returns>
    internal Stored[] Run(IReadOnlyList<HistorianRecord> records)
    {
        bool[] isInserted = InsertTogether(records);
        Stored[] became = [.. records.Select((record, i) => isInserted[i] ? Stored.New : Store(record))];
        NoteForAlarms(records.Where((_, i) => became[i] != Stored.Known));
        return became;
    }

    /// <summary>Removes a record that is stored under another identity now.</summary>
    internal void Remove(HistorianRecord record)
    {
        _ = _session.Execute(
            (record is EventRecord ? "DELETE FROM event" : "DELETE FROM energy") + SameIdentity,
            ("@site", record.Site), ("@epoch", record.Epoch), ("@seq", record.Seq));
    }

    /// <summary>Stores a record.</summary>
    /// <returns>Whether it was new.</returns>
    internal Stored Run(HistorianRecord record)
    {
        Stored became = Store(record);
        NoteForAlarms(became == Stored.Known ? [] : [record]);
        return became;
    }

    private Stored Store(HistorianRecord record)
    {
        if (IsUnderOtherEpoch(record))
        {
            return Stored.Known;
        }

        if (Insert(record))
        {
            return Stored.New;
        }

        return Existing(record)!.HasSameContent(record) || !Insert(record.Beside()) ? Stored.Known : Stored.Beside;
    }

    /// <summary>The site has a journal of an epoch that it did not have.</summary>
    internal void ForgetEpochs(string site) => _epochsOf.Remove(site);

    /// <inheritdoc />
    public void Dispose()
    {
        _event.Dispose();
        _energy.Dispose();
        _eventThere.Dispose();
        _energyThere.Dispose();
    }

    private void NoteForAlarms(IEnumerable<HistorianRecord> records)
    {
        if (_raisesAlarms)
        {
            AlarmDue.Note(_session, records.OfType<EventRecord>());
        }
    }

    // A journal whose books were lost goes on under epochs of another base, and may send again what it sent before. Within a base the
    // epoch of a record never changes.
    private bool IsUnderOtherEpoch(HistorianRecord record) => !record.IsBeside && OtherEpochs(record).Any(epoch =>
        Existing(record.WithEpoch(epoch))?.HasSameContent(record) == true);

    private IEnumerable<string> OtherEpochs(HistorianRecord record)
    {
        string own = JournalEpochs.BaseOf(record.Epoch);
        return EpochsOf(record.Site).Where(epoch => JournalEpochs.BaseOf(epoch) != own);
    }

    private string[] EpochsOf(string site)
    {
        if (!_epochsOf.TryGetValue(site, out string[]? epochs))
        {
            _epochsOf[site] = epochs =
                [.. _session.Rows(reader => reader.GetString(0), "SELECT epoch FROM journal WHERE site = @site", ("@site", site))];
        }

        return epochs;
    }

    // In one exchange with a database that is elsewhere. What is there already, or may be, is left to the way of one record.
    private bool[] InsertTogether(IReadOnlyList<HistorianRecord> records)
    {
        bool[] isInserted = new bool[records.Count];
        int[] those = [.. Enumerable.Range(0, records.Count).Where(i => records[i].IsBeside || !OtherEpochs(records[i]).Any())];
        using DbBatch? batch = those.Length > 1 ? _session.Batch() : null;
        if (batch is null)
        {
            return isInserted;
        }

        foreach (int i in those)
        {
            DbBatchCommand command = batch.CreateBatchCommand();
            command.CommandText = records[i] is EventRecord ? InsertEvent : InsertEnergy;
            _session.Set(command.Parameters, command.CreateParameter, ValuesOf(records[i]));
            batch.BatchCommands.Add(command);
        }

        _ = batch.ExecuteNonQuery();
        for (int i = 0; i < those.Length; i++)
        {
            isInserted[those[i]] = batch.BatchCommands[i].RecordsAffected == 1;
        }

        return isInserted;
    }

    private bool Insert(HistorianRecord record)
    {
        DbCommand command = record is EventRecord ? _event : _energy;
        _session.Set(command, ValuesOf(record));
        return command.ExecuteNonQuery() == 1;
    }

    private static (string Name, object? Value)[] ValuesOf(HistorianRecord record) => record switch
    {
        EventRecord { Event: var message } happened =>
        [
            .. ValuesOf(record, message.Time, message.Tag), ("@type", SqlSession.Searched(happened.TypeWord)), ("@arrival", record.Arrival),
        ],
        EnergyRecord { Energy: var message } => ValuesOf(record, message.Time, message.Tag),
        _ => throw new ArgumentException($"{record.GetType().Name} is not a kind of record that the historian keeps.", nameof(record)),
    };

    private static (string Name, object? Value)[] ValuesOf(HistorianRecord record, DateTimeOffset time, string? tag) =>
    [
        ("@site", record.Site), ("@epoch", record.Epoch), ("@seq", record.Seq), ("@time", time.UtcTicks),
        ("@tag", SqlSession.Searched(tag)), ("@payload", Encoding.UTF8.GetString(record.Payload.Span)),
    ];

    private HistorianRecord? Existing(HistorianRecord record)
    {
        DbCommand command = record is EventRecord ? _eventThere : _energyThere;
        _session.Set(command, ("@site", record.Site), ("@epoch", record.Epoch), ("@seq", record.Seq));
        if (command.ExecuteScalar() is not string stored)
        {
            return null;
        }

        ReadOnlyMemory<byte> payload = OlderShape.Upgrade(Encoding.UTF8.GetBytes(stored));
        return record is EventRecord ? NewerWords.Event(record.Site, payload, 0) : NewerWords.Energy(record.Site, payload);
    }
}
