using Edge.Field.Bus;
using Edge.Field.Time;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The master of a bus. It only schedules: broadcasts first, then questions that are passed through, then polls in turn (Mara 1.4 §2, §7;
/// ADR 0005). Each of these has its own type, as has the processing of an answer. Runs on the thread of the bus, one step at a time;
/// allocates nothing as long as only values change.
/// </summary>
internal sealed class MaraBusMaster
{
    private static readonly TimeSpan s_beforeSync = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _clock;
    private readonly MaraBusTurns _turns;
    private readonly MaraBusHealth _health;
    private readonly MaraBusFailures _failures;
    private readonly MaraBusExchange _exchange;
    private readonly MaraEventIntake _events;
    private readonly MaraBusClock _time;
    private readonly MaraBusPollTask _poll;
    private readonly MaraBusPassThroughTask _passThrough;
    private readonly Func<MaraBusIed, bool> _canAskNext;
    private bool _started;

    /// <summary>Creates the master; nothing is asked before the first <see cref="Step"/>.</summary>
    /// <remarks>Seven parameters: the parts of the bus are created here, from what the driver provides.</remarks>
    public MaraBusMaster(
        MaraBusOptions options, MaraBusIed[] ieds, IFieldBus bus, StationClock station, IStationImage? image, TimeProvider clock,
        ILogger logger)
    {
        _clock = clock;
        Gathering = new MaraBusGathering(options.Device, ieds, clock);
        PassThrough = new MaraBusPassThrough(options, ieds, clock);
        _time = new MaraBusClock(options, bus, station, clock, logger);
        _turns = new MaraBusTurns(ieds, options.PollPeriod, clock);
        MaraLateAnswers late = new(options.Device, ieds, options.AnswerTimeout, clock, logger);
        _exchange = new MaraBusExchange(bus, options.AnswerTimeout, ieds.Length, late, clock);

        MaraBusValues values = new(Gathering, image, options.Comaster);
        _failures = new MaraBusFailures(bus.Name, Gathering, values, clock);
        _health = new MaraBusHealth(Gathering, values, new MaraLineQuality(options.Device, ieds.Length, logger), clock, logger);
        _events = new MaraEventIntake(Gathering, options.Mask, clock, logger);
        MaraVariablesIntake variables = new(Gathering, options.SkewLimit, _time.WantTime, clock, logger);
        MaraAnswerIntake intake = new(Gathering, values, _health, _events, variables, logger);

        _poll = new MaraBusPollTask(_exchange, intake, _health, _turns, _failures, Gathering, clock);
        _passThrough = new MaraBusPassThroughTask(_exchange, intake, _turns, _time, _failures, Gathering, clock);
        _canAskNext = Gathering.CanAskNext;
    }

    /// <summary>The source of scans.</summary>
    public MaraBusGathering Gathering { get; }

    /// <summary>The queue of the control centres' questions.</summary>
    public MaraBusPassThrough PassThrough { get; }

    /// <summary>Executes one step: a broadcast, a question that is passed through, or a poll.</summary>
    /// <returns>How long the thread may sleep before the next step.</returns>
    public BusRest Step()
    {
        long now = _clock.GetTimestamp();
        if (now < _failures.PortRestsUntil)
        {
            return new BusRest(_failures.PortRestsUntil, false);
        }

        Start(now);
        _events.Unmask();
        if (_time.TrySend(out BusResult sent))
        {
            _ = _failures.PortWorks(sent);
            return default;
        }

        // A question that is passed through needs a new sequence: otherwise the IED would repeat an earlier answer.
        if (!PassThrough.IsEmpty && PassThrough.Dequeue(_canAskNext) is { } question)
        {
            _passThrough.Execute(question);
            return default;
        }

        return PollNext(now);
    }

    private BusRest PollNext(long now)
    {
        MaraBusIed? ied;
        long next;
        lock (Gathering.Gate)
        {
            ied = _turns.Choose(now, out next);
        }

        if (ied is null)
        {
            Gathering.Offer();
            next = Math.Min(next, Math.Min(_time.NextCheck, _events.NextUnmask(now)));
            return new BusRest(next, next == _time.SyncStart);
        }

        if (_time.SyncStart - now < _exchange.Expected(ied) + _clock.Units(s_beforeSync))
        {
            Gathering.Offer();
            return new BusRest(_time.SyncStart, true);
        }

        _poll.Execute(ied);
        return default;
    }

    private void Start(long now)
    {
        if (!_started)
        {
            _started = true;
            _turns.Start(now);
            _health.Start();
        }
    }
}
