using System.Text;
using Dashboard.Alarms;

namespace Dashboard.Historian.Sql;

/// <summary>
/// The events that the alarms have not seen yet, within one transaction. They are written with the event: what is stored once is seen once,
/// whatever is killed.
/// </summary>
internal static class AlarmDue
{
    // A delay that is longer belongs to a clock that was set back.
    private const long LongestDelay = 3_600_000_000;

    /// <summary>An event that waits.</summary>
    internal readonly record struct Waiting(long Id, string Site, string Epoch, long Arrival, ReadOnlyMemory<byte> Payload);

    /// <summary>Notes those of some new events that concern alarms.</summary>
    internal static void Note(SqlSession session, IEnumerable<EventRecord> records)
    {
        (EventRecord Record, TimeSpan Delay)[] those =
        [
            .. records.Where(record => AlarmSignals.Concern(record.Event)).Select(record => (record, AlarmSignals.DelayOf(record.Event))),
        ];
        session.Each(
            "INSERT INTO alarm_due (at, site, epoch, seq, arrival, payload) VALUES (@at, @site, @epoch, @seq, @arrival, @payload)",
            those.Length,
            i =>
            {
                (EventRecord record, TimeSpan delay) = those[i];
                return
                [
                    ("@at", delay == TimeSpan.Zero ? 0 : record.Arrival + (delay.Ticks / TimeSpan.TicksPerMicrosecond)),
                    ("@site", record.Site), ("@epoch", record.Epoch), ("@seq", record.Seq), ("@arrival", record.Arrival),
                    ("@payload", Encoding.UTF8.GetString(record.Payload.Span)),
                ];
            });
    }

    /// <summary>Whether some wait.</summary>
    internal static bool Any(SqlSession session, long now) => session.Number(
        "SELECT 1 FROM alarm_due WHERE at <= @now OR at > @far LIMIT 1", ("@now", now), ("@far", now + LongestDelay)) is not null;

    /// <summary>Those that are due, in the order in which they were stored.</summary>
    internal static List<Waiting> Read(SqlSession session, long now, int most) => session.Rows(
        reader => new Waiting(
            reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), Encoding.UTF8.GetBytes(reader.GetString(4))),
        "SELECT id, site, epoch, arrival, payload FROM alarm_due WHERE at <= @now OR at > @far ORDER BY id LIMIT @most",
        ("@now", now), ("@far", now + LongestDelay), ("@most", most));

    /// <summary>Removes those that were seen.</summary>
    internal static void Remove(SqlSession session, IReadOnlyList<Waiting> seen) =>
        session.Each("DELETE FROM alarm_due WHERE id = @id", seen.Count, i => [("@id", seen[i].Id)]);
}
