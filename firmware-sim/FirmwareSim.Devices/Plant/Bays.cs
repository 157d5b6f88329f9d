namespace FirmwareSim.Devices.Plant;

/// <summary>A feeder: 51 and 51N, a spring-driven breaker, and a recloser of two shots (0.6 s and 15 s).</summary>
/// <remarks>The times are such that at most five contacts move in any 440 ms, which is what its IED can keep.</remarks>
public sealed class FeederBay(int feeder, Agenda agenda, ContactBoard board, Operator person)
    : Bay($"F{feeder}", agenda, board, person)
{
    private static readonly int[] DeadTimes = [600, 15_000];
    private Appointment? _charging;

    public override bool Closed => Board[StationMap.FeederBreaker(feeder)];

    protected override string Protections => "51, 51N";

    protected override bool Remote => Board[StationMap.FeederRemote(feeder)];

    protected override IReadOnlyList<ContactId> Breakers { get; } = [StationMap.FeederBreaker(feeder)];

    protected override IEnumerable<ContactId> TripContacts =>
        [StationMap.FeederOvercurrent(feeder), StationMap.FeederEarthFault(feeder)];

    protected override ContactId? TripContact(Protection protection) => protection switch
    {
        Protection.Main or Protection.Overcurrent => StationMap.FeederOvercurrent(feeder),
        Protection.EarthFault => StationMap.FeederEarthFault(feeder),
        _ => null,
    };

    protected override void SwitchOut() => Board.Set(StationMap.FeederBreaker(feeder), false);

    protected override void SwitchIn()
    {
        CloseBreaker();
        if (!Board[StationMap.FeederRecloser(feeder)])
        {
            Later(5_000, () => Board.Set(StationMap.FeederRecloser(feeder), true));
        }
    }

    protected override void Fault(ContactId trip, FaultLasts lasts) => Shot(trip, lasts, 0);

    private void Shot(ContactId trip, FaultLasts lasts, int shot)
    {
        Board.Set(trip, true);
        Later(50 + 2 * feeder, () => Board.Set(StationMap.FeederBreaker(feeder), false));
        Later(115, () =>
        {
            Board.Set(trip, false);
            if (shot < DeadTimes.Length && Board[StationMap.FeederRecloser(feeder)])
            {
                Later(DeadTimes[shot], () => Reclose(trip, lasts, shot));
            }
            else
            {
                Later(200, LockOut);
            }
        });
    }

    private void Reclose(ContactId trip, FaultLasts lasts, int shot)
    {
        CloseBreaker();
        int gone = lasts switch { FaultLasts.Transient => 1, FaultLasts.TwoShots => 2, _ => int.MaxValue };
        if (shot + 1 < gone)
        {
            Later(300, () => Shot(trip, lasts, shot + 1));
        }
    }

    private void LockOut()
    {
        Board.Set(StationMap.FeederRecloser(feeder), false);
        CallOperator();
    }

    /// <summary>Closing spends the spring; its motor winds it again in eight seconds, whatever else happens.</summary>
    private void CloseBreaker()
    {
        Board.Set(StationMap.FeederBreaker(feeder), true);
        _charging?.Cancel();
        IsWinding = true;
        Agenda.After(TimeSpan.FromMilliseconds(35), () => Board.Set(StationMap.FeederSpring(feeder), false));
        _charging = Agenda.After(TimeSpan.FromSeconds(8), () =>
        {
            Board.Set(StationMap.FeederSpring(feeder), true);
            IsWinding = false;
        });
    }
}

/// <summary>A transformer: 51 opens its 13.2 kV side, 87 both sides. The load goes off first and comes on last.</summary>
public sealed class TransformerBay(int transformer, Agenda agenda, ContactBoard board, Operator person)
    : Bay($"T{transformer}", agenda, board, person)
{
    public override bool Closed => Low && High;

    protected override bool AnyClosed => Low || High;

    protected override string Protections => "87, 51";

    protected override IReadOnlyList<ContactId> Breakers { get; } =
        [StationMap.TransformerBreaker13(transformer), StationMap.TransformerBreaker33(transformer)];

    protected override void Switch(ContactId breaker, bool close) => Board.Set(breaker, close);

    protected override IEnumerable<ContactId> TripContacts =>
        [StationMap.TransformerDifferential(transformer), StationMap.TransformerOvercurrent(transformer)];

    private bool Low => Board[StationMap.TransformerBreaker13(transformer)];

    private bool High => Board[StationMap.TransformerBreaker33(transformer)];

    protected override ContactId? TripContact(Protection protection) => protection switch
    {
        Protection.Main or Protection.Differential => StationMap.TransformerDifferential(transformer),
        Protection.Overcurrent => StationMap.TransformerOvercurrent(transformer),
        _ => null,
    };

    protected override void SwitchOut()
    {
        Set13(false);
        Later(180, () => Set33(false));
    }

    protected override void SwitchIn()
    {
        Set33(true);
        Later(1_200, () => Set13(true));
    }

    protected override void Fault(ContactId trip, FaultLasts lasts)
    {
        Board.Set(trip, true);
        Later(45, () => Set13(false));
        if (trip == StationMap.TransformerDifferential(transformer))
        {
            Later(60, () => Set33(false));
        }

        Later(240, () => Board.Set(trip, false));
        CallOperator();
    }

    private void Set13(bool closed) => Board.Set(StationMap.TransformerBreaker13(transformer), closed);

    private void Set33(bool closed) => Board.Set(StationMap.TransformerBreaker33(transformer), closed);
}

/// <summary>A bay of one breaker without a recloser: a line, the coupler, the auxiliary transformer (whose trip has no contact).</summary>
public sealed class SimpleBay(string name, ContactId breaker, ContactId? overcurrent, Agenda agenda, ContactBoard board, Operator person)
    : Bay(name, agenda, board, person)
{
    public override bool Closed => Board[breaker];

    protected override IReadOnlyList<ContactId> Breakers { get; } = [breaker];

    protected override string Protections => overcurrent is null ? "its own, without a contact" : "51";

    protected override IEnumerable<ContactId> TripContacts => overcurrent is { } contact ? [contact] : [];

    protected override ContactId? TripContact(Protection protection) => protection switch
    {
        Protection.Main => overcurrent ?? breaker,
        Protection.Overcurrent => overcurrent,
        _ => null,
    };

    protected override void SwitchOut() => Board.Set(breaker, false);

    protected override void SwitchIn() => Board.Set(breaker, true);

    protected override void Fault(ContactId trip, FaultLasts lasts)
    {
        if (trip != breaker)
        {
            Board.Set(trip, true);
            Later(120, () => Board.Set(trip, false));
        }

        Later(60, () => Board.Set(breaker, false));
        CallOperator();
    }
}
