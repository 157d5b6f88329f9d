using System.Device.Gpio;
using Edge.Field.Links;
using Edge.Field.Serial;
using Edge.Field.Taps;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Bus;

/// <summary>
/// An RS-485 bus on a serial port of this box. The port is opened when the bus is created, and again automatically after a failure. During
/// the back-off each call returns <see cref="BusOutcome.PortFailed"/> immediately, so the caller must limit its rate. A late answer to an
/// earlier question may arrive behind the next one: the finder should take only frames of the slave that was asked, and the rest counts as
/// noise.
/// </summary>
public sealed partial class SerialBus : IFieldBus, IDirectionReport
{
    private readonly SerialBusOptions _options;
    private readonly LineClock _clock;
    private readonly ILogger _logger;
    private readonly IDriverEnable _direction;
    private readonly BusCounters _statistics;
    private readonly AnswerBuffer _received;
    private readonly Backoff _backoff;
    private readonly TimeSpan _longest;
    private readonly TimeSpan _silence;
    private readonly TimeSpan _quiet;
    private readonly TimeSpan _gap;
    private readonly LinkTap? _tap;
    private TermiosPort? _port;
    private long _free;

    private SerialBus(SerialBusOptions options, TimeProvider clock, ILogger logger, GpioDriver? gpio, LinkTap? tap)
    {
        _options = options;
        _tap = tap;
        _clock = new LineClock(clock);
        _logger = logger;
        Name = options.Port.Path;
        ByteTime = options.Port.TimeOf(1);
        _longest = options.Port.TimeOf(options.LongestFrame);
        _silence = options.SilenceKept;
        _quiet = options.QuietKept;
        _gap = options.GapAllowed;
        _statistics = new BusCounters(Name);
        _received = new AnswerBuffer(options.LongestFrame, _statistics);
        _backoff = new Backoff(options.FirstBackoff, options.LongestBackoff, clock);
        _direction = options.Direction.Mode switch
        {
            DirectionMode.Gpio => new GpioDirection(options.Direction, _clock, this, () => gpio ?? GpioChips.Open(options.Direction.Chip!)),
            DirectionMode.Kernel => new KernelDirection(options.Direction, _clock),
            _ => new HardwareDirection(),
        };
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TimeSpan ByteTime { get; }

    /// <summary>Its statistics. Safe from any thread; allocates nothing.</summary>
    public BusStatistics Statistics => _statistics.Read();

    /// <summary>
    /// Creates the bus and opens the direction line, then the port. A failure is logged, and the port is tried again at the next questions.
    /// </summary>
    /// <param name="options">The bus.</param>
    /// <param name="clock">The clock; a running one, because the waits are real.</param>
    /// <param name="logger">Each failure of the port is logged once.</param>
    /// <param name="gpio">
    /// For tests: the chip behind the direction line, in place of the one that the options name. Disposed with the bus.
    /// </param>
    /// <param name="tap">Records the bytes sent and received; null: no recording.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static SerialBus Create(
        SerialBusOptions options, TimeProvider clock, ILogger logger, GpioDriver? gpio = null, LinkTap? tap = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        SerialBus bus = new(options, clock, logger, gpio, tap);
        BusMetrics.Add(bus._statistics);
        _ = bus.OpenWhenRested();
        return bus;
    }

    /// <inheritdoc/>
    public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(finder);
        ArgumentOutOfRangeException.ThrowIfZero(question.Length);
        _statistics.Questions.Add(1);
        if (!OpenWhenRested())
        {
            return new BusResult(BusOutcome.PortFailed, 0, _clock.Now, _failure);
        }

        try
        {
            WaitForSilence(finder);
            _received.Start(_options.Echo);
            BusResult result = Receive(question, answer, finder, timeout, Send(question));
            Works();
            return result;
        }
        catch (SerialPortException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public BusResult Broadcast(ReadOnlySpan<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frame.Length);
        _statistics.Broadcasts.Add(1);
        if (!OpenWhenRested())
        {
            return new BusResult(BusOutcome.PortFailed, 0, _clock.Now, _failure);
        }

        try
        {
            WaitForSilence(null);
            long end = Send(frame);
            _clock.WaitUntil(end);
            _free = _clock.After(end, _silence);
            Works();
            return new BusResult(BusOutcome.Silent, 0, end);
        }
        catch (SerialPortException e)
        {
            return Failed(e);
        }
    }

