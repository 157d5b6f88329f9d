using System.Data.Common;
using System.Text;
using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>
/// The events that the alarms have not seen yet, within one transaction. They are written with the event: what is stored once is seen once,
/// whatever is killed.
/// </summary>
internal static class AlarmDue
{
    // A delay that is longer belongs to a clock that was set back.
    private const long LongestDelay = 7_200_000_000;

    private const string Columns = "SELECT id, site, epoch, seq, arrival, payload, source, at FROM alarm_due";

    /// <summary>An event that waits.</summary>
    /// <param name="Id">Its number, in the order in which it was stored.</param>
    /// <param name="Site">The station.</param>
    /// <param name="Epoch">The epoch of its journal.</param>
    /// <param name="Seq">Its number in the journal.</param>
    /// <param name="Arrival">Its place in the order of arrival.</param>
    /// <param name="Payload">The event.</param>
    /// <param name="Source">Condition and name, where a delay may concern it; else null.</param>
    /// <param name="At">Not before this time; 0: at once.</param>
    /// <remarks>Eight parameters: the columns of the row.</remarks>
    internal readonly record struct Waiting(
        long Id, string Site, string Epoch, long Seq, long Arrival, ReadOnlyMemory<byte> Payload, string? Source, long At);

    /// <summary>Notes those of some new events that concern alarms.</summary>
    internal static void Note(SqlSession session, IEnumerable<EventRecord> records)
    {
        (EventRecord Record, TimeSpan Delay, string? Source)[] those =
            [.. records.Where(record => AlarmSignals.Concern(record.Event)).Select(Delayed)];
        session.Each(
            "INSERT INTO alarm_due (at, site, epoch, seq, arrival, payload, source) "
                + "VALUES (@at, @site, @epoch, @seq, @arrival, @payload, @source)",
            those.Length,
            i =>
            {
                (EventRecord record, TimeSpan delay, string? source) = those[i];
                return
                [
                    ("@at", delay == TimeSpan.Zero ? 0 : record.Arrival + (delay.Ticks / TimeSpan.TicksPerMicrosecond)),
                    ("@site", record.Site), ("@epoch", record.Epoch), ("@seq", record.Seq), ("@arrival", record.Arrival),
                    ("@payload", Encoding.UTF8.GetString(record.Payload.Span)), ("@source", source),
                ];
            });
    }

    // An event with a delay speaks of one alarm.
    private static (EventRecord Record, TimeSpan Delay, string? Source) Delayed(EventRecord record)
    {
        IReadOnlyList<AlarmSignal> signals = AlarmSignals.Of(record.Site, record.Event, record.Arrival);
        return signals is [{ } only] && AlarmSignals.IsDelayed(only)
            ? (record, AlarmSignals.DelayOf(only), SqlSession.Searched($"{only.Source.Condition}/{only.Source.Name}"))
            : (record, TimeSpan.Zero, null);
    }

    /// <summary>Whether some wait.</summary>
    internal static bool Any(SqlSession session, long now) =>
        session.Number("SELECT 1 FROM alarm_due WHERE at <= @now LIMIT 1", ("@now", now)) is not null
        || session.Number("SELECT 1 FROM alarm_due WHERE at > @far LIMIT 1", ("@far", now + LongestDelay)) is not null;

    /// <summary>Those that are due: first those without a delay in the order in which they were stored, then as their delays end.</summary>
    internal static List<Waiting> Read(SqlSession session, long now, int most)
    {
        List<Waiting> due = session.Rows(
            Read, $"{Columns} WHERE at <= @now ORDER BY at, id LIMIT @most", ("@now", now), ("@most", most));
        return due.Count > 0 ? due : session.Rows(
            Read, $"{Columns} WHERE at > @far ORDER BY at, id LIMIT @most", ("@far", now + LongestDelay), ("@most", most));
    }

    /// <summary>What waits of the same source next to an event, in the order of their journal: before it, or behind it.</summary>
    internal static Waiting? Next(SqlSession session, in Waiting of, bool isBefore)
    {
        List<Waiting> found = session.Rows(
            Read,
            isBefore
                ? $"{Columns} WHERE site = @site AND source = @source AND seq < @seq ORDER BY seq DESC LIMIT 1"
                : $"{Columns} WHERE site = @site AND source = @source AND seq > @seq ORDER BY seq LIMIT 1",
            ("@site", of.Site), ("@source", of.Source), ("@seq", of.Seq));
        return found.Count == 1 && JournalEpochs.BaseOf(found[0].Epoch) == JournalEpochs.BaseOf(of.Epoch) ? found[0] : null;
    }

    /// <summary>Removes those that were seen.</summary>
    internal static void Remove(SqlSession session, IReadOnlyCollection<long> seen)
    {
        long[] those = [.. seen];
        session.Each("DELETE FROM alarm_due WHERE id = @id", those.Length, i => [("@id", those[i])]);
    }

    private static Waiting Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4),
        Encoding.UTF8.GetBytes(reader.GetString(5)), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetInt64(7));
}
