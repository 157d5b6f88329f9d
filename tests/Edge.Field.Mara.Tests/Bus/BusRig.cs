using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Inputs;
using Edge.Field.Mara.Bus;
using Edge.Field.Time;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>
/// Eleven IEDs on a bus, their master, and a slow journal, all in one thread of virtual time. The journal is a list and a checkpoint that
/// change together, as one transaction changes the real one.
/// </summary>
internal sealed class BusRig
{
    public static readonly DateTimeOffset Begin = new(2026, 7, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly Dictionary<int, QualityState> _qualities = [];
    private readonly MaraBusOptions _options;
    private readonly Profile _profile;
    private readonly IFieldBus _port;
    private Scan? _offered;
    private DateTimeOffset _committed;

    private readonly TimeZoneInfo _zone;

    // The port, if it is not that of the scripted bus, is made of the clock and of what it calls whenever time has passed.
    public BusRig(
        MaraBusOptions? options = null, DateTimeOffset? begin = null, string? zone = null,
        Func<FakeTimeProvider, Action, IFieldBus>? port = null, Profile? profile = null)
    {
        Clock = new FakeTimeProvider(begin ?? Begin);
        _zone = zone is null ? Station.Zone : TimeZoneInfo.FindSystemTimeZoneById(zone);
        _options = options ?? Options;
        _profile = profile ?? Profile;
        Ieds = [.. Enumerable.Range(2, 11).Select(a => new ScriptedIed(a))];
        Bus = new ScriptedBus(Clock, Ieds) { Passed = () => Commit() };
        _port = port?.Invoke(Clock, () => Commit()) ?? Bus;
        Master = Start();
    }

    /// <summary>No set-time, no Sync and no mask, so that only polls are on the bus.</summary>
    public static MaraBusOptions Options { get; } = new()
    {
        Device = "bus",
        SetTimePeriod = TimeSpan.Zero,
        SyncPeriod = TimeSpan.Zero,
        Mask = new InputMaskOptions { Events = 0 },
    };

    /// <summary>The concentrator with 3 + 4 words, and behind it addresses 2 to 12 with 1 + 2 words each.</summary>
    public static Profile Profile { get; } = Station.Profile with
    {
        Ieds =
        [
            new IedDefinition(1, 1, 1, 6, 3, 4, "COMaster"),
            .. Enumerable.Range(2, 11).Select(a => new IedDefinition(a, a, a, 6, 1, 2, $"Alimentador {a}")),
        ],
        Digitals =
        [
            new DigitalPoint("DOOR", "Puerta", new MaraInput(0, 1, 1, 0, 6), false, 1, null),
            .. Enumerable.Range(2, 11).Select(
                a => new DigitalPoint($"B{a}", $"Interruptor {a}", new MaraInput(0, a, 3 + a - 1, 0, 0), false, 2, 1)),
        ],
        Analogs =
        [
            .. Enumerable.Range(2, 11).Select(a =>
                new AnalogPoint($"P{a}", "", "kW", new MaraChannel(0, a, 4 + ((a - 2) * 2) + 1, 0), 2, 0.5, null, null, 0)),
            .. Enumerable.Range(2, 11).Select(a =>
                new AnalogPoint($"Q{a}", "", "kvar", new MaraChannel(0, a, 4 + ((a - 2) * 2) + 2, 1), 2, null, null, null, 0)),
        ],
    };

    public FakeTimeProvider Clock { get; }

    public ScriptedIed[] Ieds { get; }

    public ScriptedBus Bus { get; }

    public MaraBusMaster Master { get; private set; }

    public ImageNotes Image { get; } = new();

    public Notes<MaraBusDriver> Notes { get; } = new();

    /// <summary>How far the gateway's clock has been stepped.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>How long the disk takes.</summary>
    public TimeSpan Disk { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether the journal cannot be written now.</summary>
    public bool JournalFails { get; set; }

    public List<FieldEvent> Journal { get; } = [];

    public List<DeviceStatistic> Statistics { get; } = [];

    public List<FieldDeviceHealth> Health { get; } = [];

    public List<FieldFailure> Failures { get; } = [];

    public byte[]? Checkpoint { get; private set; }

    public int Scans { get; private set; }

    public ScriptedIed Ied(int address) => Ieds[address - 2];

    /// <summary>The state of a tag in the pipeline.</summary>
    public QualityState Quality(string tag) => _qualities.GetValueOrDefault(PointOf(tag), QualityState.NotYetRead);

    /// <summary>The numbers of the digital events of an IED that are in the journal.</summary>
    public IEnumerable<int> Numbers(int address) => Journal
        .Where(e => e.Kind == FieldEventKind.State && e.IedAddress == address)
        .Select(e => (int)((e.Time - new DateTimeOffset(2026, 7, 1, 11, 0, 0, TimeSpan.Zero)).Ticks * 32 / TimeSpan.TicksPerSecond));

    public int Polls(int address) => Bus.Asked.Count(a => a == address);

    public void Run(TimeSpan time)
    {
        DateTimeOffset end = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < end)
        {
            BusRest rest = Master.Step();
            if (Commit())
            {
                continue; // woken
            }

            long now = Clock.GetTimestamp();
            if (rest.Until > now)
            {
                TimeSpan wait = rest.Until == long.MaxValue ? end - Clock.GetUtcNow() : TimeSpan.FromTicks(rest.Until - now);
                wait = Min(wait, end - Clock.GetUtcNow());
                wait = _offered is not null && _committed > Clock.GetUtcNow() ? Min(wait, _committed - Clock.GetUtcNow()) : wait;
                Clock.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.FromTicks(1));
                _ = Commit();
            }
        }
    }