    private long Send(ReadOnlySpan<byte> frame)
    {
        _tap?.Sent(frame); // before the transceiver is switched on: nothing may delay switching it off after the last bit
        TimeSpan length = _options.Port.TimeOf(frame.Length);
        bool done = false;
        try
        {
            _direction.On();
            _port!.Write(frame, length + _longest);
            long end = _direction.AfterWrite(_port, _clock.After(_clock.Now, length), length);
            done = true;
            return end;
        }
        finally
        {
            if (!done)
            {
                _direction.Off();
            }
        }
    }

    private BusResult Receive(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout, long end)
    {
        // Each deadline is computed once: the first byte's, and that of the longest frame that begins at the last moment.
        long firstBy = _clock.After(end, timeout);
        long allBy = _clock.After(firstBy, _longest + (_longest / 20) + _gap);
        long until = firstBy;
        long began = 0;
        long last = end;
        bool looked = true;
        int total = 0;
        while (true)
        {
            long now = _clock.Now;
            if (now >= until)
            {
                if (!looked && _received.FindBehindNoise(finder, answer, out int behind))
                {
                    return Answered(answer[..behind], end, began, last);
                }

                looked = true;
                if (now >= firstBy)
                {
                    break;
                }

                until = firstBy; // only noise so far: the whole time remains for the answer
            }

            if (!_port!.WaitReadable(_clock.Between(now, until)))
            {
                continue;
            }

            Span<byte> room = _received.Free;
            int count = _port.Read(room);
            if (count == 0)
            {
                continue;
            }

            _tap?.Arrived(room[..count]);
            _received.Advance(count);
            now = _clock.Now;
            total += count;
            if (total > _options.LongestFrame && _clock.Between(end, now) < ByteTime * (total - _options.LongestFrame))
            {
                // More than the line can carry. Such a sender must not keep this thread, and with it the box, busy.
                _clock.Nap(ByteTime);
            }

            (last, _free) = (now, _clock.After(now, _silence));
            until = Math.Min(_clock.After(now, _gap), allBy);
            looked = false;
            if (_received.Find(question, finder, answer, out int length))
            {
                return Answered(answer[..length], end, began == 0 ? now : began, last);
            }

            began = began == 0 && _received.Any ? now : began;
        }

        _received.GiveUp();
        bool any = _received.Any;
        _free = any ? _clock.After(last, _quiet) : _free;
        _tap?.Ended(any ? TapOutcome.Noise : TapOutcome.Silent, _received.Held);
        (any ? ref _statistics.Garbled : ref _statistics.Silent).Add(1);
        return new BusResult(any ? BusOutcome.Garbled : BusOutcome.Silent, 0, end);
    }

    private BusResult Answered(ReadOnlySpan<byte> answer, long end, long began, long last)
    {
        // Other bytes beside the answer are noise, or a late answer: the line may go on with it.
        _free = _received.HeldMore(answer.Length) ? _clock.After(last, _quiet) : _free;
        _tap?.Ended(TapOutcome.Answered, answer);
        _statistics.Answers.Add(1);
        _statistics.TurnedRound(_clock.Between(end, began));
        return new BusResult(BusOutcome.Answered, answer.Length, end) { Began = began };
    }

    // Keeps the silence between frames. A device that still sends is then read until it is quiet, since a late answer would collide with
    // the question, but for at most the time of the longest frame: a device that sends all the time must not block the bus.
    private void WaitForSilence(IFrameFinder? finder)
    {
        _clock.WaitUntil(_free);
        long limit = _clock.After(_clock.Now, _longest);
        Span<byte> room = _received.Discard;
        int held = 0;
        for (int count = _port!.Read(room); count > 0; count = _port.Read(room[held..]))
        {
            _statistics.StaleBytes.Add(count);
            _tap?.Arrived(room.Slice(held, count));
            held += count;
            long now = _clock.Now;
            if (now >= limit || held == room.Length)
            {
                _statistics.StaleBytes.Add(_port.DropInput());
                break;
            }

            _clock.WaitUntil(Math.Min(_clock.After(now, ByteTime + _quiet), limit));
        }

        if (held > 0)
        {
            finder?.Note(room[..held]);
        }
    }
}
