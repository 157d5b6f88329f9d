using Edge.Domain;

namespace Edge.Pipeline.Loop;

/// <summary>Marks the times of events that come from a clock of the gateway that is not synchronised.</summary>
internal static class ClockMarks
{
    /// <summary>How far the times can be trusted at which an entry and its events came: the worst of them.</summary>
    public static GatewayClock Of(DateTimeOffset time, FieldEvents events, ClockWatch clock)
    {
        GatewayClock worst = clock.Of(time);
        foreach (ref readonly FieldEvent happened in events)
        {
            GatewayClock received = clock.Of(happened.Received);
            worst = received > worst ? received : worst;
        }

        return worst;
    }

    /// <summary>The events with their marks: the same ones where none is needed, which is almost always.</summary>
    /// <param name="events">The events.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="timeOfGateway">Whether the gateway sets the clocks of the device.</param>
    public static FieldEvents Add(FieldEvents events, ClockWatch clock, bool timeOfGateway)
    {
        foreach (ref readonly FieldEvent happened in events)
        {
            if (NeedsMark(in happened, clock, timeOfGateway))
            {
                return FieldEvents.Of([.. events.Span.ToArray().Select(e => Marked(in e, clock, timeOfGateway))]);
            }
        }

        return events;
    }

    private static FieldEvent Marked(in FieldEvent happened, ClockWatch clock, bool timeOfGateway) =>
        NeedsMark(in happened, clock, timeOfGateway) ? happened with { Marks = happened.Marks | TimeMarks.Unsynchronised } : happened;

    private static bool NeedsMark(in FieldEvent happened, ClockWatch clock, bool timeOfGateway)
    {
        if ((happened.Marks & TimeMarks.Unsynchronised) != 0)
        {
            return false;
        }

        // A device that the gateway sets goes on with the former date until it is set again.
        bool isOfGateway = (happened.Marks & (TimeMarks.Gateway | TimeMarks.Invalid)) != 0;
        return (isOfGateway || timeOfGateway)
            && (clock.Of(happened.Time) != GatewayClock.Synchronised || clock.Of(happened.Received) != GatewayClock.Synchronised);
    }
}
