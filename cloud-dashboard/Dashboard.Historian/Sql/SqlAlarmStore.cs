using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Audit;

namespace Dashboard.Historian.Sql;

/// <summary>The alarms, in the database of the historian and by its one writer.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlAlarmStore(SqlEventStore events) : IAlarmStore
{
    private const int LongestHistory = 500;

    // Of all stations: more were raised in a flood only.
    private const int MostRecent = 500;

    /// <inheritdoc />
    public int Advance(DateTimeOffset now, int most)
    {
        long at = Microseconds.Of(now);
        return !events.Database.Read(session => AlarmDue.Any(session, at) || HasEnded(session, at)) ? 0
            : events.Database.Write(session =>
            {
                AlarmRows.Hold(session);
                foreach (AlarmSource source in EndedShelves(session, at))
                {
                    EndShelf(session, source, new ChangeNote(now));
                }

                List<AlarmDue.Waiting> due = AlarmDue.Read(session, at, most);
                AlarmIntake intake = new(session, now);
                foreach (AlarmDue.Waiting waiting in due)
                {
                    intake.Apply(waiting);
                }

                AlarmDue.Remove(session, intake.Done);
                return due.Count;
            });
    }

    /// <inheritdoc />
    public IReadOnlyList<AcknowledgeOutcome> Acknowledge(IReadOnlyList<SeenAlarm> seen, AlarmAcknowledgement by, string? from)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(by);
        return events.Database.Write(session => Acknowledge(session, seen, by, from));
    }

    /// <summary>Acknowledges alarms within a transaction.</summary>
    internal static AcknowledgeOutcome[] Acknowledge(
        SqlSession session, IReadOnlyList<SeenAlarm> seen, AlarmAcknowledgement by, string? from)
    {
        AlarmRows.Hold(session);
        List<AuditAct> acts = [];
        AcknowledgeOutcome[] outcomes = [.. seen.Select(one => Acknowledge(session, one, by, from, acts))];
        AuditRows.Append(session, acts);
        return outcomes;
    }

    /// <inheritdoc />
    public Alarm? Shelve(long id, AlarmShelf? shelf, string by, string? from, DateTimeOffset now) => events.Database.Write(session =>
    {
        AlarmRows.Hold(session);
        if (AlarmRows.Find(session, id) is not { } alarm)
        {
            return null;
        }

        if (shelf is null)
        {
            if (alarm.Shelf is not null)
            {
                EndShelf(session, alarm.Source, new ChangeNote(now, Who: by));
                AuditRows.Append(
                    session, [new AuditAct(now, by, from, AuditWord.AlarmBack) { Target = Name(alarm), Old = alarm.Shelf.Reason }]);
            }

            return AlarmRows.Find(session, id);
        }

        _ = session.Execute(
            """
            INSERT INTO alarm_shelf (site, condition, name, until, since, who, reason)
            VALUES (@site, @condition, @name, @until, @since, @who, @reason)
            ON CONFLICT (site, condition, name) DO UPDATE SET until = @until, since = @since, who = @who, reason = @reason
            """,
            [
                .. AlarmRows.Of(alarm.Source), ("@until", shelf.Until is { } until ? Microseconds.Of(until) : null),
                ("@since", Microseconds.Of(shelf.Since)), ("@who", shelf.Who), ("@reason", shelf.Reason),
            ]);
        _ = AlarmRows.Write(
            session, alarm, [AlarmChangeKind.Shelved], new ChangeNote(now, shelf.Until, Who: shelf.Who, Comment: shelf.Reason));
        AuditRows.Append(
            session,
            [
                new AuditAct(now, by, from, shelf.Until is null ? AuditWord.AlarmOutOfService : AuditWord.AlarmShelved)
                {
                    Target = Name(alarm),
                    Old = alarm.Shelf?.Reason,
                    New = shelf.Until is { } end ? $"{end.UtcDateTime:O} {shelf.Reason}" : shelf.Reason,
                },
            ]);
        return AlarmRows.Find(session, id);
    });

    /// <inheritdoc />
    public ImmutableArray<PendingMark> PendingMarks(int most) => [.. events.Database.Read(session => session.Rows(
        row => new PendingMark(
            row.GetString(0), row.GetString(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero), row.GetString(3)),
        "SELECT site, tag, seen, who FROM alarm_mark ORDER BY since, site, tag LIMIT @most", ("@most", most)))];

    /// <inheritdoc />
    public void Settle(PendingMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        _ = events.Database.Write(session => session.Execute(
            "DELETE FROM alarm_mark WHERE site = @site AND tag = @tag AND seen = @seen",
            ("@site", mark.Site), ("@tag", mark.Tag), ("@seen", mark.Seen.UtcTicks)));
    }

    /// <inheritdoc />
    public AlarmPage Query(AlarmQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AlarmQuery.MaximumLimit);
        (string sql, (string Name, object? Value)[] values) = AlarmSelect.Of(query);
        List<Alarm> found = events.Database.Read(session => session.Rows(AlarmRows.Read, sql, values));
        return found.Count <= query.Limit
            ? new AlarmPage([.. found], null)
            : new AlarmPage([.. found.Take(query.Limit)], AlarmCursor.Of(query.Order, found[query.Limit - 1]));
    }

    /// <inheritdoc />
    public AlarmGroupPage Groups(AlarmQuery query, AlarmGrouping by)
    {
        ArgumentNullException.ThrowIfNull(query);
        return events.Database.Read(session => AlarmGroupSelect.Page(session, query, by));
    }

    /// <inheritdoc />
    public AlarmHistory? Find(long id) => events.Database.Read(session =>
        AlarmRows.Find(session, id) is not { } alarm ? null
            : new AlarmHistory(
                alarm,
                [
                    .. session.Rows(
                        AlarmRows.ReadChange,
                        "SELECT id, kind, at, time, who, comment FROM alarm_change WHERE alarm = @id ORDER BY id DESC LIMIT @most",
                        ("@id", id), ("@most", LongestHistory)).AsEnumerable().Reverse(),
                ],
                AlarmBursts.Of(session, alarm)));

    /// <inheritdoc />
    public AlarmSummary Summary() => events.Database.Read(session =>
    {
        const string Those = $"FROM alarm a {AlarmRows.Aside}WHERE a.open = 1 AND {AlarmRows.IsNotAside}";
        List<(string Site, int Priority, bool IsAcknowledged, int Count)> counts = session.Rows(
            row => (row.GetString(0), row.GetInt32(1), row.GetInt32(2) != 0, (int)row.GetInt64(3)),
            $"SELECT a.site, a.priority, a.acknowledged, count(*) {Those} GROUP BY a.site, a.priority, a.acknowledged");
        ILookup<string, DateTimeOffset> recent = session.Rows(
            row => (Site: row.GetString(0), At: Microseconds.ToTime(row.GetInt64(1))),
            $"SELECT site, at FROM alarm_change WHERE kind = {(int)AlarmChangeKind.Raised} ORDER BY at DESC, id DESC LIMIT {MostRecent}")
            .ToLookup(one => one.Site, one => one.At);
        Alarm? first = session.Rows(
            AlarmRows.Read,
            $"{AlarmRows.Select} WHERE a.open = 1 AND a.acknowledged = 0 AND {AlarmRows.IsNotAside} "
            + "ORDER BY a.priority, a.arrival DESC, a.id DESC LIMIT 1").SingleOrDefault();
        return new AlarmSummary(
            [
                .. counts.GroupBy(one => one.Site).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new SiteAlarms(
                    group.Key,
                    [
                        .. Enumerable.Range(1, 4).Select(priority =>
                            group.Where(one => one.Priority == priority && !one.IsAcknowledged).Sum(one => one.Count)),
                    ],
                    group.Where(one => one.IsAcknowledged).Sum(one => one.Count),
                    [.. recent[group.Key].Take(AlarmStatistics.FloodLimit + 1)])),
            ],
            first, LastChange(session), first is null ? null : AlarmBursts.Of(session, first));
    });

    /// <inheritdoc />
    public ImmutableArray<Alarm> Standing(IReadOnlyCollection<string> conditions, string? site = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        (string Name, object? Value)[] words = [.. conditions.Select((word, i) => ($"@c{i}", (object?)word))];
        string names = string.Join(", ", words.Select(one => one.Name));
        string sql = $"{AlarmRows.Select} WHERE a.open = 1 AND a.active = 1 AND a.condition IN ({names})"
            + (site is null ? "" : " AND a.site = @site") + " ORDER BY a.id";
        return
        [
            .. events.Database.Read(session => session.Rows(
                AlarmRows.Read, sql, site is null ? words : [.. words, ("@site", site)])),
        ];
    }

    /// <inheritdoc />
    public AlarmLast? Last(AlarmSource source) =>
        events.Database.Read(session => AlarmRows.Last(session, source with { Name = SqlSession.Searched(source.Name)! }));

    /// <inheritdoc />
    public ImmutableArray<AlarmMoment> Moments(DateTimeOffset from, DateTimeOffset to, string? site, int most) =>
    [
        .. events.Database.Read(session => session.Rows(
            row => new AlarmMoment(
                new AlarmSource(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetInt32(3),
                row.GetInt32(4) == (int)AlarmChangeKind.Raised, Microseconds.ToTime(row.GetInt64(5))),
            "SELECT a.site, a.condition, a.name, a.priority, c.kind, c.at FROM alarm_change c JOIN alarm a ON a.id = c.alarm "
                + $"WHERE c.at >= @from AND c.at < @to AND c.kind IN (1, 2){(site is null ? "" : " AND c.site = @site")} "
                + "ORDER BY c.at, c.id LIMIT @most",
            [
                ("@from", Microseconds.Of(from)), ("@to", Microseconds.Of(to)), ("@most", most),
                .. site is null ? [] : ((string Name, object? Value)[])[("@site", site)],
            ])),
    ];

    /// <inheritdoc />
    public long LastChange() => events.Database.Read(LastChange);

    /// <inheritdoc />
    public ImmutableArray<Alarm> ChangedSince(long change, int most) => [.. events.Database.Read(session => session.Rows(
        AlarmRows.Read, $"{AlarmRows.Select} WHERE a.change > @change ORDER BY a.change LIMIT @most",
        ("@change", change), ("@most", most)))];

    private static long LastChange(SqlSession session) => session.Number("SELECT coalesce(max(change), 0) FROM alarm")!.Value;

    // As people know it: the station, what it is, and the point or device.
    private static string Name(Alarm alarm) => $"{alarm.Source.Site}/{alarm.Source.Condition}/{alarm.Source.Name} #{alarm.Id}";

    private static AcknowledgeOutcome Acknowledge(
        SqlSession session, SeenAlarm seen, AlarmAcknowledgement by, string? from, List<AuditAct> acts)
    {
        if (AlarmRows.Find(session, seen.Id) is not { } alarm)
        {
            return AcknowledgeOutcome.Unknown;
        }

        if (AlarmLife.Acknowledge(alarm, seen.Raises, by) is not { } acknowledged)
        {
            return alarm.IsAcknowledged ? AcknowledgeOutcome.AlreadyDone : AcknowledgeOutcome.RaisedAgain;
        }

        _ = AlarmRows.Write(
            session, acknowledged, [AlarmChangeKind.Acknowledged], new ChangeNote(by.At, Who: by.Who, Comment: by.Comment));
        if (alarm.Condition == AlarmCondition.Protection && alarm.Event.Tag is { } tag)
        {
            _ = session.Execute(
                """
                INSERT INTO alarm_mark (site, tag, seen, who, since) VALUES (@site, @tag, @seen, @who, @since)
                ON CONFLICT (site, tag) DO UPDATE SET seen = @seen, who = @who, since = @since
                """,
                ("@site", alarm.Source.Site), ("@tag", tag), ("@seen", alarm.Event.Received.UtcTicks), ("@who", by.Who),
                ("@since", Microseconds.Of(by.At)));
        }

        acts.Add(new AuditAct(by.At, by.Who, from, AuditWord.AlarmAcknowledged) { Target = Name(alarm), New = by.Comment });
        return AcknowledgeOutcome.Done;
    }

    private static bool HasEnded(SqlSession session, long now) =>
        session.Number("SELECT 1 FROM alarm_shelf WHERE until <= @now LIMIT 1", ("@now", now)) is not null;

    private static List<AlarmSource> EndedShelves(SqlSession session, long now) => session.Rows(
        row => new AlarmSource(row.GetString(0), row.GetString(1), row.GetString(2)),
        "SELECT site, condition, name FROM alarm_shelf WHERE until <= @now", ("@now", now));

    // The last alarm of the source says so, open or not.
    private static void EndShelf(SqlSession session, AlarmSource source, in ChangeNote note)
    {
        _ = session.Execute(
            "DELETE FROM alarm_shelf WHERE site = @site AND condition = @condition AND name = @name", AlarmRows.Of(source));
        foreach (long id in AlarmRows.OfSourceNewest(session, source))
        {
            _ = AlarmRows.Write(session, AlarmRows.Find(session, id)!, [AlarmChangeKind.Unshelved], note);
        }
    }
}
