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
/// Masters an RS-485 bus in the place of a COMaster. A thread of its own asks the IEDs in turn; it waits for the journal only when no IED
/// is left whose last answer is in it. A poll of the driver takes what was gathered since the last one. How every event comes exactly once:
/// ADR 0005.
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

    /// <summary>
    /// Makes the driver; nothing is asked before the first poll. It has eight parameters because everything that the gateway lends to a bus
    /// comes in here.
    /// </summary>
    /// <param name="options">How the bus is polled.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="bus">The bus; the driver disposes of it.</param>
    /// <param name="checkpoint">What the journal kept for this device (<see cref="ICheckpoints.GetCheckpoint"/>), or null.</param>
    /// <param name="image">Where each answer is shown as it stood on the wire, or null.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Gets what is unusual, each once. Failures of the whole bus are for the caller to log.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the profile has not the IEDs that it names.</exception>
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

    /// <summary>Checks whether a bus could be mastered with a profile, without its port.</summary>
    /// <param name="options">How the bus is polled.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the profile has not the IEDs that it names.</exception>
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
    /// Waits until something was gathered: half of the IEDs that answer, or at once what should not wait. Its memory stays as it is until
    /// <see cref="Acknowledge"/>, while the thread of the bus goes on. One caller at a time.
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

        // What was not sent by then is never sent: the thread of the bus finds it answered.
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
            // Nothing that happens on the line is an exception. This is a bug, so the next poll throws it.
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
