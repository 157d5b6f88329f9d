using System.Buffers.Binary;
using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>
/// The local inputs of the box as the concentrator's own IED 1 (Mara 1.4 §1). Each bank of digital inputs has a thread that waits for
/// edges, so that none is missed while the journal is slow; a poll returns the collected events. Failed chips are tried again indefinitely;
/// the others continue.
/// </summary>
public sealed class LocalIoDriver : ITakesProfiles
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
    private readonly LocalLoops _loops;
    private readonly List<Reading> _readings = [];
    private readonly byte[] _checkpoint = new byte[CheckpointLength];

    private LocalPoints _points;
    private byte[] _digitalWords;
    private byte[] _analogWords;
    private Reading[] _scanned = [];
    private (bool IsKnown, string? Reason) _reportedHealth;
    private bool? _synchronised;
    private bool _started;
    private bool _offered;
    private long _batch;

    /// <summary>Creates the driver; no line is claimed and nothing is sent before the first poll.</summary>
    /// <remarks>Seven parameters: hardware, state and image of the box, and what each driver needs.</remarks>
    /// <param name="options">The wiring, checked when the configuration was read.</param>
    /// <param name="profile">The points: those of address 0 and 1 of the concentrator are read here.</param>
    /// <param name="hardware">The lines and buses of the box.</param>
    /// <param name="box">The state of the box.</param>
    /// <param name="image">The station image for control centres, or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Each failure is logged once.</param>
    public LocalIoDriver(
        LocalIoOptions options, Profile profile, ILocalHardware hardware, IBoxState box, IStationImage? image, TimeProvider time,
        ILogger<LocalIoDriver> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _box, _image, _time, _logger) = (options, box, image, time, logger);
        _points = new LocalPoints(profile, options.Comaster);
        _id = profile.Concentrator(options.Comaster).Id;
        _inputs = new LocalInputs(options, _points, box, time, logger);
        _analogs = new LocalAnalogs(options, _points);
        _loops = new LocalLoops(
            options,
            [.. BanksOf(options, hardware, time).Select(b => new BankUnit(b, _inputs, options, time, logger))],
            [.. options.Converters.Select(c => new ConverterUnit(c, hardware, _analogs, options, time, logger))],
            time);
        _digitalWords = new byte[_points.ImageDigitalWords * 2];
        _analogWords = new byte[_points.ImageAnalogWords * 2];

        // With the counter no checkpoint is ever written twice, not even by the next process.
        BinaryPrimitives.WriteInt64LittleEndian(_checkpoint, time.GetUtcNow().UtcTicks);
    }

    /// <inheritdoc/>
    public string Device => _options.Device;

    /// <summary>Whether the first poll starts the loops; false where a test calls <see cref="StepAsync"/> itself.</summary>
    internal bool RunsLoops { get; init; } = true;

    /// <inheritdoc/>
    /// <remarks>The first one opens everything and converts each analogue input once; the later ones return at once.</remarks>
    public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_loops.IsStopped, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_started)
        {
            _started = true;
            if (_points.NotWired(_options) is { Length: > 0 } points)
            {
                Log.LocalPointsNotWired(_logger, Device, points);
            }

            await StepAsync(cancellationToken).ConfigureAwait(false);
            if (RunsLoops)
            {
                _loops.Start();
            }
        }

        if (_loops.Bug is { } bug)
        {
            throw new InvalidOperationException($"{Device}: a loop over the local inputs ended.", bug);
        }

        return new PollResult(CreateScan(_time.GetUtcNow()));
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
    /// <remarks>Lines, filters and waiting events stay as they are: an input has no memory that could be read again.</remarks>
    public ValueTask<bool> TryUseAsync(Profile profile)
    {
        ObjectDisposedException.ThrowIf(_loops.IsStopped, this);
        LocalPoints points = new(profile, _options.Comaster);
        _inputs.Use(points);
        _analogs.Use(points);
        (_points, _reportedHealth) = (points, default);
        _digitalWords = new byte[points.ImageDigitalWords * 2];
        _analogWords = new byte[points.ImageAnalogWords * 2];
        if (_started && points.NotWired(_options) is { Length: > 0 } tags)
        {
            Log.LocalPointsNotWired(_logger, Device, tags);
        }

        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _loops.DisposeAsync();

    /// <summary>One step of each unit, in place of the loops.</summary>
    internal ValueTask StepAsync(CancellationToken cancellationToken) => _loops.StepAsync(cancellationToken);

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

    private Scan CreateScan(DateTimeOffset now)
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
        if (_scanned.Length != _readings.Count)
        {
            _scanned = new Reading[_readings.Count];
        }

        _readings.CopyTo(_scanned);
        UpdateImage();
        return new Scan
        {
            Device = Device,
            Time = now,
            Readings = _scanned,
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

    // Mara 1.4 §6, last line: of the concentrator's byte 0 only bits 0–2 and 6 have a meaning.
    private void UpdateImage()
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
        string? reason = _loops.Reason;
        if (_reportedHealth == (true, reason))
        {
            return [];
        }

        _reportedHealth = (true, reason);
        return [new FieldDeviceHealth(_id.ToString(), reason is null, reason)];
    }
}
