using Edge.Domain;
using Edge.Field.Mara.Bus;
using Edge.Field.Time;
using Edge.Formulas;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Energy;
using Edge.Pipeline.Loop;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// The whole path of an energy in virtual time: the plant, the firmware of five IEDs, the bus byte by byte, the gateway's master, its
/// pipeline with the book of energies, its journal on the disk. The gateway can be killed at any moment and finds what its journal holds.
/// </summary>
internal sealed class EnergySite : IDisposable
{
    private const double FeederPulse = 0.5;
    private const double TransformerPulse = 1.0;

    // Feeders 1, 7 and 4 (with an address whose lower five bits are those of feeder 7), a transformer, both lines.
    private static readonly (int Address, int Plant, double Pulse)[] s_ieds =
        [(2, 2, FeederPulse), (8, 8, FeederPulse), (40, 5, FeederPulse), (10, 10, TransformerPulse), (12, 12, TransformerPulse)];

    private static readonly Profile s_profile = Station.Profile with
    {
        Ieds = [.. s_ieds.Select((ied, i) => new IedDefinition(i + 1, ied.Address, ied.Address, 6, 1, 2, $"IED {ied.Address}"))],
        Digitals = [.. s_ieds.Select(
            (ied, i) => new DigitalPoint($"B{ied.Address}", "", new MaraInput(0, ied.Address, i, 0, 0), false, 2, 1))],
        Analogs = [.. s_ieds.SelectMany((ied, i) => Enumerable.Range(0, 2).Select(channel => new AnalogPoint(
            $"E{ied.Address}.{channel}", "", "kW", new MaraChannel(0, ied.Address, (2 * i) + channel, channel), 2, ied.Pulse, null, null,
            0)))],
    };

    private readonly TemporaryFolder _directory = new();
    private readonly TimeZoneInfo _zone;
    private readonly MaraBusOptions _options;
    private readonly SimulatedPort _port;
    private SqliteJournal _journal = null!;
    private PipelineLoop _pipeline = null!;
    private MaraBusMaster _master = null!;
    private CancellationTokenSource _stop = null!;
    private Task _loop = null!;
    private Death? _death;

