using System.Collections.Immutable;
using System.Threading.Channels;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Alarms;
using Edge.Pipeline.Energy;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>
/// The one loop that handles all scans, and the only writer of the journal. It applies each scan to the tag table, recomputes the elements
/// that depend on the changed points, writes the journal in one transaction, and only then lets the driver acknowledge the device.
/// Publishers see the result on the <see cref="LiveBoard"/>. Only this loop decides when a value is stale, so a driver that hangs cannot
/// keep a value fresh.
/// </summary>
public sealed partial class PipelineLoop
{
    /// <summary>How often the loop checks the age of the values; the watchdog relies on it.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>After so many failed polls in a row the values of a device are stale.</summary>
    private const int FailuresUntilStale = 2;

    private readonly LiveState _live;
    private readonly ScanWriter _writer;
    private readonly LiveBoard _board;
    private readonly Dictionary<string, DeviceState> _devices = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger<PipelineLoop> _logger;
    private readonly Channel<Message> _inbox;
    private readonly ClockWatch _clock;
    private readonly EnergyWatch? _energies;
    private readonly PointAlarms _alarms;
    private readonly Func<DateTimeOffset, ImmutableArray<FieldEvent>, DeviceCheckpoint, bool> _writeAlarms;
    private readonly Dictionary<(DeviceId Device, string Name), double> _statistics;
    private long _iterations;

    /// <summary>Makes the loop; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <remarks>Nine parameters: the loop creates its parts itself, so it needs what each of them needs.</remarks>
    /// <param name="profile">The substation.</param>
    /// <param name="engine">Its formulas; from here on only the loop may use them.</param>
    /// <param name="journal">Stores everything; the loop is its only writer.</param>
    /// <param name="devices">The devices of the configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs each failure once.</param>
    /// <param name="energies">
    /// Checks the energies; from here on only the loop may use it, and fills it from the journal. Null: they are not checked.
    /// </param>
    /// <param name="predecessor">
    /// The paused loop of the former profile (<see cref="PauseAsync"/>): its tags, links and energies are copied, and its watchers of the
    /// journal move to this loop. <paramref name="energies"/> is then ignored. Null: the loop starts without a state.
    /// </param>
    /// <param name="clock">Whether the clock is right; from here on only the loop may use it. Null: it counts as right.</param>
    public PipelineLoop(
        Profile profile, FormulaEngine engine, IJournal journal, IReadOnlyList<DeviceSource> devices, TimeProvider time,
        ILogger<PipelineLoop> logger, EnergyBook? energies = null, PipelineLoop? predecessor = null, ClockWatch? clock = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _logger = logger;
        _live = new LiveState(profile, engine, journal.GetElements(), time.GetUtcNow(), predecessor?._live);
        _board = new LiveBoard(
            _live.Table.Points.Length, profile.Elements.Length, devices.Select(d => d.Device), time.GetUtcNow(), predecessor?._board);
        _clock = clock ?? new ClockWatch(new TrustedClock(), time, logger);
        _board.Update(_clock.State, _clock.IsChecked);
        _writer = new ScanWriter(journal, _live, _board, _clock, logger);
        _writeAlarms = _writer.WriteFindings;
        _inbox = Channel.CreateBounded<Message>(new BoundedChannelOptions(Math.Max(16, devices.Count * 2)) { SingleReader = true });
        for (int i = 0; i < devices.Count; i++)
        {
            (DeviceSource of, TagTable table) = (devices[i], _live.Table);
            _devices.Add(of.Device, new DeviceState(
                i, of, _board.Links[i], new StateWatch(profile, of, table, time), new StepWatch(profile, of, table, time)));
        }

        _energies = predecessor is not null ? predecessor._energies?.ContinueWith(UpSince)
            : energies is null ? null : new EnergyWatch(energies, journal, UpSince, time, logger);
        _alarms = new PointAlarms(profile, journal, time, predecessor?._alarms);
        _statistics = predecessor?._statistics ?? [];
        if (predecessor is not null)
        {
            CopyLinks(predecessor, profile);
        }

        _live.Publish(_board);
    }

    /// <summary>Where publishers see the result.</summary>
    public LiveBoard Board => _board;

    /// <summary>How many messages the loop has handled: at least one per <see cref="CheckInterval"/>, else it hangs.</summary>
    public long Iterations => Interlocked.Read(ref _iterations);

    /// <summary>Submits a scan, and waits until the loop has handled it. Scans of other devices may come first.</summary>
    /// <param name="scan">What the field reported; borrowed until this returns.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <returns>True: the journal has it, acknowledge it. False: the journal does not; submit the same scan again later.</returns>
    public async ValueTask<bool> SubmitAsync(Scan scan, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inbox.Writer.WriteAsync(new Message(scan.Device, scan, null, kept, null), cancellationToken).ConfigureAwait(false);
        return await kept.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports a failed poll.</summary>
    /// <param name="device">Its name in the configuration.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="cancellationToken">The stop.</param>
    public ValueTask ReportFailureAsync(string device, FieldFailure failure, CancellationToken cancellationToken) =>
        _inbox.Writer.WriteAsync(new Message(device, null, failure, null, null), cancellationToken);

    /// <summary>Runs until it is stopped, or until <see cref="PauseAsync"/>.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using DeviceStatisticGauges statistics = new(_statistics);
        _energies?.Restore();
        _writer.WriteSamples(_time.GetUtcNow());

        // An empty message that does not fit into a full inbox is not needed: the loop has work anyway.
        using ITimer timer = _time.CreateTimer(_ => _inbox.Writer.TryWrite(default), null, CheckInterval, CheckInterval);
        while (true)
        {
            Message message = await _inbox.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (message.Pauses)
            {
                return;
            }

            CheckClock();
            if (message.Scan is { } scan)
            {
                bool kept = Apply(_devices[message.Device], in scan);
                statistics.Update(in scan);
                _ = message.Kept!.TrySetResult(kept);
                _live.Publish(_board);
            }
            else if (message.Failure is { } failure)
            {
                ApplyFailure(_devices[message.Device], failure);
            }
            else if (message.Operator is { } request)
            {
                _ = request.Answer.TrySetResult(Execute(request));
                _live.Publish(_board);
            }

            CheckAges();
            _energies?.WriteOverdue(_writer);
            _alarms.Write(_writeAlarms);
            _ = Interlocked.Increment(ref _iterations);
        }
    }

