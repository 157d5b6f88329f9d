namespace FirmwareSim.Devices.Plant;

/// <summary>What goes wrong in a station now and then: mostly feeders, doors and small alarms, rarely a line or a transformer.</summary>
public sealed class Incidents
{
    private readonly Agenda _agenda;
    private readonly ContactBoard _board;
    private readonly Chance _chance;
    private readonly Substation _station;
    private readonly TimeSpan _mean;

    public Incidents(Substation station, Chance chance, TimeSpan mean)
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(mean, TimeSpan.Zero);
        (_agenda, _board, _station, _chance, _mean) = (station.Agenda, station.Board, station, chance, mean);
        Plan();
    }

    /// <summary>How many there have been.</summary>
    public int Count { get; private set; }

    private void Plan() => _agenda.After(_chance.Wait(_mean), () =>
    {
        Plan();
        Count++;
        Happen(_chance.Next());
    });

    private void Happen(double what)
    {
        int any = _chance.Die(StationMap.Feeders);
        int half = _chance.Die(2);
        switch (what)
        {
            case < .34: Trip($"F{any}", FaultLasts.Transient); break;
            case < .42: Trip($"F{any}", FaultLasts.TwoShots); break;
            case < .54: Trip($"F{any}", FaultLasts.Permanent); break;
            case < .72: Alarm(StationMap.DoorOpen, true, 1, 15); break;
            case < .80: Alarm(StationMap.ChargerFault, true, 3, 20); break;
            case < .86: Alarm(StationMap.FeederRemote(any), false, 4, 12); break;
            case < .90: Alarm(StationMap.TransformerOilAlarm(half), true, 6, 20); break;
            case < .92: Alarm(StationMap.TransformerTapFault(half), true, 2, 8); break;
            case < .935: Alarm(StationMap.TransformerBuchholzAlarm(half), true, 10, 25); break;
            case < .95: Alarm(half == 1 ? StationMap.Control13Missing : StationMap.Control33Missing, true, 1, 4); break;
            case < .98: Trip($"L{half}", FaultLasts.Permanent); break;
            case < .99: Trip("SA", FaultLasts.Permanent); break;
            default: Trip($"T{half}", FaultLasts.Permanent); break;
        }
    }

    private void Trip(string bay, FaultLasts lasts)
    {
        bool earth = bay[0] == 'F' && _chance.Next() < 0.6;
        _station.Bays[bay].Trip(earth ? Protection.EarthFault : Protection.Main, lasts);
    }

    private void Alarm(ContactId contact, bool state, int leastMinutes, int mostMinutes)
    {
        if (_board[contact] == state)
        {
            return;
        }

        _board.Set(contact, state);
        TimeSpan lasts = _chance.Between(TimeSpan.FromMinutes(leastMinutes), TimeSpan.FromMinutes(mostMinutes));
        _agenda.After(lasts, () => _board.Set(contact, !state));
    }
}
