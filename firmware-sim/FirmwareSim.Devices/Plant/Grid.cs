namespace FirmwareSim.Devices.Plant;

/// <summary>
/// Voltages and powers of the station: two 33 kV lines to one bar, T1 to bar A, T2 to bar B, the coupler between them, four feeders
/// on each. Solved anew each second and at every switching, metered in between.
/// </summary>
public sealed class Grid
{
    /// <summary>How often consumers, lines and regulators move.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private const double RatedKva = 15_000;
    private const double AuxiliaryKw = 28;

    private readonly Agenda _agenda;
    private readonly ContactBoard _board;
    private readonly TimeZoneInfo _zone;
    private readonly Wander _source;
    private readonly FeederLoad[] _loads;
    private readonly TapChanger[] _taps = [new(), new()];
    private readonly double[] _loading = new double[2];
    private DateTimeOffset _settled;

    public Grid(Agenda agenda, ContactBoard board, Chance chance, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(agenda);
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(chance);
        (_agenda, _board, _zone, _settled) = (agenda, board, zone, agenda.Now);
        _source = new Wander(chance, 0.35, TimeSpan.FromMinutes(30));
        _loads =
        [
            new(chance, LoadShape.Residential, 3100, 0.93, 1.0),
            new(chance, LoadShape.Commercial, 2400, 0.90, 0.8),
            new(chance, LoadShape.Residential, 2650, 0.94, 1.2),
            new(chance, LoadShape.Rural, 1250, 0.87, 1.8),
            new(chance, LoadShape.Residential, 3700, 0.93, 0.9),
            new(chance, LoadShape.Industrial, 3900, 0.89, 0.7),
            new(chance, LoadShape.Commercial, 1900, 0.91, 1.0),
            new(chance, LoadShape.Rural, 900, 0.86, 2.0),
        ];
        Move();
        board.Changed += _ => Solve();
        agenda.Every(Step, Move);
    }

    /// <summary>kV of the 33 kV bar; 0 when dead.</summary>
    public double Bar33 { get; private set; }

    /// <summary>kV of bar A; 0 when dead.</summary>
    public double BarA { get; private set; }

    /// <summary>kV of bar B; 0 when dead.</summary>
    public double BarB { get; private set; }

    /// <summary>kW of feeders 1 to 8, from index 0.</summary>
    public IReadOnlyList<PowerChannel> FeederActive { get; } = Channels(StationMap.Feeders);

    /// <summary>kvar of feeders 1 to 8, from index 0.</summary>
    public IReadOnlyList<PowerChannel> FeederReactive { get; } = Channels(StationMap.Feeders);

    /// <summary>kW of transformers 1 and 2 at their 13.2 kV side.</summary>
    public IReadOnlyList<PowerChannel> TransformerActive { get; } = Channels(2);

    /// <summary>kvar of transformers 1 and 2 at their 13.2 kV side.</summary>
    public IReadOnlyList<PowerChannel> TransformerReactive { get; } = Channels(2);

    /// <summary>kW of lines 1 and 2 at their far end: what they lose is in it.</summary>
    public IReadOnlyList<PowerChannel> LineActive { get; } = Channels(2);

    /// <summary>Meters everything up to now.</summary>
    public void Settle()
    {
        TimeSpan time = _agenda.Now - _settled;
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        _settled = _agenda.Now;
        foreach (IReadOnlyList<PowerChannel> group in (ReadOnlySpan<IReadOnlyList<PowerChannel>>)
            [FeederActive, FeederReactive, TransformerActive, TransformerReactive, LineActive])
        {
            for (int i = 0; i < group.Count; i++)
            {
                group[i].Integrate(time);
            }
        }
    }

    private static PowerChannel[] Channels(int count) => [.. Enumerable.Range(0, count).Select(_ => new PowerChannel())];

