using System.Device.Gpio;
using System.Device.Gpio.Drivers;

namespace Edge.Field.Serial;

/// <summary>Receives the reports of a direction line, for the statistics and the log.</summary>
internal interface IDirectionReport
{
    /// <summary>How long after the computed end of the last stop bit the line was released.</summary>
    void Released(TimeSpan late);

    /// <summary>
    /// The driver does not report when its transmitter is empty: the end is calculated and a guard time added. Called once for each
    /// opening.
    /// </summary>
    void Blind();

    /// <summary>
    /// The transmitter was still busy long after the frame's end: the bus was released and the rest of the frame dropped.
    /// </summary>
    void Overrun();
}

/// <summary>
/// Switches the direction by a line of a GPIO chip. The transceiver receives from the moment that the line is claimed, and again after each
/// failure during a transmission. If the program is killed, only a pull-down resistor at DE does this.
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

    /// <summary>Creates it; the line is claimed by the first <see cref="Off"/>.</summary>
    /// <param name="options">The line.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="report">Receives the reports.</param>
    /// <param name="chip">Opens the chip, which is disposed here.</param>
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

    /// <summary>Claims the line if that has not been done yet, and switches the transceiver to receive.</summary>
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

    // While the transceiver is on, nothing is logged or counted: a log that waits would block the bus.
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
                controller.Dispose(); // a second call has no effect
            }
        }
    }

    // Sleeps until just before the computed end, then reads the state of the transmitter, for at most a quarter of the frame: a UART that
    // is still busy then is blocked, and the bus must be released. At first it reads without a pause, since the transmitter is nearly
    // always empty; then with short sleeps, since no other thread runs on this core while a real-time thread polls.
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
            // It is claimed again before the port is opened again.
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
