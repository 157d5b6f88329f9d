using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Edge.Protocols.Mara;
using FirmwareSim.Devices;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Scenario;
using FirmwareSim.Devices.Server;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FirmwareSim.Host;

/// <summary>The one command: its options, and the run until it is stopped.</summary>
internal sealed class SimulatorCommand
{
    private readonly Option<IPEndPoint?> _listen = new("--listen")
    {
        Description = "Where the control centre connects; port 0 lets the system choose",
        CustomParser = Arguments.EndPoint,
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, MaraTcp.DefaultPort),
    };

    private readonly Option<IPEndPoint?> _control = new("--control")
    {
        Description = "Take orders, one a line, on this port of the loopback (say help there)",
        CustomParser = Arguments.LoopbackEndPoint,
    };

    private readonly Option<bool> _stdin = new("--stdin") { Description = "Take the same orders on standard input" };

    private readonly Option<string?> _replay = new("--replay")
    {
        Description = "Answer with the captured frames of a file (hexadecimal, one a line), over and over, in place of the plant",
        HelpName = "FILE",
    };

    private readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Concentrators, buses, clocks and a time line from a file of JSON; it stands alone, beside --stdin and --verbose",
        HelpName = "FILE",
    };

    private readonly Option<string?> _pty = new("--pty")
    {
        Description =
            "The same eleven IEDs on an RS-485 bus too, in place of the concentrator with --no-comaster: a pty with a link to it "
                + "at this path",
        HelpName = "LINK",
    };

    private readonly Option<bool> _noComaster = new("--no-comaster") { Description = "Only the bus of --pty, no concentrator on TCP" };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Of all chance: the same seed and start give the same day",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<TimeSpan> _incidents = new("--incidents-every")
    {
        Description = "The mean time between trips and alarms, as 2m; or never",
        CustomParser = Arguments.Interval,
        DefaultValueFactory = _ => TimeSpan.FromMinutes(10),
    };

    private readonly Option<TimeZoneInfo?> _zone = new("--time-zone")
    {
        Description = "Where the station stands",
        CustomParser = Arguments.TimeZone,
        DefaultValueFactory = _ => new PlantOptions().TimeZone,
    };

    private readonly Option<TimeSpan> _clockError = new("--clock-error")
    {
        Description = "How wrong the concentrator's clock is until it is set, as -90s",
        CustomParser = Arguments.Duration,
    };

    private readonly Option<bool> _replace = new("--newcomer-replaces")
    {
        Description = "A second control centre takes the place of the first; without, it is turned away, as by the original",
    };

    private readonly Option<bool> _forget = new("--forget-sequence-on-connect")
    {
        Description = "A new connection makes the concentrator forget its last answer; what was not acknowledged is sent again",
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Write connections and orders to standard error" };

    /// <summary>The command line as System.CommandLine knows it.</summary>
    public RootCommand Build()
    {
        RootCommand root = new(
            "The firmware of COMasters (Mara/TCP) and of IEDs on RS-485 buses (ptys) in the substation ET Los Álamos, simulated.")
        {
            _scenario, _listen, _pty, _noComaster, _control, _stdin, _replay, _seed, _incidents, _zone, _clockError, _replace, _forget,
            _verbose,
        };
        root.Validators.Add(Together);
        root.SetAction(RunAsync);
        return root;
    }

    private async Task<int> RunAsync(ParseResult given, CancellationToken stop)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(given.GetValue(_verbose) ? LogLevel.Debug : LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        try
        {
            await using SimulatedStation station = await SimulatedStation.StartAsync(Options(given), loggers: loggers);
            foreach (IPEndPoint endPoint in station.EndPoints)
            {
                Console.WriteLine($"listening on {endPoint}");
            }

            foreach (PtyBus bus in station.Buses)
            {
                Console.WriteLine($"{bus.Name} on {bus.Device}");
            }

            if (station.ControlEndPoint is { } control)
            {
                Console.WriteLine($"control on {control}");
            }

            await Console.Out.FlushAsync(CancellationToken.None);
            if (given.GetValue(_stdin))
            {
                StartOrders(new ControlInterpreter(station));
            }

            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (SimulatorStartException e)
        {
            await Console.Error.WriteLineAsync($"firmware-sim: {e.Message}");
            return 1;
        }
    }

    /// <summary>A blocked read of the console cannot be called off: the thread ends with the process.</summary>
    private static void StartOrders(ControlInterpreter interpreter)
    {
        Thread thread = new(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                Console.WriteLine(interpreter.Execute(line));
            }
        })
        {
            IsBackground = true,
            Name = "orders",
        };
        thread.Start();
    }

    private void Together(CommandResult given)
    {
        Option[] alone = [_listen, _pty, _noComaster, _control, _replay, _seed, _incidents, _zone, _clockError, _replace, _forget];
        if (given.GetResult(_scenario) is not null
            && alone.Select(option => option.Name).FirstOrDefault(name => given.GetResult(name) is OptionResult { Implicit: false })
                is { } other)
        {
            given.AddError($"{other} and --scenario say the same thing twice; write it into the scenario");
        }

        if (given.GetValue(_noComaster) && given.GetValue(_pty) is null)
        {
            given.AddError("--no-comaster leaves nothing to simulate; say --pty LINK too");
        }
    }

    private SimulatedStationOptions Options(ParseResult given) => given.GetValue(_scenario) is { } file ? ScenarioFile.Load(file) : new()
    {
        Comasters = given.GetValue(_noComaster) ? [] : null,
        Buses = given.GetValue(_pty) is { } link ? [new BusSetup { Link = link }] : [],
        Server = new ServerOptions
        {
            Listen = given.GetRequiredValue(_listen)!,
            Newcomer = given.GetValue(_replace) ? NewcomerPolicy.Replace : NewcomerPolicy.TurnAway,
        },
        Plant = new PlantOptions
        {
            Seed = given.GetValue(_seed),
            IncidentsEvery = given.GetValue(_incidents) is { Ticks: > 0 } interval ? interval : null,
            TimeZone = given.GetRequiredValue(_zone)!,
        },
        Comaster = new ComasterOptions
        {
            ClockError = given.GetValue(_clockError),
            ForgetSequenceOnConnect = given.GetValue(_forget),
        },
        Control = given.GetValue(_control),
        ReplayFile = given.GetValue(_replay),
    };
}
