using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Replay;
using FirmwareSim.Devices.Server;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices.Simulation;

/// <summary>A concentrator, or a recording of one, behind its port.</summary>
internal sealed record ComasterPort(string Name, Comaster? Comaster, ReplaySlave? Replay, LineFaults Faults, MaraServer Server);

/// <summary>What a station is made of, and the one lock over all of it.</summary>
internal sealed class StationParts : IAsyncDisposable
{
    private readonly List<ComasterPort> _ports = [];
    private readonly List<PtyBus> _buses = [];
    private bool _advancing;

    /// <exception cref="SimulatorStartException">A port is taken, a name stands twice, a recording or a set of IEDs is wrong.</exception>
    public StationParts(SimulatedStationOptions options, TimeProvider time, ILogger logger)
    {
        (Time, Logger) = (time, logger);
        IReadOnlyList<ComasterSetup> comasters = options.Comasters
            ?? [new ComasterSetup { Server = options.Server, Comaster = options.Comaster }];
        Check(options, comasters);
        Plant = options.ReplayFile is null ? new Substation(time.GetUtcNow(), options.Plant) : null;
        try
        {
            foreach (ComasterSetup setup in comasters)
            {
                _ports.Add(Open(setup, options));
            }

            foreach (BusSetup setup in options.Buses)
            {
                _buses.Add(new PtyBus(new SimulatedBus(setup, Plant!, options.Plant.TimeZone), setup.Link, Gate, time, logger));
            }
        }
        catch (SimulatorStartException)
        {
            DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>Guards everything that is simulated.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>Null in a replay.</summary>
    public Substation? Plant { get; }

    public IReadOnlyList<ComasterPort> Ports => _ports;

    public IReadOnlyList<PtyBus> Buses => _buses;

    /// <summary>
    /// Brings the plant to the present; within the lock. An order of the time line comes back here: then we are there already.
    /// </summary>
    public void Advance()
    {
        if (Plant is null || _advancing)
        {
            return;
        }

        _advancing = true;
        try
        {
            Plant.Agenda.AdvanceTo(Time.GetUtcNow());
        }
        finally
        {
            _advancing = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PtyBus bus in _buses)
        {
            await bus.DisposeAsync().ConfigureAwait(false);
        }

        foreach (ComasterPort port in _ports)
        {
            await port.Server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Check(SimulatedStationOptions options, IReadOnlyList<ComasterSetup> comasters)
    {
        if (options.ReplayFile is not null && (comasters.Count != 1 || options.Buses.Count > 0))
        {
            throw new SimulatorStartException("a recording is played by one concentrator alone; leave the others and the buses away");
        }

        if (comasters.Count + options.Buses.Count == 0)
        {
            throw new SimulatorStartException("there is neither a concentrator nor a bus; say at least one of them");
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in comasters.Select(setup => setup.Name).Concat(options.Buses.Select(setup => setup.Name)))
        {
            if (name.Length == 0 || name.Any(letter => char.IsWhiteSpace(letter) || letter == ':') || char.IsAsciiDigit(name[0]))
            {
                throw new SimulatorStartException(
                    $"\"{name}\" is no name for an order; say letters first, without spaces and colons, as bus1");
            }

            if (!names.Add(name))
            {
                throw new SimulatorStartException($"the name \"{name}\" stands twice; orders could not tell them apart");
            }
        }

        foreach (ComasterSetup setup in comasters)
        {
            IedSetup.Check(setup.Comaster.Ieds, setup.Name);
            if (setup.Comaster.Ieds.Count > Comaster.MostIeds)
            {
                throw new SimulatorStartException(
                    $"{setup.Name}: the answer to a poll has room for {Comaster.MostIeds} IEDs, not {setup.Comaster.Ieds.Count}");
            }
        }
    }

    private ComasterPort Open(ComasterSetup setup, SimulatedStationOptions options)
    {
        ReplaySlave? replay = options.ReplayFile is { } file ? new ReplaySlave(ReplayFile.Load(file), setup.Comaster.Address) : null;
        Comaster? comaster = Plant is null ? null : new Comaster(Plant, setup.Comaster, options.Plant.TimeZone);
        LineFaults faults = new();
        SlaveLine line = new(Gate, (IMaraSlave?)replay ?? comaster!, faults, Advance);
        return new ComasterPort(setup.Name, comaster, replay, faults, new MaraServer(setup.Server, line, Time, Logger));
    }
}