    public bool RunUntil(Func<bool> condition, TimeSpan longest)
    {
        for (DateTimeOffset end = Clock.GetUtcNow() + longest; Clock.GetUtcNow() < end;)
        {
            if (condition())
            {
                return true;
            }

            Run(TimeSpan.FromMilliseconds(1));
        }

        return condition();
    }

    /// <summary>The gateway is killed and starts again with the content of the journal.</summary>
    /// <param name="afterCommit">Whether a commit that was under way had reached the disk.</param>
    public void Crash(bool afterCommit = false)
    {
        if (afterCommit && _offered is { } scan)
        {
            Keep(scan);
        }

        _offered = null;
        Master = Start();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static int PointOf(string tag)
    {
        int digital = Profile.Digitals.ToList().FindIndex(d => d.Tag == tag);
        return digital >= 0 ? digital : Profile.Digitals.Length + Profile.Analogs.ToList().FindIndex(a => a.Tag == tag);
    }

    // The field loop and the pipeline: reads a scan, journals it, acknowledges it.
    private bool Commit()
    {
        if (_offered is null && Master.Gathering.TryTake(out PollResult result))
        {
            if (result.Failure is { } failure)
            {
                Failures.Add(failure);
            }

            (_offered, _committed) = (result.Scan, Clock.GetUtcNow() + Disk);
        }

        if (_offered is { } scan && Clock.GetUtcNow() >= _committed && !JournalFails)
        {
            Keep(scan);
            _offered = null;
            Master.Gathering.Acknowledge();
            return true;
        }

        return false;
    }

    private void Keep(Scan scan)
    {
        Scans++;
        Journal.AddRange(scan.Events);
        Statistics.AddRange(scan.Statistics.Span);
        Health.AddRange(scan.Devices);
        Assert.InRange(scan.Checkpoint.Length, 1, DeviceCheckpoint.MaximumLength);
        Checkpoint = scan.Checkpoint.ToArray();
        foreach (Reading reading in scan.Readings.Span)
        {
            _qualities[reading.Point] = reading.Quality;
        }
    }

    private MaraBusMaster Start()
    {
        var clock = new SteppedClock(Clock, () => Step);
        var station = new StationClock(_zone, clock);
        MaraBusIed[] ieds = MaraBusIeds.Of(_options, _profile, station);
        var master = new MaraBusMaster(_options, ieds, _port, station, Image, clock, Notes);
        if (Checkpoint is not null)
        {
            Assert.True(MaraBusCheckpoint.TryRead(Checkpoint, out ulong count, ieds));
            master.Gathering.Count = count;
        }

        return master;
    }

    /// <summary>Keeps what each IED was last shown to be.</summary>
    internal sealed class ImageNotes : IStationImage
    {
        public Dictionary<int, (byte[] Variables, byte[] Digitals, byte[] Analogs)> Shown { get; } = [];

        public int TimesLost { get; private set; }

        public void Update(
            int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs) =>
            Shown[address] = (systemVariables.ToArray(), digitals.ToArray(), analogs.ToArray());

        public void Lost(int comaster) => TimesLost++;
    }
}
