namespace Edge.Field.Serial;

/// <summary>What switches the transceiver of the bus between receive and transmit.</summary>
public enum DirectionMode : byte
{
    /// <summary>The hardware itself, as most USB adapters do.</summary>
    Auto = 0,

    /// <summary>The kernel, by the UART's own RTS (TIOCSRS485).</summary>
    Kernel = 1,

    /// <summary>This program, by a line of a GPIO chip.</summary>
    Gpio = 2,
}

/// <summary>How the direction of the RS-485 transceiver (its DE and RE pins) is switched.</summary>
public sealed record DirectionOptions
{
    /// <summary>The longest guard time.</summary>
    private static readonly TimeSpan LongestGuard = TimeSpan.FromMilliseconds(100);

    /// <summary>What switches it; the hardware by default.</summary>
    public DirectionMode Mode { get; init; }

    /// <summary>
    /// gpio: the chip, as <c>gpiochip0</c>, <c>/dev/gpiochip0</c>, or its label as <c>pinctrl-bcm2711</c>, which stays the same when the
    /// numbers change. A chip behind I²C is too slow.
    /// </summary>
    public string? Chip { get; init; }

    /// <summary>gpio: the line of the chip, from 0.</summary>
    public int Line { get; init; } = -1;

    /// <summary>gpio and kernel: whether a low level switches the transceiver to transmit; a high one by default.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>
    /// gpio and kernel: from switching to transmit until the first bit, 0 to 100 ms; 0 by default. kernel: whole milliseconds.
    /// </summary>
    public TimeSpan GuardBefore { get; init; }

    /// <summary>
    /// gpio and kernel: from the end of the last stop bit until switching back, 0 to 100 ms; 0 by default. kernel: whole milliseconds.
    /// </summary>
    public TimeSpan GuardAfter { get; init; }

    /// <summary>
    /// gpio, where the driver of the port does not report that its transmitter is empty (USB adapters): how long to wait after the computed
    /// end of the last stop bit, 0 to 100 ms; 100 µs by default. A USB adapter begins up to a millisecond late: set 1 ms or more for it.
    /// </summary>
    public TimeSpan BlindGuard { get; init; } = TimeSpan.FromMicroseconds(100);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Mode))
        {
            throw new ArgumentException($"{Mode} is not a way to switch the direction: give auto, kernel or gpio.");
        }

        if (Mode == DirectionMode.Gpio && string.IsNullOrWhiteSpace(Chip))
        {
            throw new ArgumentException("The direction by gpio needs a chip, for example gpiochip0; there is no default.");
        }

        if (Mode == DirectionMode.Gpio && Line < 0)
        {
            throw new ArgumentException("The direction by gpio needs a line of the chip, from 0.");
        }

        Guard(nameof(GuardBefore), GuardBefore);
        Guard(nameof(GuardAfter), GuardAfter);
        Guard(nameof(BlindGuard), BlindGuard);
        if (Mode == DirectionMode.Kernel && (Fraction(GuardBefore) || Fraction(GuardAfter)))
        {
            throw new ArgumentException("The kernel switches the direction in whole milliseconds: give guard times without a fraction.");
        }
    }

    private static bool Fraction(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond != 0;

    private static void Guard(string name, TimeSpan value)
    {
        if (value < TimeSpan.Zero || value > LongestGuard)
        {
            throw new ArgumentException($"{name} is {value.TotalMilliseconds} ms: give 0 to {LongestGuard.TotalMilliseconds} ms.");
        }
    }
}
