using Edge.Contracts;

namespace Dashboard.Alarms.Tests;

internal static class Signals
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static EventMessage Event(
        long seq, EventType type = EventType.Digital, string? tag = "LA151_03", int? state = 1, int? alarmKind = 0,
        string epoch = "b.1") => new()
        {
            Epoch = epoch,
            Seq = seq,
            Type = type,
            Tag = tag,
            State = state,
            AlarmKind = alarmKind,
            Time = Start.AddSeconds(seq),
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = Start.AddSeconds(seq + 1),
        };

    internal static AlarmSignal Raised(long seq, string condition = "protection", string epoch = "b.1") =>
        Signal(seq, SignalKind.Raised, condition, epoch);

    internal static AlarmSignal Returned(long seq, string condition = "protection", string epoch = "b.1") =>
        Signal(seq, SignalKind.Returned, condition, epoch);

    internal static AlarmSignal Signal(long seq, SignalKind kind, string condition = "protection", string epoch = "b.1") => new()
    {
        Source = new AlarmSource("los-alamos", condition, "LA151_03"),
        Kind = kind,
        Position = new AlarmPosition(epoch, seq, Start.AddSeconds(seq + 1)),
        Arrival = 1000 + seq,
        Event = Event(seq, state: kind == SignalKind.Returned ? 0 : 1, epoch: epoch),
    };
}

/// <summary>One source, as a store would keep it.</summary>
internal sealed class OneSource
{
    internal Alarm? Open { get; private set; }

    internal AlarmLast? Last { get; private set; }

    internal List<AlarmChangeKind> Changes { get; } = [];

    /// <summary>Alarms that are over.</summary>
    internal List<Alarm> Closed { get; } = [];

    internal OneSource Apply(params AlarmSignal[] signals)
    {
        foreach (AlarmSignal signal in signals)
        {
            AlarmStep step = AlarmLife.Apply(Open, Last, signal);
            Changes.AddRange(step.Changes);
            Last = step.MovesOn ? new AlarmLast(signal.Position, step.IsActive) : Last;
            Keep(step.Alarm);
        }

        return this;
    }

    internal bool Acknowledge(int? raises = null)
    {
        Alarm? acknowledged = Open is null ? null
            : AlarmLife.Acknowledge(Open, raises ?? Open.Raises, new AlarmAcknowledgement("ana", Signals.Start, null));
        Keep(acknowledged ?? Open);
        return acknowledged is not null;
    }

    /// <summary>The state in the words of ISA-18.2.</summary>
    internal string State => Open switch
    {
        null => "normal",
        { IsActive: true, IsAcknowledged: false } => "unacknowledged",
        { IsActive: true } => "acknowledged",
        _ => "returned unacknowledged",
    };

    private void Keep(Alarm? alarm)
    {
        if (alarm is { IsOpen: false })
        {
            Closed.Add(alarm);
        }

        Open = alarm is { IsOpen: true } ? alarm : null;
    }
}