    /// <param name="zone">The substation's zone.</param>
    /// <param name="begin">When the plant and the gateway begin, a whole second.</param>
    /// <param name="drift">How much too fast every clock of an IED is, in parts per million; null: each as it comes.</param>
    /// <param name="options">How the master polls. Default: a round each 30 s, which makes a day cheap and leaves no IED with a full
    /// stack.</param>
    public EnergySite(string zone, DateTimeOffset begin, double? drift = null, MaraBusOptions? options = null)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        _options = options ?? new MaraBusOptions { Device = "bus", PollPeriod = TimeSpan.FromSeconds(30) };
        Clock = new FakeTimeProvider(begin);
        Plant = new Substation(begin, new PlantOptions { TimeZone = _zone });
        Meter = new PlantMeter(Plant, [.. s_ieds.SelectMany(ied => Wired(Plant.Grid, ied.Plant))]);
        var setup = new BusSetup
        {
            Ieds = [.. s_ieds.Select(i => new IedSetup { Address = i.Address, Plant = i.Plant, DriftPpm = drift })],
        };
        Bus = new SimulatedBus(setup, Plant, _zone);
        _port = new SimulatedPort(Bus, Clock, () => { });
        Start();
    }

    /// <summary>How the gateway is killed when the next events are handed over.</summary>
    public enum Death
    {
        /// <summary>Before the pipeline has them.</summary>
        BeforeCommit,

        /// <summary>When they are on the disk and the master does not know it yet.</summary>
        AfterCommit,
    }

    /// <summary>Each channel: its IED, its number, its place in the meter, and what a pulse of it is worth.</summary>
    public static IReadOnlyList<(int Ied, int Channel, int Index, double Pulse)> Channels { get; } =
        [.. s_ieds.SelectMany((ied, i) => Enumerable.Range(0, 2).Select(channel => (ied.Address, channel, (2 * i) + channel, ied.Pulse)))];

    public FakeTimeProvider Clock { get; }

    public Substation Plant { get; }

    public SimulatedBus Bus { get; }

    public PlantMeter Meter { get; }

    public Notes<MaraBusDriver> Notes { get; } = new();

    /// <summary>Whether the port of the bus is unplugged.</summary>
    public bool Unplugged
    {
        set => _port.Unplugged = value;
    }

    public IedSlave Ied(int address) => Bus.Find(address)!;

    /// <summary>Lets time pass until a moment.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        while (Clock.GetUtcNow() < end)
        {
            BusRest rest = _master.Step();
            if (Keep())
            {
                continue;
            }

            TimeSpan wait = rest.Until == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromTicks(rest.Until - Clock.GetTimestamp());
            if (wait > TimeSpan.Zero)
            {
                TimeSpan left = end - Clock.GetUtcNow();
                Clock.Advance(wait < left ? wait : left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1));
            }
        }
    }

    /// <summary>The gateway is killed at the next scan with events, at this step of journaling them, and starts again.</summary>
    public void DieAtTheNextEvents(Death death) => _death = death;

    /// <summary>The gateway is killed now, and starts again after some time in which the IEDs are not polled.</summary>
    public void DieFor(TimeSpan down)
    {
        Stop();
        Clock.Advance(down);
        Start();
    }

    /// <summary>All that is in the journal, in its order.</summary>
    public List<FieldEvent> Journaled()
    {
        Stop();
        Start();
        List<FieldEvent> events = [];
        for (long after = 0; _journal.Read(after, 1000) is { Length: > 0 } page; after = page[^1].Seq)
        {
            events.AddRange(page.Where(r => r.Event is not null).Select(r => r.Event!.Value));
        }

        return events;
    }

    public void Dispose()
    {
        Stop();
        _port.Dispose();
        _directory.Dispose();
    }

    // As "ET Los Álamos" is wired (docs/firmware-sim.md): a feeder and a transformer have kW and kvar, the last IED the kW of both lines.
    private static PowerChannel[] Wired(Grid grid, int plant) => plant switch
    {
        12 => [grid.LineActive[0], grid.LineActive[1]],
        >= 10 => [grid.TransformerActive[plant - 10], grid.TransformerReactive[plant - 10]],
        _ => [grid.FeederActive[plant - 2], grid.FeederReactive[plant - 2]],
    };

    // The loop of the field: what the master gathered goes into the journal, and only then is acknowledged.
    private bool Keep()
    {
        if (!_master.Gathering.TryTake(out PollResult result))
        {
            return false;
        }

        if (result.Scan is not { } scan)
        {
            Wait(_pipeline.ReportFailureAsync(_options.Device, result.Failure!, _stop.Token).AsTask());
            return false;
        }

        Death? death = scan.Events.IsEmpty ? null : _death;
        if (death != Death.BeforeCommit)
        {
            Assert.True(Wait(_pipeline.SubmitAsync(scan, _stop.Token).AsTask()), "The journal did not take a scan.");
        }

        if (death is null)
        {
            _master.Gathering.Acknowledge();
            return true;
        }

        _death = null;
        Stop();
        Start();
        return true;
    }

    private void Start()
    {
        _journal = SqliteJournal.Open(
            new JournalOptions { Path = _directory.At("journal.db") }, Clock, NullLogger<SqliteJournal>.Instance);
        MaraBusIed[] ieds = MaraBusIeds.Of(_options, s_profile, new StationClock(_zone, Clock));
        _pipeline = new PipelineLoop(
            s_profile, FormulaEngine.Build(s_profile), _journal,
            [
                new DeviceSource
                {
                    Device = _options.Device,
                    Points = [.. ieds.SelectMany(i => i.Map.Points)],
                    MaximumAge = _options.MaximumAge,
                },
            ], Clock, NullLogger<PipelineLoop>.Instance, new EnergyBook(new EnergyBookOptions { Zone = _zone }));
        _stop = new CancellationTokenSource();
        _loop = _pipeline.RunAsync(_stop.Token);
        _master = new MaraBusMaster(_options, ieds, _port, new StationClock(_zone, Clock), null, Clock, Notes);
        if (_journal.GetCheckpoint(_options.Device) is { } mark)
        {
            Assert.True(MaraBusCheckpoint.TryRead(mark.Span, out ulong count, ieds));
            _master.Gathering.Count = count;
        }
    }

    private void Stop()
    {
        _stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Wait(_loop));
        _stop.Dispose();
        Wait(_journal.DisposeAsync().AsTask());
    }

    // One thread drives everything here; only the pipeline has its own turn, and is waited for. No synchronisation context to block.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
