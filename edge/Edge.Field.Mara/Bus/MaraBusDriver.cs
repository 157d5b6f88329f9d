using System.Collections.Immutable;
using System.Threading.Tasks.Sources;
using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The master of an RS-485 bus, in the place of a COMaster. Its thread polls the IEDs in turn; it waits for the journal only when the last
/// answer of no IED is journaled. A poll of the driver returns the answers since the last one. ADR 0005 describes how each event is
/// journaled exactly once.
/// </summary>
public sealed class MaraBusDriver : IPacesItself, ITakesOrders, IFieldPassThrough, IValueTaskSource<PollResult>
{
    private readonly MaraBusOptions _options;
    private readonly IFieldBus _bus;
    private readonly TimeProvider _clock;
    private readonly MaraBusMaster _master;
    private readonly MaraBusRest _rest;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _handover = new();

    private ManualResetValueTaskSourceCore<PollResult> _waiter = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private bool _waiting;
    private Exception? _bug;
    private Thread? _thread;
    private volatile bool _stop;

    /// <summary>Creates the driver; nothing is asked before the first poll.</summary>
    /// <remarks>Eight parameters: the driver creates its parts itself, so it needs what each of them needs.</remarks>
    /// <param name="options">The options of the bus.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="bus">The bus; the driver disposes of it.</param>
    /// <param name="checkpoint">The checkpoint of this device in the journal (<see cref="ICheckpoints.GetCheckpoint"/>), or null.</param>
    /// <param name="image">The station image, or null.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives each unusual condition once. The caller logs failures of the whole bus.</param>
    /// <exception cref="ArgumentException">An option is not valid, or one of its IEDs is not in the profile.</exception>
    public MaraBusDriver(
        MaraBusOptions options, Profile profile, TimeZoneInfo zone, IFieldBus bus, ReadOnlyMemory<byte>? checkpoint, IStationImage? image,
        TimeProvider clock, ILogger<MaraBusDriver> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        StationClock station = new(zone, clock);
        MaraBusIed[] ieds = MaraBusIeds.Of(options, profile, station);
        (_options, _bus, _clock) = (options, bus, clock);
        Addresses = [.. ieds.Select(i => (int)i.Address.Value)];
        Points = [.. ieds.SelectMany(i => i.Map.Points)];
        _master = new MaraBusMaster(options, ieds, bus, station, image, clock, logger);
        _master.Gathering.Ready = HandOver;
        _rest = new MaraBusRest(clock);
        if (checkpoint is { } kept && !Resume(kept.Span, ieds))
        {
            Log.CheckpointUnreadable(logger, options.Device, kept.Length);
        }
    }

    /// <summary>Checks the options with a profile, without opening the port.</summary>
    /// <param name="options">The options of the bus.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentException">An option is not valid, or one of its IEDs is not in the profile.</exception>
    public static void Check(MaraBusOptions options, Profile profile, TimeZoneInfo zone, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(profile);
        options.Validate();
        _ = MaraBusIeds.Of(options, profile, new StationClock(zone, clock));
    }

    /// <inheritdoc/>
    public string Device => _options.Device;

    /// <summary>The points of the IEDs of this bus, as indices into the tag table.</summary>
    public ImmutableArray<int> Points { get; }

