using System.Buffers.Binary;
using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>
/// The local inputs of the box as the concentrator's own IED 1 (Mara 1.4 §1). Each bank of digital inputs has a thread that waits for
/// edges, so that nothing is missed while the journal is slow; a poll takes what they have gathered. Chips that fail are tried again
/// indefinitely; the others go on.
/// </summary>
public sealed partial class LocalIoDriver : ITakesProfiles
{
    private const int CheckpointLength = 16;

    private readonly LocalIoOptions _options;
    private readonly IBoxState _box;
    private readonly IStationImage? _image;
    private readonly DeviceId _id;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalIoDriver> _logger;
    private readonly LocalInputs _inputs;
    private readonly LocalAnalogs _analogs;
    private readonly BankUnit[] _banks;
    private readonly ConverterUnit[] _converters;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];
    private readonly List<Reading> _readings = [];
    private readonly bool _runs;
    private readonly byte[] _checkpoint = new byte[CheckpointLength];

    private LocalPoints _points;
    private byte[] _digitalWords;
    private byte[] _analogWords;
    private Task _converting = Task.CompletedTask;
    private Reading[] _handed = [];
    private volatile Exception? _bug;
    private string? _toldReason;
    private bool _told;
    private bool? _synchronised;
    private bool _started;
    private bool _offered;
    private long _batch;

    /// <summary>Makes the driver; no line is taken and nothing is sent before the first poll.</summary>
    /// <param name="options">What is wired where, checked when the configuration was read.</param>
    /// <param name="profile">The points: those of address 0 and 1 of the concentrator are read here.</param>
    /// <param name="hardware">The lines and buses of the box.</param>
    /// <param name="box">What the box knows of itself.</param>
    /// <param name="image">Where IED 1 is shown to control centres, or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Gets failures, each once.</param>
    public LocalIoDriver(
        LocalIoOptions options, Profile profile, ILocalHardware hardware, IBoxState box, IStationImage? image, TimeProvider time,
        ILogger<LocalIoDriver> logger)
        : this(options, profile, hardware, box, image, time, logger, runs: true)
    {
    }

    internal LocalIoDriver(
        LocalIoOptions options, Profile profile, ILocalHardware hardware, IBoxState box, IStationImage? image, TimeProvider time,
        ILogger<LocalIoDriver> logger, bool runs)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _box, _image, _time, _logger, _runs) = (options, box, image, time, logger, runs);
        _points = new LocalPoints(profile, options.Comaster);
        _id = profile.Concentrator(options.Comaster).Id;
        _inputs = new LocalInputs(options, _points, box, time, logger);
        _analogs = new LocalAnalogs(options, _points);
        _banks = [.. BanksOf(options, hardware, time).Select(b => new BankUnit(b, _inputs, options, time, logger))];
        _converters = [.. options.Converters.Select(c => new ConverterUnit(c, hardware, _analogs, options, time, logger))];
        _digitalWords = new byte[_points.ImageDigitalWords * 2];
        _analogWords = new byte[_points.ImageAnalogWords * 2];

        // With the counter behind it no checkpoint is ever written twice, not by the next process either.
        BinaryPrimitives.WriteInt64LittleEndian(_checkpoint, time.GetUtcNow().UtcTicks);
    }

    /// <inheritdoc/>
    public string Device => _options.Device;

    /// <inheritdoc/>
    /// <remarks>The first one opens everything and converts each analogue input once; the later ones return at once.</remarks>
    public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_started)
        {
            _started = true;
            if (_points.NotWired(_options) is { Length: > 0 } points)
            {
                Log.LocalPointsNotWired(_logger, Device, points);
            }

            await StepAsync(cancellationToken).ConfigureAwait(false);
            Start();
        }

        if (_bug is { } bug)
        {
            throw new InvalidOperationException($"{Device}: a loop over the local inputs ended.", bug);
        }

        return new PollResult(Take(_time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public void Acknowledge()
    {
        if (_offered)
        {
            _offered = false;
            _inputs.Acknowledge();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Lines, filters and the events that wait stay as they are: an input has no memory of its own to be asked again.</remarks>
    public ValueTask<bool> TryUseAsync(Profile profile)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        LocalPoints points = new(profile, _options.Comaster);
        _inputs.Use(points);
        _analogs.Use(points);
        (_points, _told) = (points, false);
        _digitalWords = new byte[points.ImageDigitalWords * 2];
        _analogWords = new byte[points.ImageAnalogWords * 2];
        if (_started && points.NotWired(_options) is { Length: > 0 } tags)
        {
            Log.LocalPointsNotWired(_logger, Device, tags);
        }

        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        await _converting.ConfigureAwait(false);
        foreach (LocalUnit unit in _banks.Concat<LocalUnit>(_converters))
        {
            unit.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>One turn of everything, in place of the threads.</summary>
    internal async ValueTask StepAsync(CancellationToken cancellationToken)
    {
        foreach (BankUnit bank in _banks)
        {
            _ = bank.Step();
        }

        foreach (ConverterUnit converter in _converters)
        {
            await converter.StepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<InputBank> BanksOf(LocalIoOptions options, ILocalHardware hardware, TimeProvider time)
    {
        ILookup<string, LocalDigitalInput> byChip = options.Inputs.ToLookup(i => i.Chip, StringComparer.Ordinal);
        foreach (Mcp23017Options expander in options.Expanders)
        {
            if (byChip.Contains(expander.Name))
            {
                yield return new Mcp23017Bank(hardware, expander, [.. byChip[expander.Name]], time, Thread.Sleep);
            }
        }

        foreach (IGrouping<string, LocalDigitalInput> chip in byChip.Where(g => options.Expanders.All(e => e.Name != g.Key)))
        {
            foreach (IGrouping<LinePull, LocalDigitalInput> lines in chip.GroupBy(i => i.Pull))
            {
                yield return new GpioBank(hardware, chip.Key, lines.Key, [.. lines]);
            }
        }
    }

    private Scan Take(DateTimeOffset now)
    {
        CheckClock();
        FieldEvents events = _inputs.Offer(out bool moreWaiting);
        if (!events.IsEmpty && !_offered)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_checkpoint.AsSpan(8), ++_batch);
        }

        _offered = !events.IsEmpty;
        _readings.Clear();
        _inputs.Read(_readings);
        _analogs.Read(_readings);
        if (_handed.Length != _readings.Count)
        {
            _handed = new Reading[_readings.Count];
        }

        _readings.CopyTo(_handed);
        Show();
        return new Scan
        {
            Device = Device,
            Time = now,
            Readings = _handed,
            Events = events,
            MoreWaiting = moreWaiting,
            Devices = ChangedHealth(),
            Checkpoint = events.IsEmpty ? default : _checkpoint,
        };
    }

    private void CheckClock()
    {
        bool synchronised = _box.ClockSynchronised;
        if (synchronised != _synchronised)
        {
            _synchronised = synchronised;
            if (synchronised)
            {
                Log.LocalClockRight(_logger, Device);
            }
            else
            {
                Log.LocalClockOff(_logger, Device);
            }
        }
    }

    // Mara 1.4 §6, last line: of the concentrator's byte 0 only bits 0–2 and 6 mean something.
    private void Show()
    {
        if (_image is null)
        {
            return;
        }

        Span<byte> variables = stackalloc byte[MaraSystemVariables.Length];
        MaraStatusBits status = _box.RestartCause | (_synchronised == true ? MaraStatusBits.TimeSet : MaraStatusBits.None);
        new MaraSystemVariables(status, 0, 0, 0, 0).Write(variables);
        _inputs.Write(_digitalWords);
        _analogs.Write(_analogWords);
        _image.Update(_options.Comaster, MaraAddress.Concentrator.Value, variables, _digitalWords, _analogWords);
    }

    private ImmutableArray<FieldDeviceHealth> ChangedHealth()
    {
        string[] reasons = [.. _banks.Concat<LocalUnit>(_converters).Select(u => u.Reason).OfType<string>()];
        string? reason = reasons.Length == 0 ? null : string.Join(" ", reasons);
        if (_told && reason == _toldReason)
        {
            return [];
        }

        (_told, _toldReason) = (true, reason);
        return [new FieldDeviceHealth(_id.ToString(), reason is null, reason)];
    }
}