    private void Move()
    {
        Settle();
        DateTime local = TimeZoneInfo.ConvertTime(_agenda.Now, _zone).DateTime;
        _source.Step(Step);
        _taps[0].Step(Feeds(1) ? BarA : 0, Step);
        _taps[1].Step(Feeds(2) ? BarB : 0, Step);
        for (int i = 0; i < _loads.Length; i++)
        {
            _loads[i].Step(_agenda.Now, local, Step, InService(i + 1) && Bar(i) > 0);
        }

        Solve();
    }

    private void Solve()
    {
        Settle();
        bool coupled = _board[StationMap.CouplerBreaker];
        (bool t1, bool t2) = (Feeds(1), Feeds(2));
        Bar33 = LineIn(1) || LineIn(2) ? 33.5 + _source.Value - 0.25 * (_loading[0] + _loading[1]) : 0;
        double low1 = t1 ? Low(0) : 0;
        double low2 = t2 ? Low(1) : 0;
        double together = t1 && t2 ? (low1 + low2) / 2 : low1 + low2;
        BarA = coupled ? together : low1;
        BarB = coupled ? together : low2;

        (double P, double Q) a = Sum(0, 4);
        (double P, double Q) b = Sum(4, 8);
        if (BarA > 0 && _board[StationMap.AuxiliaryBreaker])
        {
            a = (a.P + AuxiliaryKw, a.Q + 0.4 * AuxiliaryKw);
        }

        double share1 = t1 ? coupled && t2 ? 0.5 : 1 : 0;
        double share2 = t2 ? coupled && t1 ? 0.5 : 1 : 0;
        (double P, double Q) on1 = coupled ? (a.P + b.P, a.Q + b.Q) : a;
        (double P, double Q) on2 = coupled ? (a.P + b.P, a.Q + b.Q) : b;
        Load(0, on1.P * share1, on1.Q * share1);
        Load(1, on2.P * share2, on2.Q * share2);
        SolveLines();
    }

    /// <summary>A transformer takes 12 kW as soon as it is live, and half a per cent of its load squared; a line 0.4 %.</summary>
    private void SolveLines()
    {
        double sum = 0;
        for (int i = 0; i < 2; i++)
        {
            if (Bar33 > 0 && _board[StationMap.TransformerBreaker33(i + 1)])
            {
                sum += TransformerActive[i].Power + 12 + 0.005 * RatedKva * _loading[i] * _loading[i];
            }
        }

        int lines = (LineIn(1) ? 1 : 0) + (LineIn(2) ? 1 : 0);
        for (int i = 0; i < 2; i++)
        {
            LineActive[i].Power = LineIn(i + 1) ? sum * 1.004 / lines : 0;
        }
    }

    private (double P, double Q) Sum(int from, int to)
    {
        (double P, double Q) sum = default;
        for (int i = from; i < to; i++)
        {
            double bar = InService(i + 1) ? Bar(i) / 13.2 : 0;
            double factor = bar > 0 ? Math.Pow(bar, 1.2) : 0;
            FeederActive[i].Power = _loads[i].Active * factor;
            FeederReactive[i].Power = _loads[i].Reactive * factor;
            sum = (sum.P + FeederActive[i].Power, sum.Q + FeederReactive[i].Power);
        }

        return sum;
    }

    private void Load(int transformer, double active, double reactive)
    {
        TransformerActive[transformer].Power = active;
        TransformerReactive[transformer].Power = reactive;
        _loading[transformer] = Math.Sqrt(active * active + reactive * reactive) / RatedKva;
    }

    private double Low(int transformer) => Bar33 * 13.2 / 33 * _taps[transformer].Ratio * (1 - 0.04 * _loading[transformer]);

    private double Bar(int feeder) => feeder < 4 ? BarA : BarB;

    private bool LineIn(int line) => _board[StationMap.LineBreaker(line)] && _board[StationMap.LineDisconnector(line)];

    private bool Feeds(int transformer) => (LineIn(1) || LineIn(2))
        && _board[StationMap.TransformerBreaker33(transformer)] && _board[StationMap.TransformerBreaker13(transformer)];

    private bool InService(int feeder) => _board[StationMap.FeederBreaker(feeder)]
        && _board[StationMap.FeederDisconnector(feeder)] && !_board[StationMap.FeederEarthing(feeder)];
}
