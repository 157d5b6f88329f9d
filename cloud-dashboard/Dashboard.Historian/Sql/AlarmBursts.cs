using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>The bursts of the alarms, within one transaction.</summary>
internal static class AlarmBursts
{
    private const string Columns = "SELECT id, site, began, ended, first, alarms, cause FROM alarm_burst ";

    /// <summary>Puts a raising into its burst, which it may begin, lead or join with another one.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="alarm">The alarm as it is written.</param>
    /// <param name="raising">The event that raised it: of a backlog it is not the last one that did.</param>
    internal static void Join(SqlSession session, Alarm alarm, EventMessage raising)
    {
        // What calls nobody began nothing that somebody looks for.
        if (AlarmRows.Find(session, alarm.Id) is not { Shelf: null, Design: null } present)
        {
            return;
        }

        // Bursts are further apart than the gap: a raising touches two of them at most.
        string site = alarm.Source.Site;
        AlarmBurst[] touched =
        [
            .. session.Rows(
                Read, Columns + "WHERE site = @site AND began <= @until ORDER BY began DESC LIMIT 2",
                ("@site", site), ("@until", (raising.Time + AlarmBurst.Gap).UtcTicks))
                .Where(burst => burst.Takes(raising.Time)).Reverse(),
        ];
        AlarmBurst next = touched.Length == 0 ? AlarmBurst.Of(alarm.Id, raising)
            : touched[0].With(alarm.Id, raising, present.Burst?.Id == touched[0].Id);
        if (touched.Length == 2)
        {
            next = next.And(touched[1]);
            _ = session.Execute(
                "UPDATE alarm SET burst = @burst, change = @change WHERE burst = @other",
                ("@burst", next.Id), ("@change", alarm.Change), ("@other", touched[1].Id));
            _ = session.Execute("DELETE FROM alarm_burst WHERE id = @id", ("@id", touched[1].Id));
        }

        long id = Write(session, site, next);
        if (alarm.Event.Seq == raising.Seq && alarm.Event.Epoch == raising.Epoch)
        {
            _ = session.Execute("UPDATE alarm SET burst = @burst WHERE id = @id", ("@burst", id), ("@id", alarm.Id));
        }

        // Who shows the alarms hears that the mark has moved, or that it is one now.
        foreach (long first in touched.Select(burst => burst.First).Append(next.First).Distinct())
        {
            _ = session.Execute(
                "UPDATE alarm SET change = @change WHERE id = @id AND change < @change", ("@change", alarm.Change), ("@id", first));
        }
    }

    /// <summary>The burst of an alarm.</summary>
    internal static AlarmBurst? Of(SqlSession session, Alarm alarm) =>
        alarm.Burst is { } mark ? Find(session, [mark.Id]).GetValueOrDefault(mark.Id) : null;

    /// <summary>The bursts of some numbers.</summary>
    internal static Dictionary<long, AlarmBurst> Find(SqlSession session, IReadOnlyCollection<long> ids) => ids.Count == 0 ? []
        : session.Rows(Read, $"{Columns}WHERE id IN ({string.Join(", ", ids)})").ToDictionary(burst => burst.Id);

    private static long Write(SqlSession session, string site, AlarmBurst burst)
    {
        (string Name, object? Value)[] values =
        [
            ("@site", site), ("@began", burst.Began.UtcTicks), ("@ended", burst.Ended.UtcTicks), ("@first", burst.First),
            ("@alarms", burst.Alarms), ("@doubtful", burst.IsDoubtful ? 1 : 0),
            ("@cause", JsonSerializer.Serialize(burst.Cause, ContractJson.Default.EventMessage)),
        ];
        if (burst.Id == 0)
        {
            return session.Number(
                """
                INSERT INTO alarm_burst (site, began, ended, first, alarms, doubtful, cause)
                VALUES (@site, @began, @ended, @first, @alarms, @doubtful, @cause) RETURNING id
                """,
                values)!.Value;
        }

        _ = session.Execute(
            """
            UPDATE alarm_burst SET site = @site, began = @began, ended = @ended, first = @first, alarms = @alarms, doubtful = @doubtful,
                cause = @cause
            WHERE id = @id
            """,
            [.. values, ("@id", burst.Id)]);
        return burst.Id;
    }

    private static AlarmBurst Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Began = new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
        Ended = new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
        First = row.GetInt64(4),
        Alarms = row.GetInt32(5),
        Cause = NewerWords.Event(row.GetString(1), OlderShape.Upgrade(Encoding.UTF8.GetBytes(row.GetString(6))), 0).Event,
    };
}
