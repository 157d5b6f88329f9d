namespace FirmwareSim.Devices.Bus;

/// <content>What happens from instant to instant.</content>
public sealed partial class BusLine
{
    /// <summary>
    /// Does the next thing that is due until an instant; stop bits before beginnings, for what only touches does not collide.
    /// </summary>
    private bool Step(TimeSpan until)
    {
        if (NextEvent is not { } next || next > until)
        {
            Now = until > Now ? until : Now;
            return false;
        }

        Now = next;
        foreach (Utterance utterance in _speaking)
        {
            if (utterance.ByteEnd <= next)
            {
                ByteOver(utterance);
                return true;
            }
        }

        foreach (IBusStation station in _stations)
        {
            if (station.Speaks <= next)
            {
                Begin(station);
                break;
            }
        }

        return true;
    }

    private Utterance? Speaking(UtteranceKind kind)
    {
        foreach (Utterance utterance in _speaking)
        {
            if (utterance.Kind == kind)
            {
                return utterance;
            }
        }

        return null;
    }

    private bool IsSpeaking(IBusStation station)
    {
        foreach (Utterance utterance in _speaking)
        {
            if (utterance.Station == station)
            {
                return true;
            }
        }

        return false;
    }

    private void Begin(IBusStation station)
    {
        if (station.Answers && _questionEnd is { } asked)
        {
            _meter.Answer(Now - asked);
            _questionEnd = null;
        }

        station.Begin();
        if (station.TrySay(0, out byte first))
        {
            _speaking.Add(new Utterance(station, UtteranceKind.Station, Now, _baud) { Current = first });
        }
        else
        {
            station.End(Now);
        }
    }

    private void ByteOver(Utterance utterance)
    {
        Meet(utterance);
        byte value = Count(utterance);
        (TimeSpan at, byte following) = (Now, 0);
        bool more = utterance.Kind switch
        {
            UtteranceKind.Master => _toSend.TryDequeue(out following),
            UtteranceKind.Noise => _noise.TryDequeue(out following),
            _ => utterance.Station!.TrySay(utterance.Index + 1, out following),
        };
        if (more)
        {
            utterance.Next();
            utterance.Current = following;
        }
        else
        {
            _speaking.Remove(utterance);
            if (utterance.Kind == UtteranceKind.Master)
            {
                (_masterStop, _questionEnd) = (at, at);
            }
        }

        Distribute(utterance, value, at);
        if (!more)
        {
            utterance.Station?.End(at);
        }
    }

    private void Distribute(Utterance from, byte value, TimeSpan at)
    {
        if (from.Kind != UtteranceKind.Master || _echo)
        {
            _arrived.Enqueue((at, value));
        }

        if (from.Kind == UtteranceKind.Station)
        {
            _lastStationByte = at;
        }

        foreach (IBusStation station in _stations)
        {
            if (station != from.Station && !IsSpeaking(station))
            {
                station.Hear(value, at);
            }
        }
    }

    /// <summary>Spoils this byte and those of others that lie over it.</summary>
    private void Meet(Utterance utterance)
    {
        foreach (Utterance other in _speaking)
        {
            if (other == utterance || other.ByteStart >= utterance.ByteEnd)
            {
                continue;
            }

            if (utterance.Kind == UtteranceKind.Noise || other.Kind == UtteranceKind.Noise)
            {
                (utterance.Noisy, other.Noisy) = (true, true);
                continue;
            }

            (utterance.Spoiled, other.Spoiled) = (true, true);
            if (utterance.Meets(other))
            {
                _meter.Collision(new BusCollision(Now, utterance.Name, other.Name));
            }
        }

        if (utterance.Kind == UtteranceKind.Station && (_driverSince < utterance.ByteEnd || _driverUntil > utterance.ByteStart))
        {
            utterance.Spoiled = true;
            if (!utterance.MetDriver)
            {
                utterance.MetDriver = true;
                _meter.Collision(new BusCollision(Now, utterance.Name, "driver"));
            }
        }
    }

    /// <summary>Counts a byte that is over.</summary>
    /// <returns>What is heard of it.</returns>
    private byte Count(Utterance utterance)
    {
        if (utterance.Kind == UtteranceKind.Noise)
        {
            return utterance.Current;
        }

        utterance.Noisy |= GarbleShare > 0 && _chance.Next() < GarbleShare;
        _meter.Byte(utterance.Kind == UtteranceKind.Master);
        if (utterance.Spoiled)
        {
            _meter.Collided();
        }
        else if (utterance.Noisy)
        {
            _meter.Noisy();
        }

        // Any pattern but zero: a spoiled byte is never right by luck.
        return utterance.Spoiled || utterance.Noisy ? (byte)(utterance.Current ^ _chance.Die(255)) : utterance.Current;
    }
}
