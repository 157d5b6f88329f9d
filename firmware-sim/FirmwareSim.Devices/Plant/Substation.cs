namespace FirmwareSim.Devices.Plant;

/// <summary>How the plant behaves.</summary>
public sealed record PlantOptions
{
    /// <summary>Of all chance. Default 1. The same seed and start give the same day.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The mean time between incidents. Default null: none.</summary>
    public TimeSpan? IncidentsEvery { get; init; }

    /// <summary>The soonest that an operator puts a tripped bay back. Default 3 minutes; null: nobody ever does.</summary>
    public TimeSpan? OperatorLeast { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The latest that an operator puts a tripped bay back. Default 8 minutes.</summary>
    public TimeSpan OperatorMost { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>Where the station stands. Default America/Argentina/Buenos_Aires.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");
}

/// <summary>"ET Los Álamos": everything of it that is not electronics.</summary>
public sealed class Substation
{
    public Substation(DateTimeOffset start, PlantOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Agenda = new Agenda(start);
        Board = new ContactBoard(Agenda);
        StationMap.PresetNormal(Board);
        Chance chance = new(options.Seed);
        Grid = new Grid(Agenda, Board, chance, options.TimeZone);
        Auxiliaries = new AuxiliaryServices(Agenda, Board, Grid, chance);
        Bays = CreateBays(new Operator(chance, options.OperatorLeast, options.OperatorMost));
        Incidents = options.IncidentsEvery is { } mean ? new Incidents(this, chance, mean) : null;
    }

    /// <summary>Its time.</summary>
    public Agenda Agenda { get; }

    /// <summary>Its contacts.</summary>
    public ContactBoard Board { get; }

    /// <summary>Its voltages and powers.</summary>
    public Grid Grid { get; }

    /// <summary>Its own supply.</summary>
    public AuxiliaryServices Auxiliaries { get; }

    /// <summary>Its bays by name, whatever the case: L1 L2 T1 T2 AC F1 … F8 SA.</summary>
    public IReadOnlyDictionary<string, Bay> Bays { get; }

    /// <summary>What goes wrong by itself, or null.</summary>
    public Incidents? Incidents { get; }

    /// <summary>Operates a breaker from afar, by its contact.</summary>
    public Outcome Operate(ContactId breaker, bool close) => Bays.Values.FirstOrDefault(bay => bay.Has(breaker)) is { } found
        ? found.Operate(breaker, close)
        : Outcome.No($"no breaker is wired to input {breaker.Port}/{breaker.Bit} of part {breaker.Ied} of the plant");

    private OrderedDictionary<string, Bay> CreateBays(Operator person)
    {
        OrderedDictionary<string, Bay> bays = new(StringComparer.OrdinalIgnoreCase);
        void Add(Bay bay) => bays.Add(bay.Name, bay);
        for (int n = 1; n <= 2; n++)
        {
            Add(new SimpleBay($"L{n}", StationMap.LineBreaker(n), StationMap.LineOvercurrent(n), Agenda, Board, person));
        }

        for (int n = 1; n <= 2; n++)
        {
            Add(new TransformerBay(n, Agenda, Board, person));
        }

        Add(new SimpleBay("AC", StationMap.CouplerBreaker, StationMap.CouplerOvercurrent, Agenda, Board, person));
        for (int n = 1; n <= StationMap.Feeders; n++)
        {
            Add(new FeederBay(n, Agenda, Board, person));
        }

        Add(new SimpleBay("SA", StationMap.AuxiliaryBreaker, null, Agenda, Board, person));
        return bays;
    }
}
