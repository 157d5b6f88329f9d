using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Bus;

/// <summary>
/// The bus itself: who speaks when, what everybody hears, what collides. Pure logic over explicit time, so that an hour of it runs in
/// seconds and a thread with a pty can drive the same code in real time. Instants count from the beginning of the line and never go back.
/// Not safe for several threads at once.
/// </summary>
/// <remarks>
/// A byte occupies ten bits (8N1). It is heard when its stop bit is over. Bytes of different speakers that overlap are garbled for
/// all of them, and so is a byte of a station while the master's transceiver sends, if the line knows that.
/// </remarks>
public sealed partial class BusLine
{
    private const int BitsPerByte = 10;

    private readonly int _baud;
    private readonly bool _echo;
    private readonly Chance _chance;
    private readonly BusMeter _meter = new();
    private readonly List<Utterance> _speaking = [];
    private readonly Queue<byte> _toSend = new();
    private readonly Queue<byte> _noise = new();
    private readonly Queue<(TimeSpan At, byte Value)> _arrived = new();
    private IBusStation[] _stations = [];
    private TimeSpan? _questionEnd;
    private TimeSpan _masterStop;
    private TimeSpan _lastStationByte;
    private TimeSpan? _driverSince;
    private TimeSpan _driverUntil = TimeSpan.MinValue;

    public BusLine(BusLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Baud, 300, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Baud, 115_200, nameof(options));
        (_baud, _echo, _chance) = (options.Baud, options.Echo, new Chance(options.Seed));
    }

    /// <summary>The instant that the line has reached.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Who is on the bus beside its master.</summary>
    public IReadOnlyList<IBusStation> Stations => _stations;

    /// <summary>When the stop bit of the master's last byte is over, or was.</summary>
    public TimeSpan MasterSilentAt => Speaking(UtteranceKind.Master) is { } master ? master.EndAfter(_toSend.Count) : _masterStop;

    /// <summary>The share of bytes that is garbled by chance, 0 to 1.</summary>
    public double GarbleShare { get; set; }

    /// <summary>Whether noise is on the line now.</summary>
    public bool IsNoisy => Speaking(UtteranceKind.Noise) is not null;

    /// <summary>When something happens next if nobody gives an order, or null: then only the master can begin.</summary>
    public TimeSpan? NextEvent
    {
        get
        {
            TimeSpan next = TimeSpan.MaxValue;
            foreach (Utterance utterance in _speaking)
            {
                next = utterance.ByteEnd < next ? utterance.ByteEnd : next;
            }

            foreach (IBusStation station in _stations)
            {
                next = station.Speaks is { } at && at < next ? at : next;
            }

            return next == TimeSpan.MaxValue ? null : next < Now ? Now : next;
        }
    }

    /// <summary>How long a number of bytes takes; worked out anew each time, so that no rounding adds up.</summary>
    public static TimeSpan Bytes(long count, int baud) => new(count * BitsPerByte * TimeSpan.TicksPerSecond / baud);

    /// <summary>Puts a station on the bus.</summary>
    public void Add(IBusStation station) => _stations = [.. _stations, station];

    /// <summary>Takes it off.</summary>
    public void Remove(IBusStation station) => _stations = [.. _stations.Where(one => one != station)];

    /// <summary>The master writes. Its bytes go out behind those that it wrote before.</summary>
    /// <param name="bytes">What it writes.</param>
    /// <param name="at">When; an instant that has passed counts as now.</param>
    public void MasterSends(ReadOnlySpan<byte> bytes, TimeSpan at)
    {
        AdvanceTo(at);
        foreach (byte value in bytes)
        {
            _toSend.Enqueue(value);
        }

        if (Speaking(UtteranceKind.Master) is null && _toSend.TryDequeue(out byte first))
        {
            _meter.Question();
            _speaking.Add(new Utterance(null, UtteranceKind.Master, Now, _baud) { Current = first });
        }
    }

    /// <summary>Bytes by nobody, from now on, at the line's pace.</summary>
    public void Noise(int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            _noise.Enqueue((byte)(_chance.Die(256) - 1));
        }

        if (!IsNoisy && _noise.TryDequeue(out byte first))
        {
            _speaking.Add(new Utterance(null, UtteranceKind.Noise, Now, _baud) { Current = first });
        }
    }

    /// <summary>The master has taken the bus.</summary>
    public void DriverOn(TimeSpan at)
    {
        AdvanceTo(at);
        _driverSince = at;

        // Told late, it cannot spoil what has arrived already, but it is written down.
        if (_lastStationByte > at)
        {
            _meter.Collision(new BusCollision(Now, "station", "driver"));
        }
    }

    /// <summary>The master has let go of the bus.</summary>
    public void DriverOff(TimeSpan at)
    {
        AdvanceTo(at);
        if (_driverSince is not null)
        {
            (_driverSince, _driverUntil) = (null, at);
            _meter.Released(at - MasterSilentAt);
        }
    }

    /// <summary>Lets everything happen until an instant, that included.</summary>
    public void AdvanceTo(TimeSpan until)
    {
        while (Step(until))
        {
            // Until nothing more is due.
        }
    }

    /// <summary>Lets everything happen until a byte arrives at the master, or until an instant.</summary>
    /// <returns>Whether a byte waits to be read.</returns>
    public bool AdvanceToArrival(TimeSpan limit)
    {
        while (_arrived.Count == 0 && Step(limit))
        {
            // Until nothing more is due.
        }

        return _arrived.Count > 0;
    }

    /// <summary>Takes what has arrived at the master.</summary>
    /// <param name="until">Not what arrives later.</param>
    /// <param name="buffer">Room for it.</param>
    /// <returns>How many bytes.</returns>
    public int TryReadArrived(TimeSpan until, Span<byte> buffer)
    {
        AdvanceTo(until);
        int count = 0;
        while (count < buffer.Length && _arrived.TryPeek(out (TimeSpan At, byte Value) next) && next.At <= until)
        {
            buffer[count++] = next.Value;
            _arrived.Dequeue();
        }

        return count;
    }

    /// <summary>What it measured.</summary>
    public BusStatistics Statistics() => _meter.Statistics(Now, _baud);

    /// <summary>Measures anew from now on.</summary>
    public void ResetStatistics() => _meter.Reset(Now);
}
