using Edge.Domain;
using Edge.Field.Inputs;
using Edge.Field.Mara.Layout;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

// What becomes of the events of an answer.
internal sealed partial class MaraBusMaster
{
    private void TakeEvents(MaraBusIed ied, MaraEventList events, int skip, MaraSystemVariables? variables, DateTimeOffset utc)
    {
        bool unsynchronised = variables is { } known && (known.ClockOff || !known.TimeSet);
        EventBuffer gathered = _gathering.Filling.Events;
        for (int i = skip; i < events.Count; i++)
        {
            _gathering.Filling.Urgent = true;
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

    // An event names its IED with five bits, so those above 31 come as if of another one: who was asked decides then.
    private MaraBusIed? Owner(MaraBusIed asked, int named)
    {
        if ((asked.Address.Value & MaraEvent.MaximumAddress) == named)
        {
            return asked;
        }

        return IedAt(named);
    }

    private MaraBusIed? IedAt(int address)
    {
        foreach (MaraBusIed ied in _ieds)
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
            Log.InputMasked(_logger, _options.Device, ied.Name, input.Port, input.Bit, _options.Mask.Duration.TotalSeconds);
            _gathering.Filling.Events.Add(ied.Map.Finding(GatewayFinding.InputMasked, input, utc));
        }

        return verdict == MaskVerdict.Pass;
    }

    private void Unmask()
    {
        DateTimeOffset utc = _clock.GetUtcNow();
        while (_mask.TryUnmask(utc, out InputId input, out int leftOut))
        {
            MaraBusIed ied = IedAt(input.Ied)!;
            Log.InputUnmasked(_logger, _options.Device, ied.Name, input.Port, input.Bit, leftOut);
            lock (_gathering.Gate)
            {
                _gathering.Filling.Touch(_clock.GetTimestamp(), utc);
                _gathering.Filling.Events.Add(ied.Map.Finding(GatewayFinding.InputUnmasked, input, utc, leftOut));
                _gathering.Filling.Urgent = true;
            }
        }
    }

    private long LookAtMasks(long now)
    {
        DateTimeOffset look = _mask.NextLook;
        return look == DateTimeOffset.MaxValue ? long.MaxValue : now + Math.Max(0, Units(look - _clock.GetUtcNow()));
    }
}
