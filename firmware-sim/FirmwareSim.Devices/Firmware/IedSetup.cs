using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>One IED on a bus.</summary>
public sealed record IedSetup
{
    /// <summary>Its address, 2 to 63. Its events carry the low five bits (Mara 1.4 §5).</summary>
    public required int Address { get; init; }

    /// <summary>
    /// The part of the plant that it is wired to, 2 to 12 (<see cref="StationMap"/>). Default null: the part of its address.
    /// </summary>
    public int? Plant { get; init; }

    /// <summary>How much too fast its crystal is, in parts per million. Default null: ±20, each with its own error.</summary>
    public double? DriftPpm { get; init; }

    /// <summary>From the end of a question to the begin of its answer, on a bus. Default null: the bus's.</summary>
    public TimeSpan? TurnRound { get; init; }

    /// <summary>The eleven of "ET Los Álamos", 2 to 12.</summary>
    public static IReadOnlyList<IedSetup> All { get; } =
        [.. Enumerable.Range(StationMap.FirstIed, StationMap.LastIed - StationMap.FirstIed + 1)
            .Select(address => new IedSetup { Address = address })];

    /// <summary>Makes the device.</summary>
    internal Ied Create(Substation station, DateTime local) =>
        new(Address, station, new WallClock(station.Agenda.Now, local, DriftPpm ?? Address * 37 % 41 - 20), Plant);

    /// <summary>Looks whether a set of IEDs can share a bus; says what is wrong with the first that cannot.</summary>
    internal static void Check(IReadOnlyList<IedSetup> ieds, string where)
    {
        HashSet<int> seen = [];
        foreach (IedSetup ied in ieds)
        {
            string? wrong = ied switch
            {
                { Address: < 2 or > 63 } => $"there is no address {ied.Address} on a bus; say 2 to 63",
                { Plant: < StationMap.FirstIed or > StationMap.LastIed } =>
                    $"IED {ied.Address}: the plant has no part {ied.Plant}; say 2 to 12",
                { Plant: null, Address: > StationMap.LastIed } =>
                    $"IED {ied.Address}: say with \"plant\" which part of the plant it is wired to, 2 to 12",
                { DriftPpm: < -10_000 or > 10_000 } =>
                    $"IED {ied.Address}: a drift of {ied.DriftPpm} ppm is more than the 10000 that a clock may have",
                { TurnRound: { } turn } when turn < TimeSpan.Zero || turn > TimeSpan.FromSeconds(10) =>
                    $"IED {ied.Address}: a turn-round is 0 to 10 s, not {turn.TotalSeconds:0.###} s",
                _ => seen.Add(ied.Address) ? null : $"IED {ied.Address} stands there twice; two devices with one address are a fault: "
                    + "order \"twin\"",
            };
            if (wrong is not null)
            {
                throw new SimulatorStartException($"{where}: {wrong}");
            }
        }
    }
}
