using System.Net;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Scenario;
using FirmwareSim.Devices.Server;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace FirmwareSim.Devices.Tests;

public sealed class ScenarioTests
{
    [Fact]
    public void The_sample_says_what_it_explains()
    {
        SimulatedStationOptions options = ScenarioFile.Load(Repository.PathOf("firmware-sim/scenario.sample.json"));

        Assert.Equal((1, TimeSpan.FromMinutes(10)), (options.Plant.Seed, options.Plant.IncidentsEvery));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:9762"), options.Control);
        ComasterSetup comaster = Assert.Single(options.Comasters!);
        Assert.Equal(("com1", TimeSpan.FromSeconds(-5), NewcomerPolicy.TurnAway),
            (comaster.Name, comaster.Comaster.ClockError, comaster.Server.Newcomer));
        Assert.Equal(
            [(2, null, null), (3, null, -35), (21, 5, null)], comaster.Comaster.Ieds.Select(ied => (ied.Address, ied.Plant, ied.DriftPpm)));
        Devices.Bus.BusSetup bus = Assert.Single(options.Buses);
        Assert.Equal(
            ("bus1", "/tmp/firmware-sim/ttyBUS1", 9600, TimeSpan.FromMilliseconds(4)), (bus.Name, bus.Link, bus.Line.Baud, bus.TurnRound));
        Assert.Equal(Enumerable.Range(2, 11), bus.Ieds.Select(ied => ied.Address));
        Assert.Equal(TimeSpan.FromMilliseconds(9.5), bus.Ieds[3].TurnRound);
        Assert.Equal(6, options.Timeline.Count);
        Assert.Equal(new TimelineEntry(TimeSpan.FromSeconds(90), "kill bus1:5"), options.Timeline[1]);
    }

    [Fact]
    public void What_is_left_away_is_the_default()
    {
        SimulatedStationOptions options = ScenarioFile.Parse("""{ "buses": [ { "name": "b" } ] }""", "s");

        Assert.Empty(options.Comasters!);
        Assert.Equal(IedSetup.All, options.Buses[0].Ieds);
        Assert.Null(options.Plant.IncidentsEvery);
        Assert.Equal(TimeSpan.FromMinutes(3), options.Plant.OperatorLeast);
    }

