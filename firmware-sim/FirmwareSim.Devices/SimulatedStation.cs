using System.Globalization;
using System.Net;
using FirmwareSim.Devices.Control;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Replay;
using FirmwareSim.Devices.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FirmwareSim.Devices;

/// <summary>
/// The whole simulator in one object: plant, IEDs, concentrator, TCP server, control port. Tests host it in their own process.
/// Every method may be called from any thread.
/// </summary>
/// <remarks>
/// Time is the given <see cref="TimeProvider"/>'s. The simulation comes to the present by a timer each 50 ms, before each frame and
/// before each order. Orders that cannot be carried out throw <see cref="InvalidOperationException"/> with the reason.
/// </remarks>
public sealed class SimulatedStation : IAsyncDisposable
{
    private static readonly TimeSpan TimerPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly LineFaults _faults = new();
    private readonly TimeProvider _time;
    private readonly Substation? _substation;
    private readonly Comaster? _comaster;
    private readonly ReplaySlave? _replay;
    private readonly MaraServer _server;
    private readonly ControlServer? _control;
    private readonly ITimer? _timer;

    private SimulatedStation(SimulatedStationOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        IMaraSlave slave;
        if (options.ReplayFile is { } file)
        {
            slave = _replay = new ReplaySlave(ReplayFile.Load(file), options.Comaster.Address);
        }
        else
        {
            _substation = new Substation(time.GetUtcNow(), options.Plant);
            slave = _comaster = new Comaster(_substation, options.Comaster, options.Plant.TimeZone);
        }

        SlaveLine line = new(_gate, slave, _faults, Advance);
        _server = new MaraServer(options.Server, line, time, logger);
        if (options.Control is { } control)
        {
            try
            {
                _control = new ControlServer(control, new ControlInterpreter(this), logger);
            }
            catch (SimulatorStartException)
            {
                _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
                throw;
            }
        }

        _timer = _substation is null ? null : time.CreateTimer(_ => Tick(), null, TimerPeriod, TimerPeriod);
    }

    /// <summary>Where the centre connects, with the true port.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Where orders are taken, with the true port, or null.</summary>
    public IPEndPoint? ControlEndPoint => _control?.EndPoint;

    /// <summary>What it is doing.</summary>
    public StationStatus Status
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return StatusReport.Of(_substation, _comaster, _replay?.Polls ?? 0, _faults, _server, _time.GetUtcNow());
            }
        }
    }

    /// <summary>The names of the bays, or none in a replay.</summary>
    public IEnumerable<string> BayNames => _substation?.Bays.Keys ?? [];

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

    /// <summary>Cuts the IED at an address (2 to 12) off the pair.</summary>
    public void KillIed(int address) => Require(TrySetConnected(address, false));

    /// <summary>Puts it back.</summary>
    public void ReviveIed(int address) => Require(TrySetConnected(address, true));

    /// <summary>Switches the IED at an address (2 to 12) off and on.</summary>
    public void RestartIed(int address) => Require(TryRestart(address));

    /// <summary>Cuts the centre's connection; true when there was one.</summary>
    public bool Drop() => _server.Drop();

    /// <summary>Refuses new connections, or takes them again.</summary>
    public void Refuse(bool on) => _server.Refuse(on);

    /// <summary>Keeps the link up and answers nothing, or answers again.</summary>
    public void Mute(bool on) => WithGate(() => _faults.Mute = on);

    /// <summary>Spoils the block check of the next answers; what is kept for a repetition stays right.</summary>
    public void CorruptNext(int answers) => WithGate(() => _faults.CorruptNext(answers));

    /// <summary>Loses the next answers on the way: the concentrator believes them sent.</summary>
    public void LoseNext(int answers) => WithGate(() => _faults.LoseNext(answers));

    /// <summary>Looks into the simulation while it stands still; in a replay there is none to look into.</summary>
    public T Inspect<T>(Func<Substation, Comaster, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        lock (_gate)
        {
            Advance();
            return _substation is null || _comaster is null ? throw new InvalidOperationException(InReplay.Message) : look(_substation, _comaster);
        }
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

        await _server.DisposeAsync().ConfigureAwait(false);
    }

    internal Outcome TryOpen(string bay) => OnBay(bay, found => found.Open());

    internal Outcome TryClose(string bay) => OnBay(bay, found => found.Close());

    internal Outcome TryTrip(string bay, Protection protection, FaultLasts lasts) =>
        OnBay(bay, found => found.Trip(protection, lasts));

    internal Outcome TrySetConnected(int address, bool connected) => OnIed(address, ied =>
    {
        ied.Connected = connected;
        return Outcome.Ok($"IED {address} {(connected ? "on the bus" : "off the bus")}");
    });

    internal Outcome TryRestart(int address) => OnIed(address, ied =>
    {
        ied.PowerOn();
        return Outcome.Ok($"IED {address} restarted");
    });

    internal bool TryLog(out string log)
    {
        lock (_gate)
        {
            Advance();
            log = _comaster is null
                ? InReplay.Message
                : string.Join(' ', _comaster.Log.Latest.Select(record => Convert.ToHexString(record.Bytes)).Prepend(
                    _comaster.Log.Recorded.ToString(CultureInfo.InvariantCulture)));
            return _comaster is not null;
        }
    }

    private static Outcome InReplay => Outcome.No("a recording is playing: only drop, refuse, mute, badbcc, lose and status work");

    private static void Require(Outcome outcome)
    {
        if (!outcome.Done)
        {
            throw new InvalidOperationException(outcome.Message);
        }
    }

    private Outcome OnBay(string name, Func<Bay, Outcome> order)
    {
        lock (_gate)
        {
            Advance();
            if (_substation is null)
            {
                return InReplay;
            }

            return _substation.Bays.TryGetValue(name, out Bay? bay)
                ? order(bay)
                : Outcome.No($"unknown bay \"{name}\"; known: {string.Join(' ', _substation.Bays.Keys)}");
        }
    }

    private Outcome OnIed(int address, Func<Ied, Outcome> order)
    {
        lock (_gate)
        {
            Advance();
            if (_comaster is null)
            {
                return InReplay;
            }

            return _comaster.Ieds.FirstOrDefault(ied => ied.Address == address) is { } found
                ? order(found)
                : Outcome.No($"unknown IED {address}; known: {StationMap.FirstIed} to {StationMap.LastIed}");
        }
    }

    private void WithGate(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    private void Tick() => WithGate(Advance);

    private void Advance() => _substation?.Agenda.AdvanceTo(_time.GetUtcNow());
}
