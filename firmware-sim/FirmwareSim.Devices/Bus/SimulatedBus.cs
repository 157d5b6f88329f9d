using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Bus;

/// <summary>
/// A bus with its IEDs and the plant behind them, over explicit time: nothing waits, nothing runs by itself. A thread with a pty drives it
/// in real time (PtyBus); a test drives it as fast as it can. Instants count from the beginning of the line. Not safe for several threads
/// at once.
/// </summary>
/// <remarks>
/// A master in virtual time does <see cref="DriverOn"/>, <see cref="MasterSends"/>, <see cref="AdvanceTo"/> the line's <see
/// cref="BusLine.MasterSilentAt"/>, <see cref="DriverOff"/>, then <see cref="AdvanceToArrival"/> with its deadline and <see
/// cref="TryReadArrived"/>, again and again.
/// </remarks>
public sealed class SimulatedBus
{
    private readonly Substation _station;
    private readonly BusSetup _setup;
    private readonly Chance _chance;
    private readonly Dictionary<int, IedSlave> _twins = [];

    /// <param name="setup">The bus and its IEDs.</param>
    /// <param name="station">The plant; other buses and concentrators may hang on it too.</param>
    /// <param name="zone">Where it stands: the wall time that the clocks begin with.</param>
    /// <exception cref="SimulatorStartException">The IEDs cannot share a bus.</exception>
    public SimulatedBus(BusSetup setup, Substation station, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(station);
        IedSetup.Check(setup.Ieds, setup.Name);
        (_setup, _station, Origin) = (setup, station, station.Agenda.Now);
        _chance = new Chance(setup.Line.Seed);
        Line = new BusLine(setup.Line);
        DateTime local = TimeZoneInfo.ConvertTime(station.Agenda.Now, zone).DateTime;
        Ieds = [.. setup.Ieds.Select(ied => CreateSlave(ied.Create(station, local), ied.TurnRound ?? setup.TurnRound))];
        foreach (IedSlave slave in Ieds)
        {
            slave.Ied.Recorded += Log.Add;
            Line.Add(slave);
        }
    }

    /// <summary>As orders call it.</summary>
    public string Name => _setup.Name;

    /// <summary>The wire.</summary>
    public BusLine Line { get; }

    /// <summary>The IEDs on it, in the order of the setup; twins excepted.</summary>
    public IReadOnlyList<IedSlave> Ieds { get; }

    /// <summary>What they recorded.</summary>
    public EventLog Log { get; } = new();

    /// <summary>The instant at which the line began; a driver in real time corrects it where the system's clock is set.</summary>
    public DateTimeOffset Origin { get; set; }

    /// <summary>The instant that the line has reached.</summary>
    public TimeSpan Now => Line.Now;

    /// <summary>Whether it is on its way to another instant: an order of the time line finds it so.</summary>
    internal bool IsAdvancing { get; private set; }

    /// <summary>What is wrong by order, one phrase each.</summary>
    public IEnumerable<string> Faults
    {
        get
        {
            IEnumerable<string> own = Ieds.SelectMany(ied => ied.Faults.Select(fault => $"{ied.Name} {fault}"));
            IEnumerable<string> twins = _twins.Where(twin => Line.Stations.Contains(twin.Value))
                .Select(twin => $"IED {twin.Key} has a twin");
            IEnumerable<string> line = Line.GarbleShare > 0 ? [$"{Line.GarbleShare:P1} of bytes garbled"] : [];
            return own.Concat(twins).Concat(line).Concat(Line.IsNoisy ? ["noise"] : []);
        }
    }

    /// <summary>The IED at an address, or null.</summary>
    public IedSlave? Find(int address) => Ieds.FirstOrDefault(ied => ied.Ied.Address == address);

    /// <summary>The master writes.</summary>
    public void MasterSends(ReadOnlySpan<byte> bytes, TimeSpan at)
    {
        AdvanceTo(at);
        Line.MasterSends(bytes, at);
    }

    /// <summary>The master has taken the bus.</summary>
    public void DriverOn(TimeSpan at)
    {
        AdvanceTo(at);
        Line.DriverOn(at);
    }

    /// <summary>The master has let go of the bus.</summary>
    public void DriverOff(TimeSpan at)
    {
        AdvanceTo(at);
        Line.DriverOff(at);
    }

    /// <summary>Lets everything happen until an instant, on the bus and in the plant.</summary>
    public void AdvanceTo(TimeSpan until) => Advance(until, stopAtArrival: false);

    /// <summary>Lets everything happen until a byte arrives at the master, or until an instant.</summary>
    /// <returns>Whether a byte waits to be read.</returns>
    public bool AdvanceToArrival(TimeSpan limit) => Advance(limit, stopAtArrival: true);

    /// <summary>Takes what has arrived at the master.</summary>
    /// <param name="until">Not what arrives later.</param>
    /// <param name="buffer">Room for it.</param>
    /// <returns>How many bytes.</returns>
    public int TryReadArrived(TimeSpan until, Span<byte> buffer)
    {
        AdvanceTo(until);
        return Line.TryReadArrived(until, buffer);
    }

    /// <summary>Puts a second device with the same address on the bus, wired to the same part of the plant, or takes it off.</summary>
    /// <returns>False when there is no IED at the address.</returns>
    public bool Twin(int address, bool on)
    {
        if (Find(address) is not { } first)
        {
            return false;
        }

        if (!_twins.TryGetValue(address, out IedSlave? twin))
        {
            // Its events are not of the truth: they are the same changes of the same contacts, seen once more.
            Ied device = new(address, _station, new WallClock(_station.Agenda.Now, first.Ied.Shown, 0), first.Ied.Plant);
            _twins[address] = twin = CreateSlave(device, first.TurnRound + TimeSpan.FromMilliseconds(0.4));
        }

        if (on != Line.Stations.Contains(twin))
        {
            (on ? (Action<IBusStation>)Line.Add : Line.Remove)(twin);
        }

        return true;
    }

    private IedSlave CreateSlave(Ied ied, TimeSpan turnRound) => new(new IedFirmware(ied), turnRound, _chance, Present);

    private void Present(TimeSpan at) => _station.Agenda.AdvanceTo(Origin + at);

    /// <summary>
    /// The plant's next thing and the line's are taken in the order of time. An order of the time line comes back here: then we are there
    /// already.
    /// </summary>
    private bool Advance(TimeSpan until, bool stopAtArrival)
    {
        if (IsAdvancing)
        {
            return false;
        }

        IsAdvancing = true;
        try
        {
            while (_station.Agenda.Next - Origin is { } due && due <= until)
            {
                if (Move(due, stopAtArrival))
                {
                    return true;
                }

                Present(due);
            }

            if (Move(until, stopAtArrival))
            {
                return true;
            }

            Present(until);
            return false;
        }
        finally
        {
            IsAdvancing = false;
        }
    }

    private bool Move(TimeSpan until, bool stopAtArrival)
    {
        if (stopAtArrival)
        {
            return Line.AdvanceToArrival(until);
        }

        Line.AdvanceTo(until);
        return false;
    }
}
