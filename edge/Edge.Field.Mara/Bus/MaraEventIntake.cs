using Edge.Domain;
using Edge.Field.Inputs;
using Edge.Field.Mara.Layout;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Processes the events of an answer: each is mapped by the IED in it; those of a chattering input are left out and counted (Mara 1.4 §5,
/// §7). Used by the thread of the bus.
/// </summary>
/// <param name="gathering">Receives the events.</param>
/// <param name="options">The limits of chatter.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Receives the begin and end of masks.</param>
internal sealed class MaraEventIntake(MaraBusGathering gathering, InputMaskOptions options, TimeProvider clock, ILogger logger)
{
    private readonly InputMask _mask = new(options);

    /// <summary>Processes the events of an answer. Only with the gate.</summary>
    /// <param name="ied">The asked IED.</param>
    /// <param name="events">The events.</param>
    /// <param name="skip">How many at the front are in the journal already.</param>
    /// <param name="unsynchronised">Whether the clock that stamped them is off or was never set.</param>
    /// <param name="utc">When they arrived.</param>
    public void Process(MaraBusIed ied, MaraEventList events, int skip, bool unsynchronised, DateTimeOffset utc)
    {
        EventBuffer gathered = gathering.Filling.Events;
        for (int i = skip; i < events.Count; i++)
        {
            gathering.Filling.Urgent = true;
            MaraEvent wire = events[i];
            EventTime time = ied.Map.TimeOf(wire, utc, unsynchronised);
            if (Owner(ied, wire.Address) is not { } owner)
            {
                ied.Map.MapUnknown(wire, time, out gathered.Next());
                continue;
            }

            wire = owner.Map.Read(wire);
            if (wire.Type != MaraEventType.Digital || Passes(owner, new InputId(owner.Address.Value, wire.Port, wire.Bit), time.Time, utc))
            {
                owner.Map.Map(wire, time, out gathered.Next());
            }
        }
    }

    /// <summary>Ends the masks of inputs that are quiet. Takes the gate.</summary>
    public void Unmask()
    {
        DateTimeOffset utc = clock.GetUtcNow();
        while (_mask.TryUnmask(utc, out InputId input, out int leftOut))
        {
            MaraBusIed ied = IedAt(input.Ied)!;
            Log.InputUnmasked(logger, gathering.Device, ied.Name, input.Port, input.Bit, leftOut);
            lock (gathering.Gate)
            {
                gathering.Filling.Touch(clock.GetTimestamp(), utc);
                gathering.Filling.AddUrgent(ied.Map.Finding(GatewayFinding.InputUnmasked, input, utc, leftOut));
            }
        }
    }

    /// <summary>When a mask may end, in timestamps of the clock; the largest number while there is none.</summary>
    /// <param name="now">The time.</param>
    public long NextUnmask(long now)
    {
        DateTimeOffset next = _mask.NextCheck;
        return next == DateTimeOffset.MaxValue ? long.MaxValue : now + Math.Max(0, clock.Units(next - clock.GetUtcNow()));
    }

    // An event has only five bits for the address of its IED. So the address of an IED above 31 is cut off, and the event belongs to the
    // asked IED.
    private MaraBusIed? Owner(MaraBusIed asked, int named) =>
        (asked.Address.Value & MaraEvent.MaximumAddress) == named ? asked : IedAt(named);

    private MaraBusIed? IedAt(int address)
    {
        foreach (MaraBusIed ied in gathering.Ieds)
        {
            if (ied.Address.Value == address)
            {
                return ied;
            }
        }

        return null;
    }

    private bool Passes(MaraBusIed ied, in InputId input, DateTimeOffset stamped, DateTimeOffset utc)
    {
        MaskVerdict verdict = _mask.Evaluate(input, stamped, utc);
        if (verdict == MaskVerdict.MaskedNow)
        {
            Log.InputMasked(logger, gathering.Device, ied.Name, input.Port, input.Bit, options.Duration.TotalSeconds);
            gathering.Filling.AddUrgent(ied.Map.Finding(GatewayFinding.InputMasked, input, utc));
        }

        return verdict == MaskVerdict.Pass;
    }
}