    private bool Apply(DeviceState device, in Scan scan)
    {
        if (device.Applied != scan.Number)
        {
            _live.Apply(in scan);
            _alarms.Evaluate(_live, scan.Time);
            device.Answered(in scan, _time);
            device.Applied = scan.Number;
            device.Findings = (_energies?.Add(in scan) ?? []).AddRange(device.Find(in scan, _live));
            bool changed = !device.Health.Up || !scan.Devices.IsEmpty;
            device.Health = device.Health with
            {
                Up = true,
                Since = device.Health.Up ? device.Health.Since : scan.Time,
                LastAnswer = scan.Time,
                Reason = null,
                Detail = null,
                Silent = device.Silent,
            };
            _board.Update(device.Index, device.Health, notify: changed);
        }

        return _writer.Write(in scan, device.Findings, device.Source.HasTimeOfGateway);
    }

    /// <summary>Writes the journal first, then applies: an operator sees only what a restart restores.</summary>
    private ElementAnswer Execute(OperatorMessage message)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (now >= message.Expires)
        {
            return new(ElementOutcome.Expired, ElementRefusal.TooLate, "The request expired before it was executed.");
        }

        ElementAnswer answer = _live.Operator.Evaluate(message.Request, now, out ImmutableArray<ElementState> states);
        foreach (ElementState next in states)
        {
            if (!_writer.Write(in next))
            {
                return new(
                    ElementOutcome.NotKept, ElementRefusal.JournalFailed,
                    $"The journal cannot be written, nothing more was changed: {_writer.Failure}");
            }

            _live.Apply(in next);
            _writer.WriteShown(now);
            Log.OperatorDid(_logger, next.Who!, next.Action, next.Tag, next.Attribute, next.Value);
        }

        return answer;
    }

    private void ApplyFailure(DeviceState device, FieldFailure failure)
    {
        device.Failures++;
        SetDown(device, ReasonOf(failure.Kind), failure.Detail);
        if (device.Failures >= FailuresUntilStale)
        {
            MakeStale(device, failure.Detail);
        }
    }

    // Before anything else of a message is written: the finding stands before what is no longer marked.
    private void CheckClock()
    {
        if (_clock.Check())
        {
            _board.Update(_clock.State, _clock.IsChecked);
        }

        if (!_clock.Unwritten.IsEmpty && _writer.WriteEvents(_time.GetUtcNow(), _clock.Unwritten))
        {
            _clock.ClearUnwritten();
        }
    }

    private void CheckAges()
    {
        foreach (DeviceState device in _devices.Values)
        {
            if (device.Fresh && _time.GetElapsedTime(device.AnsweredAt) > device.Source.MaximumAge)
            {
                (LinkReason reason, string detail) = _writer.Failure is { } failure
                    ? (LinkReason.JournalFailed, $"it is not polled while the journal cannot be written: {failure}")
                    : (device.Health.Reason ?? LinkReason.NoAnswer,
                        device.Health.Detail ?? $"no answer for more than {device.Source.MaximumAge.TotalSeconds:0.#} s");
                SetDown(device, reason, detail);
                MakeStale(device, detail);
            }
        }
    }

    private DateTimeOffset? UpSince(string device) =>
        _devices.TryGetValue(device, out DeviceState? state) && state.Health.Up ? state.Health.Since : null;

    private static LinkReason ReasonOf(FieldFailureKind kind) => kind switch
    {
        FieldFailureKind.TimedOut => LinkReason.TimedOut,
        FieldFailureKind.BadFrame => LinkReason.BadFrame,
        FieldFailureKind.Refused => LinkReason.Refused,
        FieldFailureKind.LinkDown => LinkReason.LinkDown,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of failure."),
    };

    private void SetDown(DeviceState device, LinkReason reason, string detail)
    {
        if (device.Health.Up || device.Health.Reason != reason || device.Health.Detail != detail)
        {
            device.Health = device.Health with
            {
                Up = false,
                Since = device.Health.Up ? _time.GetUtcNow() : device.Health.Since,
                Reason = reason,
                Detail = detail,
            };
            _board.Update(device.Index, device.Health, notify: true);
        }
    }

    private void MakeStale(DeviceState device, string reason)
    {
        if (!device.Fresh)
        {
            return;
        }

        device.Fresh = false;
        int count = _live.MarkLinkDown(device.Source.Points, _time.GetUtcNow());
        Log.DeviceStale(_logger, device.Source.Device, count, reason.TrimEnd('.'));
        _writer.WriteSamples(_time.GetUtcNow());
        _live.Publish(_board);
    }

    private readonly record struct Message(
        string Device, Scan? Scan, FieldFailure? Failure, TaskCompletionSource<bool>? Kept, OperatorMessage? Operator)
    {
        /// <summary>Whether the loop pauses here, with all earlier messages handled.</summary>
        public bool Pauses { get; init; }
    }

    private sealed record OperatorMessage(ElementRequest Request, DateTimeOffset Expires, TaskCompletionSource<ElementAnswer> Answer);
}
