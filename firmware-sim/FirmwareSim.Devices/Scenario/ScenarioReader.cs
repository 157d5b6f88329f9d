using System.Globalization;
using System.Net;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Server;
using FirmwareSim.Devices.Simulation;

namespace FirmwareSim.Devices.Scenario;

/// <summary>Makes options of a scenario's text; what is wrong is said with the key and what would be right.</summary>
internal sealed class ScenarioReader(string file)
{
    private static readonly TimeSpan LongestTurnRound = TimeSpan.FromSeconds(10);

    public SimulatedStationOptions Read(ScenarioDocument document) => new()
    {
        Plant = ReadPlant(document),
        Control = document.Control is { } control ? Loopback(control) : null,
        Comasters = [.. Each(document.Comasters, "comasters", ReadComaster)],
        Buses = [.. Each(document.Buses, "buses", (bus, key) => ReadBus(bus, key, document.Seed ?? 1))],
        Timeline = [.. Each(document.Timeline, "timeline", ReadEntry)],
    };

    private static IEnumerable<TResult> Each<T, TResult>(IReadOnlyList<T>? all, string key, Func<T, string, TResult> read) =>
        (all ?? []).Select((one, index) => read(one, $"{key}[{index}]"));

    private PlantOptions ReadPlant(ScenarioDocument document)
    {
        PlantOptions plant = new();
        OperatorDocument person = document.Operator ?? new OperatorDocument();
        TimeSpan least = person.Least is { } from ? Duration(from, "operator.least") : plant.OperatorLeast!.Value;
        TimeSpan most = person.Most is { } to ? Duration(to, "operator.most") : plant.OperatorMost;
        if (least > most)
        {
            throw Wrong("operator", $"least ({least}) is more than most ({most})");
        }

        return plant with
        {
            Seed = document.Seed ?? plant.Seed,
            TimeZone = document.TimeZone is { } zone ? Zone(zone) : plant.TimeZone,
            IncidentsEvery = document.IncidentsEvery is { } every and not "never" ? Interval(every) : null,
            OperatorLeast = person.Comes ? least : null,
            OperatorMost = most,
        };
    }

    private ComasterSetup ReadComaster(ComasterDocument document, string key)
    {
        int address = document.Address ?? 1;
        int capacity = document.QueueCapacity ?? new ComasterOptions().QueueCapacity;
        if (address is < 1 or > 63)
        {
            throw Wrong($"{key}.address", $"{address} is no address; say 1 to 63");
        }

        if (capacity is < 10 or > 1_000_000)
        {
            throw Wrong($"{key}.queueCapacity", $"{capacity} is not between 10 and 1000000");
        }

        return new ComasterSetup
        {
            Name = document.Name,
            Server = new ServerOptions
            {
                Listen = EndPoint(document.Listen, $"{key}.listen"),
                Newcomer = document.NewcomerReplaces ? NewcomerPolicy.Replace : NewcomerPolicy.TurnAway,
            },
            Comaster = new ComasterOptions
            {
                Address = (byte)address,
                ClockError = document.ClockError is { } error ? Duration(error, $"{key}.clockError", negative: true) : TimeSpan.Zero,
                QueueCapacity = capacity,
                ForgetSequenceOnConnect = document.ForgetSequenceOnConnect,
                Ieds = ReadIeds(document.Ieds, key),
            },
        };
    }

    private BusSetup ReadBus(BusDocument document, string key, int seed)
    {
        int baud = document.Baud ?? 9600;
        if (baud is < 300 or > 115_200)
        {
            throw Wrong($"{key}.baud", $"{baud} is not between 300 and 115200");
        }

        BusLineOptions line = new() { Baud = baud, Echo = document.Echo, Seed = seed };
        BusSetup bus = new() { Name = document.Name, Link = document.Pty, Line = line };
        return bus with
        {
            TurnRound = document.TurnRoundMs is { } turn ? TurnRound(turn, $"{key}.turnRoundMs") : bus.TurnRound,
            Ieds = ReadIeds(document.Ieds, key),
        };
    }

    private IReadOnlyList<IedSetup> ReadIeds(IReadOnlyList<IedDocument>? ieds, string key) => ieds is null
        ? IedSetup.All
        : [.. Each(ieds, $"{key}.ieds", (ied, at) => new IedSetup
        {
            Address = ied.Address,
            Plant = ied.Plant,
            DriftPpm = ied.DriftPpm,
            TurnRound = ied.TurnRoundMs is { } turn ? TurnRound(turn, $"{at}.turnRoundMs") : null,
        })];

    private TimelineEntry ReadEntry(TimelineDocument document, string key) => new(Duration(document.At, $"{key}.at"), document.Do);

    private TimeSpan TurnRound(double milliseconds, string key) => milliseconds >= 0 && milliseconds <= LongestTurnRound.TotalMilliseconds
        ? TimeSpan.FromMilliseconds(milliseconds)
        : throw Wrong(key, $"{milliseconds} is not between 0 and {LongestTurnRound.TotalMilliseconds}");

    private TimeSpan Interval(string text)
    {
        TimeSpan interval = Duration(text, "incidentsEvery");
        return interval >= TimeSpan.FromSeconds(1) ? interval : throw Wrong("incidentsEvery", $"{text} is less than a second");
    }

    private TimeSpan Duration(string text, string key, bool negative = false) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan duration) && (negative || duration >= TimeSpan.Zero)
            ? duration
            : throw Wrong(
                key, $"\"{text}\" is no duration; say hours, minutes and seconds, as 00:01:30{(negative ? " or -00:01:30" : "")}");

    private TimeZoneInfo Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone)
        ? zone
        : throw Wrong("timeZone", $"this system knows no time zone \"{text}\"; say for example America/Argentina/Buenos_Aires");

    private IPEndPoint EndPoint(string text, string key) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint)
            ? endPoint
            : throw Wrong(key, $"\"{text}\" is no address and port; say for example 127.0.0.1:9761");

    private IPEndPoint Loopback(string text)
    {
        IPEndPoint endPoint = EndPoint(text, "control");
        return IPAddress.IsLoopback(endPoint.Address)
            ? endPoint
            : throw Wrong("control", "the control port has no password and stays on the loopback; say 127.0.0.1");
    }

    private SimulatorStartException Wrong(string key, string why) => new($"{file}: {key}: {why}");
}
