using System.Text;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>The records whose gateway had not announced their numbers when they arrived.</summary>
internal sealed class AheadRecords(SqlSession session, RecordInsert insert)
{
    // The writer is not held up longer by them than by a batch that arrives.
    private const int MaximumAtOnce = 500;

    private readonly string _those =
        $" WHERE site = @site AND {session.OwnEpoch} >= @base AND {session.OwnEpoch} < @base || '/'"
        + $" AND ({session.OwnEpoch} = @base OR {session.OwnEpoch} > @base || '.')"
        + $" AND {session.IsAhead} AND seq <= @last";

    /// <summary>Gives those that are announced now their own identity, the lowest numbers first.</summary>
    internal PlacedAhead Place(string site, string epoch, long lastSeq)
    {
        string origin = JournalEpochs.BaseOf(epoch);
        List<Placed> placed = [];
        foreach (HistorianRecord record in Read("event", site, origin, lastSeq).Concat(Read("energy", site, origin, lastSeq)))
        {
            HistorianRecord own = record.AtOwnEpoch();
            Stored became = insert.Run(own);
            insert.Remove(record);
            placed.Add(new Placed(became == Stored.Beside ? own.Beside() : own, record.Key, became));
        }

        return new PlacedAhead(placed, Least(Next("event", site, origin), Next("energy", site, origin)));
    }

    private static long? Least(long? one, long? other) => one is null || other < one ? other : one;

    private List<HistorianRecord> Read(string table, string site, string origin, long lastSeq)
    {
        string arrival = table == "event" ? "arrival" : "0";
        return session.Rows<HistorianRecord>(
            reader =>
            {
                byte[] payload = Encoding.UTF8.GetBytes(reader.GetString(0));
                return table == "event" ? NewerWords.Event(site, payload, reader.GetInt64(1)) : NewerWords.Energy(site, payload);
            },
            $"SELECT payload, {arrival} FROM {table}{_those} ORDER BY seq LIMIT {MaximumAtOnce}",
            ("@site", site), ("@base", origin), ("@last", lastSeq));
    }

    private long? Next(string table, string site, string origin) => session.Number(
        $"SELECT seq FROM {table}{_those} ORDER BY seq LIMIT 1", ("@site", site), ("@base", origin), ("@last", long.MaxValue));
}
