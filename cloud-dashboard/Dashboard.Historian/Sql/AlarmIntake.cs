using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>
/// Applies the events that wait for the alarms, within one transaction. With a delay two events count as none: a raising that is gone
/// within its on-delay, and a return that is raised again within its off-delay, both by the clock of the events.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="now">The time.</param>
internal sealed class AlarmIntake(SqlSession session, DateTimeOffset now)
{
    private readonly HashSet<long> _done = [];

    /// <summary>The events that need not wait any more.</summary>
    public IReadOnlyCollection<long> Done => _done;

    /// <summary>Applies one that is due, and what it decides.</summary>
    public void Apply(in AlarmDue.Waiting due)
    {
        if (_done.Contains(due.Id))
        {
            return;
        }

        if (due.Source is null)
        {
            ApplyNow(due);
            return;
        }

        // Whether it lasted is known where the next one of its source has come.
        AlarmSignal signal = SignalOf(due);
        if (due.At > 0 && Neighbour(due, isBefore: false) is { } behind && IsWithin(signal, SignalOf(behind)))
        {
            Cancel(due, behind, signal);
            return;
        }

        if (Neighbour(due, isBefore: true) is { } before)
        {
            if (IsWithin(SignalOf(before), signal))
            {
                Cancel(before, due, SignalOf(before));
                return;
            }

            ApplyNow(before);
        }

        ApplyNow(due);
    }

    // The first of both does not count. The second one neither, where it only says what was before the first.
    private void Cancel(in AlarmDue.Waiting first, in AlarmDue.Waiting second, AlarmSignal signal)
    {
        _ = _done.Add(first.Id);
        AlarmSource source = signal.Source with { Name = SqlSession.Searched(signal.Source.Name)! };
        bool isActive = AlarmRows.Last(session, source)?.IsActive ?? false;
        if (isActive == (signal.Kind == SignalKind.Returned))
        {
            _ = _done.Add(second.Id);
        }
        else if (second.At == 0)
        {
            ApplyNow(second);
        }
    }

    private AlarmDue.Waiting? Neighbour(in AlarmDue.Waiting of, bool isBefore) =>
        AlarmDue.Next(session, of, isBefore) is { } found && !_done.Contains(found.Id) && (!isBefore || found.At > 0) ? found : null;

    // By the clock of the events; where it was set in between, by that of the gateway.
    private static bool IsWithin(AlarmSignal first, AlarmSignal second)
    {
        if (first.Kind == second.Kind)
        {
            return false;
        }

        TimeSpan apart = second.Event.Time - first.Event.Time;
        return (apart >= TimeSpan.Zero ? apart : second.Event.Received - first.Event.Received) < AlarmSignals.DelayOf(first);
    }

    private static AlarmSignal SignalOf(in AlarmDue.Waiting waiting) =>
        AlarmSignals.Of(waiting.Site, EventOf(waiting).Event, waiting.Arrival)[0];

    private static EventRecord EventOf(in AlarmDue.Waiting waiting) =>
        NewerWords.Event(waiting.Site, OlderShape.Upgrade(waiting.Payload), waiting.Arrival);

    private void ApplyNow(in AlarmDue.Waiting waiting)
    {
        _ = _done.Add(waiting.Id);
        EventRecord record = EventOf(waiting);

        // One that arrived before its announcement, and once more with its own identity, is the same.
        int mark = record.Epoch.IndexOf(HistorianRecord.BesideMark, StringComparison.Ordinal);
        string epoch = record.IsAhead ? record.Epoch[..mark] : record.Epoch;
        EventMessage message = record.Event with { Epoch = epoch };
        if (AlarmSignals.SuppressionOf(message) is { } suppression)
        {
            Suppress(waiting, message, suppression);
            return;
        }

        if (AlarmRows.IsKnown(session, waiting.Site, epoch, record.Seq))
        {
            return;
        }

        foreach (AlarmSignal signal in AlarmSignals.Of(waiting.Site, message, waiting.Arrival))
        {
            AlarmSource source = signal.Source with { Name = SqlSession.Searched(signal.Source.Name)! };
            AlarmLast? last = AlarmRows.Last(session, source);
            AlarmStep step = AlarmLife.Apply(AlarmRows.Open(session, source), last, signal with { Source = source });
            if (step.MovesOn)
            {
                // What its gateway says next is newer than what it said last, whatever the clock of the centre is.
                AlarmRows.Move(session, source, signal.IsGone && last is { } before ? before.Position : signal.Position, step.IsActive);
            }

            if (step is { Alarm: { } alarm, Changes.Count: > 0 })
            {
                ChangeNote note = new(now, message.Time, epoch, record.Seq, Comment: signal.IsGone ? message.Text : null);
                Alarm written = AlarmRows.Write(session, alarm, step.Changes, note);
                if (step.Changes[0] == AlarmChangeKind.Raised)
                {
                    AlarmBursts.Join(session, written, message);
                }
            }
        }
    }

    private void Suppress(in AlarmDue.Waiting waiting, EventMessage message, AlarmSuppression suppression)
    {
        AlarmPosition position = new(message.Epoch, message.Seq, message.Received);
        string name = SqlSession.Searched(suppression.Tag)!;
        AlarmChangeKind kind = suppression.IsActive ? AlarmChangeKind.Suppressed : AlarmChangeKind.Unsuppressed;
        foreach (AlarmCondition condition in suppression.Conditions)
        {
            AlarmSource source = new(waiting.Site, condition.Word, name);
            if (AlarmRows.Design(session, source, position, suppression, now) && AlarmRows.Open(session, source) is { } open)
            {
                // One that counts again is new to those who look at the list.
                _ = AlarmRows.Write(
                    session, suppression.IsActive ? open : open with { Arrival = waiting.Arrival }, [kind],
                    new ChangeNote(now, message.Time, Comment: suppression.Rule));
            }
        }
    }
}
