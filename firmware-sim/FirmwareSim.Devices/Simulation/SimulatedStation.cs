using System.Net;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Control;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FirmwareSim.Devices.Simulation;

/// <summary>
/// The whole simulator in one object: plant, IEDs, concentrators on TCP, buses on ptys, control port. Tests host it in their own process.
/// Every method may be called from any thread.
/// </summary>
/// <remarks>
/// Time is the given <see cref="TimeProvider"/>'s. The simulation comes to the present by a timer each 50 ms, before each frame and
/// before each order; a bus on a pty keeps its own pace and needs a time that runs by itself. Orders that cannot be carried out throw
/// <see cref="InvalidOperationException"/> with the reason. Where there are several concentrators, the methods without a name mean the
/// first one.
/// </remarks>
public sealed class SimulatedStation : IAsyncDisposable
{
    private static readonly TimeSpan TimerPeriod = TimeSpan.FromMilliseconds(50);

    private readonly StationParts _parts;
    private readonly ControlServer? _control;
    private readonly ITimer? _timer;

    private SimulatedStation(SimulatedStationOptions options, TimeProvider time, ILogger logger)
    {
        _parts = new StationParts(options, time, logger);
        Orders = new StationOrders(_parts);
        try
        {
            ControlInterpreter interpreter = new(this);
            Timeline(options.Timeline, interpreter);
            _control = options.Control is { } control ? new ControlServer(control, interpreter.Execute, logger) : null;
        }
        catch (SimulatorStartException)
        {
            _parts.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }

        _timer = _parts.Plant is null ? null : time.CreateTimer(_ => WithGate(_parts.Advance), null, TimerPeriod, TimerPeriod);
    }

    /// <summary>Where the centre connects to the first concentrator, with the true port.</summary>
    public IPEndPoint EndPoint => EndPoints.Count > 0 ? EndPoints[0] : throw new InvalidOperationException("there is no concentrator");

    /// <summary>Where the centre connects to each concentrator, in their order.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _parts.Ports.Select(port => port.Server.EndPoint)];

    /// <summary>The buses on ptys, in their order.</summary>
    public IReadOnlyList<PtyBus> Buses => _parts.Buses;

    /// <summary>Where orders are taken, with the true port, or null.</summary>
    public IPEndPoint? ControlEndPoint => _control?.EndPoint;

    /// <summary>What it is doing.</summary>
    public StationStatus Status
    {
        get
        {
            lock (_parts.Gate)
            {
                _parts.Advance();
                return StatusReport.Of(_parts);
            }
        }
    }

    /// <summary>The names of the bays, or none in a replay.</summary>
    public IEnumerable<string> BayNames => _parts.Plant?.Bays.Keys ?? [];

    internal StationOrders Orders { get; }

    /// <summary>Starts a station; it listens when this returns.</summary>
    /// <param name="options">Its options, or null for the defaults.</param>
    /// <param name="time">Its time, or null for the system's.</param>
    /// <param name="loggers">Where it writes down, or null.</param>
    /// <exception cref="SimulatorStartException">A port is taken, or the recording is wrong.</exception>
    public static Task<SimulatedStation> StartAsync(
        SimulatedStationOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        ILogger logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<SimulatedStation>();
        return Task.Run(() => new SimulatedStation(options ?? new SimulatedStationOptions(), time ?? TimeProvider.System, logger));
    }

    /// <summary>Opens the breakers of a bay.</summary>
    public void Open(string bay) => Require(TryOpen(bay));

    /// <summary>Closes the breakers of a bay.</summary>
    public void Close(string bay) => Require(TryClose(bay));

    /// <summary>Puts a fault behind a closed bay.</summary>
    public void Trip(string bay, Protection protection = Protection.Main, FaultLasts lasts = FaultLasts.Permanent) =>
        Require(TryTrip(bay, protection, lasts));

    /// <summary>Cuts the IED at an address off the bus.</summary>
    public void KillIed(int address) => Require(Orders.Connect($"{address}", on: false));

    /// <summary>Puts it back.</summary>
    public void ReviveIed(int address) => Require(Orders.Connect($"{address}", on: true));

    /// <summary>Switches the IED at an address off and on.</summary>
    public void RestartIed(int address) => Require(Orders.Restart($"{address}", RestartCause.PowerOn, uartOnly: false));

