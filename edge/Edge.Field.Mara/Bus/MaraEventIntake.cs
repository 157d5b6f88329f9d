using Edge.Domain;
using Edge.Field.Inputs;
using Edge.Field.Mara.Layout;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// What becomes of the events of an answer: each is mapped by the IED that it names, those of a chattering input are left out and counted
/// (Mara 1.4 §5, §7). Belongs to the thread of the bus.
/// </summary>
/// <param name="gathering">Gets the events.</param>
/// <param name="options">When an input chatters.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Gets masks that begin and end.</param>
internal sealed class MaraEventIntake(MaraBusGathering gathering, InputMaskOptions options, TimeProvider clock, ILogger logger)
{
    private readonly InputMask _mask = new(options);

    /// <summary>Takes the events of an answer. Only with the gate.</summary>
    /// <param name="ied">Who was asked.</param>
    /// <param name="events">The events.</param>
    /// <param name="skip">How many at the front are in the journal already.</param>
    /// <param name="unsynchronised">Whether the clock that stamped them is off or was never set.</param>
    /// <param name="utc">When they arrived.</param>
    public void Take(MaraBusIed ied, MaraEventList events, int skip, bool unsynchronised, DateTimeOffset utc)
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

    /// <summary>When a mask may end, in timestamps of the clock; the end of time while there is none.</summary>
    /// <param name="now">The time.</param>
    public long NextUnmask(long now)
    {
        DateTimeOffset next = _mask.NextLook;
        return next == DateTimeOffset.MaxValue ? long.MaxValue : now + Math.Max(0, clock.Units(next - clock.GetUtcNow()));
    }

    // An event has five bits for the address of its IED, so one above 31 names another IED: then it is that of the IED asked.
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
        MaskVerdict verdict = _mask.Take(input, stamped, utc);
        if (verdict == MaskVerdict.MaskedNow)
        {
            Log.InputMasked(logger, gathering.Device, ied.Name, input.Port, input.Bit, options.Duration.TotalSeconds);
            gathering.Filling.AddUrgent(ied.Map.Finding(GatewayFinding.InputMasked, input, utc));
        }

        return verdict == MaskVerdict.Pass;
    }
}
