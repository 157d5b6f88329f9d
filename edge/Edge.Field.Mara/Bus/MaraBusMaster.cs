using Edge.Field.Bus;
using Edge.Field.Inputs;
using Edge.Field.Time;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>How long the thread of a bus may rest.</summary>
/// <param name="Until">In timestamps of the clock, or earlier when it is woken; 0: not at all.</param>
/// <param name="Exactly">Whether it must then go on at once, to the fraction of a millisecond.</param>
internal readonly record struct BusRest(long Until, bool Exactly);

/// <summary>
/// The master of a pair: whom it asks next, with which sequence, and what it makes of the answers (Mara 1.4 §2, §4–7; ADR 0005). Whoever was
/// not asked for the longest time is next; an IED is only asked its next sequence when its last answer is in the journal, and the others are asked
/// meanwhile. Runs on the one thread of the bus, a step at a time; nothing is allocated while nothing but values changes.
/// </summary>
internal sealed partial class MaraBusMaster
{
    /// <summary>So many polls in a row without an answer mark an IED (Mara 1.4 §6).</summary>
    public const int MissesUntilDead = 5;

    private const int MissesUntilStale = 2;
    private const int MostMalformed = 3;
    private const int MostExtras = 4;

    // All dead IEDs together take this share of the time on the wire; the promise is 2 %.
    private const double ShareOfTheDead = 0.015;

    /// <summary>An answer waits at most so long for others before it is handed over.</summary>
    public static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_allDeadPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_portPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_beforeSync = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_failurePause = TimeSpan.FromSeconds(1);

    private readonly MaraBusOptions _options;
    private readonly IFieldBus _bus;
    private readonly IStationImage? _image;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly MaraBusIed[] _ieds;
    private readonly MaraBusGathering _gathering;
    private readonly MaraBusClock _time;
    private readonly MaraBusPassThrough _passThrough;
    private readonly InputMask _mask;
    private readonly MaraAnswerFinder _finder = new();
    private readonly byte[] _question = new byte[MaraFrame.MaximumLength];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];

    private bool _begun;
    private long _turn;
    private long _round;
    private long _roundBegan;
    private bool _lastWasExtra;
    private long _deadNotBefore;
    private bool _portFailed;
    private long _portRestsUntil;
    private long _failToldAt;
    private bool _everFailed;

    /// <summary>Makes the master; nothing is asked before the first <see cref="Step"/>.</summary>
    public MaraBusMaster(
        MaraBusOptions options, MaraBusIed[] ieds, IFieldBus bus, StationClock station, IStationImage? image, TimeProvider clock, ILogger logger)
    {
        (_options, _ieds, _bus, _image, _clock, _logger) = (options, ieds, bus, image, clock, logger);
        _gathering = new MaraBusGathering(options.Device, ieds);
        _time = new MaraBusClock(options, bus, station, clock, logger);
        _passThrough = new MaraBusPassThrough(options, ieds, clock);
        _mask = new InputMask(options.Mask);
        _canAsk = CanAskNext;
    }

    private readonly Func<MaraBusIed, bool> _canAsk;

    /// <summary>Where scans are taken from.</summary>
    public MaraBusGathering Gathering => _gathering;

    /// <summary>Where control centres put questions.</summary>
    public MaraBusPassThrough PassThrough => _passThrough;

    /// <summary>Called on the thread of the bus when there is something to take.</summary>
    public Action Ready { get; set; } = () => { };

    /// <summary>Does one thing: a broadcast, a question that is passed through, or a poll.</summary>
    /// <returns>How long the thread may rest before the next step.</returns>
    public BusRest Step()
    {
        long now = _clock.GetTimestamp();
        if (now < _portRestsUntil)
        {
            return new BusRest(_portRestsUntil, false);
        }

        Begin(now);
        Unmask();
        if (_time.TryTell(out BusResult told))
        {
            _ = PortWorks(told);
            return default;
        }

        if (!_passThrough.IsEmpty && _passThrough.Take(_canAsk) is { } question)
        {
            PassThroughOne(question);
            return default;
        }

        MaraBusIed? ied = Choose(now, out long next);
        if (ied is null)
        {
            OfferWhatThereIs();
            next = Math.Min(next, Math.Min(_time.NextLook, LookAtMasks(now)));
            return new BusRest(next, next == _time.SyncStart);
        }

        if (_time.SyncStart - now < Expected(ied) + Units(s_beforeSync))
        {
            OfferWhatThereIs();
            return new BusRest(_time.SyncStart, true);
        }

        Poll(ied);
        return default;
    }

    // Those whose checkpoint says that they do not answer are told so again: the health of devices does not outlive a restart.
    private void Begin(long now)
    {
        if (_begun)
        {
            return;
        }

        (_begun, _roundBegan) = (true, now);
        lock (_gathering.Gate)
        {
            foreach (MaraBusIed ied in _ieds)
            {
                if (ied.Dead)
                {
                    _gathering.Filling.Touch(now, _clock.GetUtcNow());
                    TellHealth(ied, false);
                }
            }
        }
    }

    // A question that is passed through uses a sequence that no poll has used: the answer to an earlier question with it would come instead.
    private bool CanAskNext(MaraBusIed ied)
    {
        lock (_gathering.Gate)
        {
            return ied.Place == AnswerPlace.Journaled && !ied.AskedBefore;
        }
    }

    private long Expected(MaraBusIed ied) => ied.Duration != 0 && ied.Misses == 0
        ? ied.Duration + (ied.Duration / 4)
        : Units(_options.AnswerTimeout + (_bus.ByteTime * (MaraFrame.MaximumLength + MaraFrame.MinimumLength)));

    private void OfferWhatThereIs()
    {
        bool any;
        lock (_gathering.Gate)
        {
            any = !_gathering.Filling.IsEmpty;
            _gathering.SetReady();
        }

        if (any)
        {
            Ready();
        }
    }

    // Half of those who answer, or at once what should not wait: so the pair goes on while the journal commits.
    private void OfferIfDue(long now)
    {
        bool due;
        lock (_gathering.Gate)
        {
            int alive = 0;
            foreach (MaraBusIed ied in _ieds)
            {
                alive += ied.Dead ? 0 : 1;
            }

            MaraBusBatch batch = _gathering.Filling;
            due = !batch.IsEmpty && (batch.Urgent || batch.Answers >= (alive + 1) / 2 || now - batch.Since >= Units(LongestGathering));
            if (due)
            {
                _gathering.SetReady();
            }
        }

        if (due)
        {
            Ready();
        }
    }

    private long Units(TimeSpan time) => (long)(time.Ticks * (double)_clock.TimestampFrequency / TimeSpan.TicksPerSecond);
}
