using System.Device.Gpio;
using System.Device.Gpio.Drivers;

namespace Edge.Field.Serial;

/// <summary>What a direction line reports to the statistics and the log.</summary>
internal interface IDirectionReport
{
    /// <summary>The line was let go so long after the computed end of the last stop bit.</summary>
    void Released(TimeSpan late);

    /// <summary>
    /// The driver does not report when its transmitter is empty: from now on arithmetic and a guard decide. Once for each opening.
    /// </summary>
    void Blind();

    /// <summary>The transmitter was still busy long after the frame's end: the bus was freed and the rest thrown away.</summary>
    void Overrun();
}

/// <summary>
/// This program switches a line of a GPIO chip. The line listens from the moment that it is claimed; whatever fails while it talks, it
/// listens again. Against a program that is killed only a pull-down resistor at DE helps.
/// </summary>
internal sealed class GpioDirection : IDriverEnable
{
    private static readonly TimeSpan s_awake = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan s_nap = TimeSpan.FromMicroseconds(50);

    private readonly DirectionOptions _options;
    private readonly LineClock _clock;
    private readonly IDirectionReport _report;
    private readonly Func<GpioDriver> _chip;
    private readonly PinValue _talk;
    private readonly PinValue _listen;
    private GpioController? _controller;
    private bool _blind;

    /// <summary>Makes it; the line is claimed by the first <see cref="Off"/>.</summary>
    /// <param name="options">Which line.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="report">Gets the reports.</param>
    /// <param name="chip">Opens the chip; what it gives is disposed here.</param>
    public GpioDirection(DirectionOptions options, LineClock clock, IDirectionReport report, Func<GpioDriver> chip)
    {
        _options = options;
        _clock = clock;
        _report = report;
        _chip = chip;
        _talk = options.ActiveLow ? PinValue.Low : PinValue.High;
        _listen = options.ActiveLow ? PinValue.High : PinValue.Low;
    }

    public void Prepare(IUart port)
    {
        _blind = port.IsTransmitterEmpty() is null;
        if (_blind)
        {
            _report.Blind();
        }
    }

    /// <summary>Claims the line, in case it is not yet, and makes the transceiver listen.</summary>
    public void Off()
    {
        if (_controller is not null)
        {
            Switch(_listen);
            return;
        }

        try
        {
            GpioController controller = new(_chip());
            try
            {
                _ = controller.OpenPin(_options.Line, PinMode.Output, _listen);
            }
            catch
            {
                controller.Dispose();
                throw;
            }

            _controller = controller;
        }
        catch (Exception e) when (IsOfTheLine(e))
        {
            throw Failed(e);
        }
    }

    public void On()
    {
        Switch(_talk);
        if (_options.GuardBefore > TimeSpan.Zero)
        {
            _clock.WaitUntil(_clock.After(_clock.Now, _options.GuardBefore));
        }
    }

    // While the transceiver is on nothing is logged and nothing counted: a log that waits would hold the bus.
    public long AfterWrite(IUart port, long due, TimeSpan length)
    {
        bool overrun = false;
        if (_blind)
        {
            _clock.WaitUntil(_clock.After(due, _options.BlindGuard + _options.GuardAfter));
        }
        else
        {
            overrun = !WaitEmpty(port, due, length);
            if (_options.GuardAfter > TimeSpan.Zero)
            {
                _clock.WaitUntil(_clock.After(_clock.Now, _options.GuardAfter));
            }
        }

        Off();
        long free = _clock.Now;
        _report.Released(_clock.Between(due, free));
        if (overrun)
        {
            _report.Overrun();
        }

        return free;
    }

    public void Dispose()
    {
        if (_controller is { } controller)
        {
            try
            {
                Off();
            }
            finally
            {
                _controller = null;
                controller.Dispose(); // does no harm a second time
            }
        }
    }

    // By arithmetic until just before the end; then the transmitter's own word, at most a quarter of the frame later: a UART that is still
    // busy then is held by something, and the bus must not stay ours. It is asked without a pause at first, where it nearly always is
    // empty; then with naps, because nobody else runs on this core while a thread in real time asks.
    private bool WaitEmpty(IUart port, long due, TimeSpan length)
    {
        _clock.WaitUntil(due);
        long limit = _clock.After(due, (length / 4) + TimeSpan.FromMilliseconds(2));
        long awakeUntil = _clock.After(due, s_awake);
        while (port.IsTransmitterEmpty() == false)
        {
            long now = _clock.Now;
            if (now >= limit)
            {
                port.DropOutput();
                return false;
            }

            if (now >= awakeUntil)
            {
                _clock.Nap(s_nap);
            }
        }

        return true;
    }

    private void Switch(PinValue value)
    {
        GpioController controller = _controller ?? throw new InvalidOperationException("The direction line has not been claimed.");
        try
        {
            controller.Write(_options.Line, value);
        }
        catch (Exception e) when (IsOfTheLine(e))
        {
            // Claimed anew before the port is opened again.
            _controller = null;
            controller.Dispose();
            throw Failed(e);
        }
    }

    private static bool IsOfTheLine(Exception e) =>
        e is IOException or GpiodException or UnauthorizedAccessException or InvalidOperationException
        or ArgumentException or NotSupportedException or DllNotFoundException or EntryPointNotFoundException;

    private SerialPortException Failed(Exception e) => e as SerialPortException ?? new SerialPortException(
        SerialFault.Direction, $"{_options.Chip}, line {_options.Line}: the direction of the bus cannot be switched: {e.Message}", e);
}
