using Edge.Protocols.Mara;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Firmware;

/// <summary>How the concentrator behaves.</summary>
public sealed record ComasterOptions
{
    /// <summary>Its own address. Default 1.</summary>
    public byte Address { get; init; } = 1;

    /// <summary>How far its clock is off until the centre sets it. Default 0.</summary>
    public TimeSpan ClockError { get; init; }

    /// <summary>The IEDs behind it, 17 at most: that is what the answer to a poll has room for. Default: 2 to 12.</summary>
    public IReadOnlyList<IedSetup> Ieds { get; init; } = IedSetup.All;

    /// <summary>How many events it keeps for the centre. Default 2000.</summary>
    public int QueueCapacity { get; init; } = 2000;

    /// <summary>
    /// Whether a new connection makes it forget its last answer. Default no: the protocol knows no connections, so the first SEC
    /// of a new one repeats or acknowledges like any other. With yes, events that were sent and not acknowledged are sent again.
    /// </summary>
    public bool ForgetSequenceOnConnect { get; init; }
}

/// <summary>The concentrator's firmware: answers the centre for itself and for the IEDs behind it (Mara 1.4 §2–7).</summary>
public sealed class Comaster : IMaraSlave
{
    /// <summary>IEDs for which the answer to a poll has room, one event included.</summary>
    public const int MostIeds = 17;

    private readonly Substation _station;
    private readonly ComasterOptions _options;
    private readonly EventQueue _queue;
    private readonly BusMaster _bus;
    private readonly RetryBuffer _retry = new();
    private readonly ComasterService _service;
    private readonly IedFirmware[] _programs;
    private int _carried;
    private int _restarts = 1;
    private SystemBits _cause = SystemBits.NotWatchdog;

    public Comaster(Substation station, ComasterOptions options, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(options);
        (_station, _options) = (station, options);
        DateTimeOffset now = station.Agenda.Now;
        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime + options.ClockError;
        Clock = new WallClock(now, local, 0);
        _queue = new EventQueue(options.QueueCapacity);
        _queue.Recorded += Log.Add;
        _queue.Add(EventRecord.System(StationMap.Comaster, Restart.Code, Restart.Whole | Restart.PowerOn, Clock.Read(now)));

        Ieds = [.. options.Ieds.Select(setup => setup.Create(station, local))];
        _programs = [.. Ieds.Select(ied => new IedFirmware(ied))];
        foreach (Ied ied in Ieds)
        {
            ied.Recorded += Log.Add;
        }

        _bus = new BusMaster(station.Agenda, Clock, Ieds, _queue);
        _service = new ComasterService(this, station, _bus, _programs);
        station.Board.Changed += change =>
        {
            if (change.Contact.Ied == StationMap.Comaster)
            {
                _queue.Add(EventRecord.Digital(
                    StationMap.Comaster, change.Contact.Port, change.Contact.Bit, change.State, Clock.Read(change.Time)));
            }
        };
    }

    /// <summary>Its address.</summary>
    public byte Address => _options.Address;

    /// <summary>What its clock shows.</summary>
    public DateTime Shown => Clock.Read(_station.Agenda.Now);

    /// <summary>Whether it asks nobody and is a bridge (command 3F).</summary>
    public bool Stopped => _bus.Stopped;

    /// <summary>The programs of its IEDs, by address.</summary>
    internal IReadOnlyList<IedFirmware> Programs => _programs;

    /// <summary>What it and its IEDs recorded.</summary>
    public EventLog Log { get; } = new();

    /// <summary>Its clock.</summary>
    public WallClock Clock { get; }

    /// <summary>The IEDs behind it, by address.</summary>
    public IReadOnlyList<Ied> Ieds { get; }

    /// <summary>What it knows of them.</summary>
    public IReadOnlyList<BusMaster.Image> Images => _bus.Images;

    /// <summary>How many events wait for the centre, those on their way included.</summary>
    public int Waiting => _queue.Count;

    /// <summary>How many of its own events found its queue full.</summary>
    public int Dropped => _queue.Dropped;

    /// <summary>How many new polls it has answered; repetitions do not count.</summary>
    public long Polls { get; private set; }

    /// <inheritdoc/>
    public void CentreConnected()
    {
        if (_options.ForgetSequenceOnConnect)
        {
            _retry.Forget();
            _carried = 0;
        }
    }

    /// <inheritdoc/>
    public Reaction Handle(MaraFrame request, Span<byte> answer, out int length)
    {
        length = 0;
        if (request.Destination != MaraFrame.Broadcast && request.Destination != _options.Address)
        {
            return _bus.Stopped ? Bridge(request, answer, out length) : Reaction.Silence;
        }

        if (request.Command is MaraCommand.SetTime or MaraCommand.Sync)
        {
            Obey(request);
            return Reaction.Silence;
        }

        if (request.Destination == MaraFrame.Broadcast
            || (request.Command is not (MaraCommand.Poll or MaraCommand.ReadTime or MaraCommand.Restart)
                && !_service.Understands(request)))
        {
            return Reaction.Silence;
        }

        if (_retry.TryRepeat(request.Sequence, answer, out length))
        {
            return Reaction.Answer;
        }

        _queue.Release(_carried);
        _carried = 0;
        return Answer(request, answer, out length);
    }