    /// <summary>Cuts the centre's connection; true when there was one.</summary>
    public bool Drop() => FirstPort.Server.Drop();

    /// <summary>Refuses new connections, or takes them again.</summary>
    public void Refuse(bool on) => FirstPort.Server.Refuse(on);

    /// <summary>Keeps the link up and answers nothing, or answers again.</summary>
    public void Mute(bool on) => WithGate(() => FirstPort.Faults.Mute = on);

    /// <summary>Spoils the block check of the next answers; what is kept for a repetition stays right.</summary>
    public void CorruptNext(int answers) => WithGate(() => FirstPort.Faults.CorruptNext(answers));

    /// <summary>Loses the next answers on the way: the concentrator believes them sent.</summary>
    public void LoseNext(int answers) => WithGate(() => FirstPort.Faults.LoseNext(answers));

    /// <summary>Looks into the simulation while it stands still; in a replay there is none to look into.</summary>
    public T Inspect<T>(Func<Substation, Comaster, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        lock (_parts.Gate)
        {
            _parts.Advance();
            return _parts.Plant is { } plant && FirstPort.Comaster is { } comaster
                ? look(plant, comaster)
                : throw new InvalidOperationException(StationOrders.InReplay.Message);
        }
    }

    /// <summary>Inspects a bus, or gives its IEDs a fault, while everything stands still at the present.</summary>
    /// <param name="name">The bus; null: the only one.</param>
    /// <param name="look">What to do; it must not keep the bus.</param>
    /// <exception cref="InvalidOperationException">There is no such bus.</exception>
    public T OnBus<T>(string? name, Func<SimulatedBus, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        T? result = default;
        Require(Orders.OnBus(name, bus =>
        {
            result = look(bus.Bus);
            return "";
        }));
        return result!;
    }

    /// <summary>Carries out an order as the control port understands it (<c>help</c> lists them).</summary>
    /// <returns>What it says behind the <c>ok</c>.</returns>
    /// <exception cref="InvalidOperationException">It cannot be carried out; the message says why.</exception>
    public string Order(string line)
    {
        string answer = new ControlInterpreter(this).Execute(line);
        return answer.StartsWith("ok", StringComparison.Ordinal)
            ? answer[2..].TrimStart()
            : throw new InvalidOperationException(answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        if (_control is not null)
        {
            await _control.DisposeAsync().ConfigureAwait(false);
        }

        await _parts.DisposeAsync().ConfigureAwait(false);
    }

    internal Outcome TryOpen(string bay) => Orders.OnBay(bay, found => found.Open());

    internal Outcome TryClose(string bay) => Orders.OnBay(bay, found => found.Close());

    internal Outcome TryTrip(string bay, Protection protection, FaultLasts lasts) =>
        Orders.OnBay(bay, found => found.Trip(protection, lasts));

    private ComasterPort FirstPort => _parts.Ports.Count > 0
        ? _parts.Ports[0]
        : throw new InvalidOperationException("there is no concentrator");

    private static void Require(Outcome outcome)
    {
        if (!outcome.Done)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }

    private void Timeline(IReadOnlyList<TimelineEntry> entries, ControlInterpreter interpreter)
    {
        if (entries.Count > 0 && _parts.Plant is null)
        {
            throw new SimulatorStartException("a time line needs the plant; a recording has none");
        }

        foreach (TimelineEntry entry in entries)
        {
            if (ControlInterpreter.WhyUnknown(entry.Do) is { } why)
            {
                throw new SimulatorStartException($"time line, {entry.At}: {why}");
            }

            WithGate(() => _parts.Plant!.Agenda.After(entry.At, () => Perform(entry, interpreter)));
        }
    }

    private void Perform(TimelineEntry entry, ControlInterpreter interpreter)
    {
        string answer = interpreter.Execute(entry.Do);
        if (answer.StartsWith("ok", StringComparison.Ordinal))
        {
            Log.TimeLine(_parts.Logger, entry.Do, answer);
        }
        else
        {
            Log.TimeLineFailed(_parts.Logger, entry.Do, answer);
        }
    }

    private void WithGate(Action action)
    {
        lock (_parts.Gate)
        {
            action();
        }
    }
}