    [Theory]
    [InlineData("{\n  \"sead\": 1\n}", "s:2: unknown key \"sead\"")]
    [InlineData("{\n  \"buses\": [\n    { \"name\": \"b\", \"boud\": 1 }\n  ]\n}", "s:3: unknown key \"boud\" (at $.buses[0].boud)")]
    [InlineData("{\n  \"seed\": 1,\n  \"seed\": 2\n}", "s:3: ")]
    [InlineData("{\n  \"seed\": \"one\"\n}", "s:2: ")]
    [InlineData("{\n  \"buses\": [ { } ]\n}", "s:2: ")]
    [InlineData("{", "s:1: ")]
    [InlineData("null", "s: is empty")]
    [InlineData("{ \"timeZone\": \"Mars/Olympus\" }", "s: timeZone: this system knows no time zone \"Mars/Olympus\"")]
    [InlineData("{ \"control\": \"0.0.0.0:1\" }", "s: control: the control port has no password")]
    [InlineData("{ \"incidentsEvery\": \"2m\" }", "s: incidentsEvery: \"2m\" is no duration")]
    [InlineData("{ \"operator\": { \"least\": \"01:00:00\" } }", "s: operator: least (01:00:00) is more than most")]
    [InlineData(
        "{ \"comasters\": [ { \"name\": \"c\", \"listen\": \"here\" } ] }", "s: comasters[0].listen: \"here\" is no address and port")]
    [InlineData("{ \"comasters\": [ { \"name\": \"c\", \"listen\": \"127.0.0.1:0\", \"address\": 64 } ] }",
        "s: comasters[0].address: 64 is no address")]
    [InlineData("{ \"buses\": [ { \"name\": \"b\" }, { \"name\": \"c\", \"baud\": 9 } ] }", "s: buses[1].baud: 9 is not between")]
    [InlineData("{ \"buses\": [ { \"name\": \"b\", \"ieds\": [ { \"address\": 4, \"turnRoundMs\": -1 } ] } ] }",
        "s: buses[0].ieds[0].turnRoundMs: -1 is not between")]
    [InlineData("{ \"timeline\": [ { \"at\": \"-00:00:01\", \"do\": \"drop\" } ] }", "s: timeline[0].at: \"-00:00:01\" is no duration")]
    public void What_is_wrong_is_said_with_its_place(string text, string begins)
    {
        SimulatorStartException e = Assert.Throws<SimulatorStartException>(() => ScenarioFile.Parse(text, "s"));

        Assert.StartsWith(begins, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("{ }", "there is neither a concentrator nor a bus; say at least one of them")]
    [InlineData(
        "{ \"buses\": [ { \"name\": \"b\" }, { \"name\": \"B\" } ] }", "the name \"B\" stands twice; orders could not tell them apart")]
    [InlineData("{ \"buses\": [ { \"name\": \"b:1\" } ] }",
        "\"b:1\" is no name for an order; say letters first, without spaces and colons, as bus1")]
    [InlineData("{ \"buses\": [ { \"name\": \"b\", \"ieds\": [ { \"address\": 4 }, { \"address\": 4 } ] } ] }",
        "b: IED 4 stands there twice; two devices with one address are a fault: order \"twin\"")]
    [InlineData(
        "{ \"buses\": [ { \"name\": \"b\", \"ieds\": [ { \"address\": 64 } ] } ] }", "b: there is no address 64 on a bus; say 2 to 63")]
    [InlineData("{ \"buses\": [ { \"name\": \"b\", \"ieds\": [ { \"address\": 40 } ] } ] }",
        "b: IED 40: say with \"plant\" which part of the plant it is wired to, 2 to 12")]
    [InlineData("{ \"buses\": [ { \"name\": \"b\" } ], \"timeline\": [ { \"at\": \"00:00:01\", \"do\": \"dance\" } ] }",
        "time line, 00:00:01: unknown order \"dance\"; known: open BAY")]
    public async Task What_cannot_be_simulated_does_not_start(string text, string begins)
    {
        SimulatorStartException e = await Assert.ThrowsAsync<SimulatorStartException>(
            () => SimulatedStation.StartAsync(ScenarioFile.Parse(text, "s")));

        Assert.StartsWith(begins, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_concentrators_have_own_ports_and_IEDs_and_the_same_plant()
    {
        FakeTimeProvider time = new(Scene.Start);
        await using SimulatedStation station = await SimulatedStation.StartAsync(
            ScenarioFile.Parse(
                """
                {
                  "comasters": [
                    { "name": "east", "listen": "127.0.0.1:0", "ieds": [ { "address": 2 }, { "address": 4 } ] },
                    { "name": "west", "listen": "127.0.0.1:0", "ieds": [ { "address": 9, "plant": 4 } ] },
                  ],
                }
                """,
                "s"),
            time);
        await using RawCentre east = await RawCentre.ConnectAsync(station.EndPoints[0]);
        await using RawCentre west = await RawCentre.ConnectAsync(station.EndPoints[1]);
        await east.PollAsync(0x20);
        await west.PollAsync(0x20);
        station.Open("F3");
        time.Advance(TimeSpan.FromSeconds(1));

        Answer fromEast = await east.AskAsync(0x21);
        Answer fromWest = await west.AskAsync(0x21);

        Assert.Equal((18, 12), (fromEast.System.Length, fromWest.System.Length));
        Assert.Equal(["0400"], fromEast.Events.Select(e => e[..4]));
        Assert.Equal(["0900"], fromWest.Events.Select(e => e[..4]));
        Assert.Equal(["east", "west"], station.Status.Comasters!.Select(comaster => comaster.Name));
        Assert.Equal("IED 9 off the bus", station.Order("kill west:9"));
        Assert.Equal("IED 2 off the bus", station.Order("kill 2"));
        Assert.Equal("error unknown IED east:9; known: east: 2, 4; west: 9",
            Assert.Throws<InvalidOperationException>(() => station.Order("kill east:9")).Message);
        Assert.Equal("error there are several: say which concentrator, of east west",
            Assert.Throws<InvalidOperationException>(() => station.Order("drop")).Message);
        Assert.Equal("dropped", station.Order("drop WEST"));
        Assert.True(await west.IsCutAsync());
        Assert.StartsWith("2 ", station.Order("log west"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_line_gives_its_orders_at_their_instants()
    {
        FakeTimeProvider time = new(Scene.Start);
        await using SimulatedStation station = await SimulatedStation.StartAsync(
            new()
            {
                Timeline = [new(TimeSpan.FromSeconds(30), "kill 5"), new(TimeSpan.FromSeconds(60), "open F1"),
                new(TimeSpan.FromSeconds(90), "revive 5"), new(TimeSpan.FromSeconds(95), "open F77")]
            },
            time);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(station.Status.Ieds![3].Alive);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(station.Status.Ieds![3].Alive);
        time.Advance(TimeSpan.FromSeconds(300));
        Assert.True(station.Status.Ieds![3].Alive);
        Assert.Equal("open", station.Status.Breakers!["F1"]);

        // At its own instant, however late anybody looked: 12:02:00.
        Assert.Contains("02001A030A0C02000000", station.Order("log"), StringComparison.Ordinal);
    }
}
