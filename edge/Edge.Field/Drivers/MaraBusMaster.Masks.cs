using Edge.Domain;

namespace Edge.Field.Drivers;

// Inputs that chatter.
internal sealed partial class MaraBusMaster
{
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