    private Reaction Answer(MaraFrame request, Span<byte> answer, out int length)
    {
        Span<byte> data = stackalloc byte[MaraFrame.MaximumData];
        bool restart = false;
        int used;
        switch (request.Command)
        {
            case MaraCommand.Poll:
                Polls++;
                used = WriteState(data);
                break;
            case MaraCommand.ReadTime:
                TimeBytes.Write(data, Clock.Read(_station.Agenda.Now));
                used = TimeBytes.Length;
                break;
            case MaraCommand.Restart:
                restart = MaraRestart.TryParse(request.Data, out _);
                used = data.Put(new MaraRestartAnswer(Refused: !restart));
                break;
            default:
                used = _service.Answer(request, data);
                break;
        }

        length = MaraFrame.Write(answer, request.Source, _options.Address, request.Sequence, request.Command, data[..used]);
        _retry.Keep(request.Sequence, answer[..length]);
        if (restart)
        {
            RestartNow();
            return Reaction.AnswerAndClose;
        }

        return Reaction.Answer;
    }

    /// <summary>
    /// The scan is stopped: what is for an IED goes to the bus as it is, and its answer comes back so (Mara 1.4 §3, 3F).
    /// </summary>
    private Reaction Bridge(MaraFrame request, Span<byte> answer, out int length)
    {
        length = 0;
        if (_service.Find(request.Destination) is not { Ied.Connected: true } program
            || !program.Handle(request, answer, out length))
        {
            return Reaction.Silence;
        }

        program.AnswerSent();
        return Reaction.Answer;
    }

    private void Obey(MaraFrame request)
    {
        DateTimeOffset now = _station.Agenda.Now;
        if (request.Command == MaraCommand.Sync)
        {
            Clock.Align(now);
        }
        else if (TimeBytes.TryRead(request.Data, out DateTime local))
        {
            Clock.Set(now, local);
            _bus.SendTime();
        }
    }

    /// <summary><c>nSV sv… nDI di… nAI ai… nEV events…</c>, each n counting itself (Mara 1.4 §4).</summary>
    private int WriteState(Span<byte> data)
    {
        SectionWriter sections = new(data);
        sections.Begin();
        WriteOwnSystemVariables(sections.Take(SystemVariables.Length));
        foreach (BusMaster.Image image in _bus.Images)
        {
            image.WriteSystemVariables(sections.Take(SystemVariables.Length));
        }

        sections.End();
        sections.Begin();
        WriteDigitals(ref sections);
        sections.End();
        sections.Begin();
        WriteAnalogs(ref sections);
        sections.End();
        sections.Begin();
        _carried = _queue.Peek(sections.Rest);
        sections.Take(_carried * EventRecord.Length);
        sections.End();
        return sections.Length;
    }

    private void WriteDigitals(ref SectionWriter sections)
    {
        for (int port = 0; port < StationMap.ComasterPorts; port++)
        {
            sections.Word(_service.Digital(_station.Board.Word(StationMap.Comaster, port)));
        }

        foreach (BusMaster.Image image in _bus.Images)
        {
            sections.Word(_service.Digital(image.Digitals));
        }
    }

    private void WriteAnalogs(ref SectionWriter sections)
    {
        sections.Word(Transducer(_station.Grid.Bar33, StationMap.Bar33Scale));
        sections.Word(Transducer(_station.Grid.BarA, StationMap.Bar13Scale));
        sections.Word(Transducer(_station.Grid.BarB, StationMap.Bar13Scale));
        sections.Word(Transducer(_station.Auxiliaries.Battery, StationMap.BatteryScale));
        foreach (BusMaster.Image image in _bus.Images)
        {
            sections.Word(_service.Analog(image.First));
            sections.Word(_service.Analog(image.Second));
        }
    }

    internal void WriteOwnSystemVariables(Span<byte> six) =>
        SystemVariables.Write(six, _cause | (Clock.HasTime ? SystemBits.HasTime : 0), _restarts, 0);

    private ushort Transducer(double value, double scale) =>
        _service.Analog((ushort)Math.Clamp(Math.Round(value / scale), 0, 0x0FFF));

    /// <summary>A restart by order comes through the watchdog: memory is lost, the registers of the IEDs are not.</summary>
    private void RestartNow()
    {
        _queue.Clear();
        _carried = 0;
        _retry.Forget();
        _service.Restart();
        Clock.LoseTime();
        _restarts = _restarts + 1 & 0xFF;
        _cause = SystemBits.NotBrownOut | SystemBits.NotPowerOn;
        DateTime local = Clock.Read(_station.Agenda.Now);
        _queue.Add(EventRecord.System(StationMap.Comaster, Restart.Code, Restart.Whole | Restart.Watchdog, local));
        _bus.Prime();
    }
}
