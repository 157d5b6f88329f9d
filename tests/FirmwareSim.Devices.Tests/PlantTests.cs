using CsCheck;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests;

public sealed class PlantTests
{
    private static Substation Quiet(int seed = 1) => new(Scene.Start, new PlantOptions { Seed = seed, OperatorLeast = null });

    private static void Pass(Substation station, double seconds) =>
        station.Agenda.AdvanceTo(station.Agenda.Now + TimeSpan.FromSeconds(seconds));

    private static double Sum(IReadOnlyList<PowerChannel> channels, int from, int to) =>
        Enumerable.Range(from, to - from).Sum(i => channels[i].Power);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Through_a_whole_day_the_sums_hold_and_the_voltages_stay_in_their_band(int seed)
    {
        Substation station = Quiet(seed);
        Grid grid = station.Grid;
        for (int quarter = 0; quarter < 96; quarter++)
        {
            Pass(station, 900);
            double a = Sum(grid.FeederActive, 0, 4);
            double b = Sum(grid.FeederActive, 4, 8);
            double transformers = grid.TransformerActive[0].Power + grid.TransformerActive[1].Power;
            double lines = grid.LineActive[0].Power + grid.LineActive[1].Power;

            // The station's own 28 kW hang on bar A.
            Assert.Equal(a + 28, grid.TransformerActive[0].Power, 6);
            Assert.Equal(b, grid.TransformerActive[1].Power, 6);
            Assert.InRange(lines, transformers, transformers * 1.02);
            Assert.InRange(a + b, 4_000, 22_000);
            Assert.InRange(grid.Bar33, 31.5, 35.5);
            Assert.InRange(grid.BarA, 12.6, 14.0);
            Assert.InRange(grid.BarB, 12.6, 14.0);
            for (int i = 0; i < 8; i++)
            {
                double tangent = grid.FeederReactive[i].Power / grid.FeederActive[i].Power;
                Assert.InRange(Math.Cos(Math.Atan(tangent)), 0.77, 0.995);
            }
        }
    }

    [Fact]
    public void Homes_peak_in_the_evening_and_shops_in_the_morning()
    {
        Substation station = Quiet();
        double[] homes = new double[24];
        double[] shops = new double[24];
        for (int i = 0; i < 24; i++)
        {
            homes[(12 + i) % 24] = station.Grid.FeederActive[0].Power;
            shops[(12 + i) % 24] = station.Grid.FeederActive[1].Power;
            Pass(station, 3600);
        }

        Assert.InRange(Array.IndexOf(homes, homes.Max()), 19, 22);
        Assert.InRange(Array.IndexOf(shops, shops.Max()), 8, 18);
    }

    [Fact]
    public void Both_lines_open_leave_all_dead_until_the_generator_carries_the_station()
    {
        Substation station = Quiet();
        station.Bays["L1"].Open();
        Pass(station, 1);
        Assert.True(station.Grid.Bar33 > 30);
        station.Bays["L2"].Open();

        Grid grid = station.Grid;
        Assert.Equal([0, 0, 0], [grid.Bar33, grid.BarA, grid.BarB]);
        Assert.Equal(0, Sum(grid.FeederActive, 0, 8) + Sum(grid.TransformerActive, 0, 2) + Sum(grid.LineActive, 0, 2));
        Pass(station, 5);
        Assert.True(station.Board[StationMap.UndervoltageA] && station.Board[StationMap.UndervoltageB]);
        Assert.True(station.Board[StationMap.AcFailure]);
        Pass(station, 10);
        Assert.True(station.Board[StationMap.GeneratorRunning]);
        Assert.False(station.Board[StationMap.AcFailure]);
        station.Bays["L2"].Close();
        Pass(station, 100);
        Assert.False(station.Board[StationMap.GeneratorRunning]);
        Assert.False(station.Board[StationMap.UndervoltageA]);
    }

    [Fact]
    public void The_coupler_carries_a_bar_whose_transformer_is_out()
    {
        Substation station = Quiet();
        Assert.True(station.Bays["T1"].Open().Done);
        Pass(station, 1);
        Assert.Equal(0, station.Grid.BarA);
        station.Bays["AC"].Close();

        Assert.Equal(station.Grid.BarB, station.Grid.BarA);
        Assert.Equal(Sum(station.Grid.FeederActive, 0, 8) + 28, station.Grid.TransformerActive[1].Power, 6);
        Assert.Equal(0, station.Grid.TransformerActive[0].Power);
    }

    [Fact]
    public void Without_supply_and_generator_the_battery_gives_out_slowly()
    {
        Substation station = Quiet();
        station.Board.Set(StationMap.ChargerFault, true);
        Pass(station, 600);
        Assert.InRange(station.Auxiliaries.Battery, 108, 113);
        Assert.False(station.Board[StationMap.DcUndervoltage]);
        Pass(station, 3.5 * 3600);
        Assert.True(station.Board[StationMap.DcUndervoltage]);
    }

    [Fact]
    public void Whatever_is_switched_no_power_flows_where_nothing_can_flow()
    {
        string[] names = ["L1", "L2", "T1", "T2", "AC", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "SA"];
        Gen<(int Bay, int Order, int Seconds)[]> orders = Gen.Select(Gen.Int[0, 13], Gen.Int[0, 2], Gen.Int[0, 20]).Array[1, 25];
        orders.Sample(
            steps =>
            {
                Substation station = Quiet();
                foreach ((int bay, int order, int seconds) in steps)
                {
                    Bay found = station.Bays[names[bay]];
                    _ = order switch
                    {
                        0 => found.Open(),
                        1 => found.Close(),
                        _ => found.Trip(Protection.Main, FaultLasts.Permanent),
                    };
                    Pass(station, seconds);
                    Check(station);
                }
            },
            iter: 40);
    }

    [Fact]
    public void Two_days_full_of_incidents_pass_and_everything_comes_back()
    {
        Substation station = new(Scene.Start, new PlantOptions { IncidentsEvery = TimeSpan.FromMinutes(20) });
        HashSet<ContactId> seen = [];
        station.Board.Changed += change => seen.Add(change.Contact);
        for (int hour = 0; hour < 48; hour++)
        {
            Pass(station, 3600);
            Check(station);
        }

        Assert.InRange(station.Incidents!.Count, 90, 230);
        Assert.Contains(StationMap.DoorOpen, seen);
        Assert.Contains(seen, contact => contact == StationMap.FeederOvercurrent(contact.Ied - 1));
    }

    private static void Check(Substation station)
    {
        Grid grid = station.Grid;
        for (int feeder = 1; feeder <= 8; feeder++)
        {
            double bar = feeder <= 4 ? grid.BarA : grid.BarB;
            bool closed = station.Board[StationMap.FeederBreaker(feeder)];
            Assert.Equal(closed && bar > 0, grid.FeederActive[feeder - 1].Power > 0);
        }

        for (int n = 1; n <= 2; n++)
        {
            bool transformer = station.Board[StationMap.TransformerBreaker13(n)] && station.Board[StationMap.TransformerBreaker33(n)];
            Assert.True(transformer || grid.TransformerActive[n - 1].Power == 0);
            Assert.True(station.Board[StationMap.LineBreaker(n)] || grid.LineActive[n - 1].Power == 0);
        }

        bool fed = station.Board[StationMap.LineBreaker(1)] || station.Board[StationMap.LineBreaker(2)];
        Assert.Equal(fed, grid.Bar33 > 0);
        double taken = Sum(grid.FeederActive, 0, 8);
        double given = Sum(grid.TransformerActive, 0, 2);
        Assert.InRange(given - taken, -1e-6, 28 + 1e-6);
    }
}