    /// <summary>The addresses of its IEDs, in the order of the profile.</summary>
    public ImmutableArray<int> Addresses { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// Waits for the answers of half of the IEDs that answer; an urgent event does not wait. The memory of the scan does not change until
    /// <see cref="Acknowledge"/>, while the thread of the bus continues. One caller at a time.
    /// </remarks>
    public ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stop, this);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_handover)
        {
            if (_waiting)
            {
                throw new InvalidOperationException("The driver is polled already.");
            }

            if (_bug is not null)
            {
                return ValueTask.FromException<PollResult>(_bug);
            }

            Start();
            if (_master.Gathering.TryTake(out PollResult result))
            {
                return new ValueTask<PollResult>(result);
            }

            _waiter.Reset();
            _waiting = true;
            _cancellation = cancellationToken.UnsafeRegister(static (driver, token) => ((MaraBusDriver)driver!).Cancel(token), this);
            return new ValueTask<PollResult>(this, _waiter.Version);
        }
    }

    /// <inheritdoc/>
    public void Acknowledge()
    {
        _master.Gathering.Acknowledge();
        if (!_stop)
        {
            _rest.Wake();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!MaraBusPassThrough.TrySplit(command, data.Span, out byte[] first, out byte[] second))
        {
            return await AskOnceAsync(command, data, cancellationToken).ConfigureAwait(false);
        }

        PassThroughAnswer begin = await AskOnceAsync(command, first, cancellationToken).ConfigureAwait(false);
        if (begin.Outcome != PassThroughOutcome.Answered)
        {
            return begin;
        }

        PassThroughAnswer end = await AskOnceAsync(command, second, cancellationToken).ConfigureAwait(false);
        return end.Outcome == PassThroughOutcome.Answered ? PassThroughAnswer.Of((byte[])[.. begin.Data.Span, .. end.Data.Span]) : end;
    }

    /// <inheritdoc/>
    public async ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!MaraOrders.TryRead(order, _options.Comaster, out MaraControl control))
        {
            return MaraOrders.NoSuchOutput(order);
        }

        PassThroughQuestion? question = _master.PassThrough.EnqueueOrder(control, order.Expires, out PassThroughAnswer refusal);
        return MaraOrders.Of(control, await AnswerAsync(question, refusal, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        PassThroughQuestion? question = _master.PassThrough.EnqueueTime(local, out PassThroughAnswer refusal);
        return await AnswerAsync(question, refusal, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop)
        {
            return;
        }

        _stop = true;
        _rest.Wake();
        if (_thread is not null)
        {
            await _ended.Task.ConfigureAwait(false);
        }

        _master.PassThrough.Close("The gateway stops.");
        Cancel(new CancellationToken(true));
        _rest.Dispose();
        _bus.Dispose();
    }

    PollResult IValueTaskSource<PollResult>.GetResult(short token)
    {
        _ = _cancellation.Unregister();
        return _waiter.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<PollResult>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<PollResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);

    private bool Resume(ReadOnlySpan<byte> kept, MaraBusIed[] ieds)
    {
        bool understood = MaraBusCheckpoint.TryRead(kept, out ulong count, ieds);
        _master.Gathering.Count = count;
        return understood;
    }

    private async ValueTask<PassThroughAnswer> AskOnceAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        PassThroughQuestion? question = _master.PassThrough.Enqueue(command, data.Span, out PassThroughAnswer refusal);
        return await AnswerAsync(question, refusal, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<PassThroughAnswer> AnswerAsync(
        PassThroughQuestion? question, PassThroughAnswer refusal, CancellationToken cancellationToken)
    {
        if (question is null)
        {
            return refusal;
        }

        // A question that was not sent by then is never sent: the thread of the bus sees that it is answered.
        _rest.Wake();
        using CancellationTokenSource late = new(question.Patience + _options.AnswerTimeout, _clock);
        using CancellationTokenRegistration patience = late.Token.UnsafeRegister(
            static q => ((PassThroughQuestion)q!).Answer.TrySetResult(
                PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, "The bus did not answer in time.")), question);
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(
            static (q, token) => ((PassThroughQuestion)q!).Answer.TrySetCanceled(token), question);
        return await question.Answer.Task.ConfigureAwait(false);
    }

    private void Start()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = $"bus {_options.Device}" };
            _thread.Start();
        }
    }

    private void Run()
    {
        try
        {
            _bus.PrepareThread();
            while (!_stop)
            {
                BusRest rest = _master.Step();
                if (!_stop)
                {
                    _rest.For(rest);
                }
            }
        }
        catch (Exception e)
        {
            // Failures of the line are not exceptions. This is a bug, so the next poll throws it.
            lock (_handover)
            {
                _bug = e;
                if (_waiting)
                {
                    _waiting = false;
                    _waiter.SetException(e);
                }
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void HandOver()
    {
        lock (_handover)
        {
            if (_waiting && _master.Gathering.TryTake(out PollResult result))
            {
                _waiting = false;
                _waiter.SetResult(result);
            }
        }
    }

    private void Cancel(CancellationToken token)
    {
        lock (_handover)
        {
            if (_waiting)
            {
                _waiting = false;
                _waiter.SetException(new OperationCanceledException(token));
            }
        }
    }
}
