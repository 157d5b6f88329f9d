namespace Edge.Gateway.Devices.Mara;

/// <summary>An RS-485 bus that the gateway masters: the key <c>bus</c> of a device.</summary>
public sealed record BusConfiguration
{
    /// <summary>The device file, as <c>/dev/ttyAMA0</c> or a name below <c>/dev/serial/by-id</c>. Required.</summary>
    public string SerialPort { get; set; } = "";

    /// <summary>The speed in bit/s: 1200 to 115200, a usual one. Default 9600.</summary>
    public int Baud { get; set; } = 9600;

    /// <summary>What switches the transceiver between receiving and sending. Default: its own hardware.</summary>
    public DirectionConfiguration Direction { get; set; } = new();

    /// <summary>Whether the adapter receives its own bytes (echo). Default false.</summary>
    public bool Echo { get; set; }

    /// <summary>
    /// The real-time priority (SCHED_FIFO) of the thread of the bus, 1 to 99, or 0: none. Default 10. If the operating system refuses it,
    /// the gateway logs that and polls the bus without it.
    /// </summary>
    public int RealtimePriority { get; set; } = 10;

    /// <summary>
    /// The addresses of the IEDs on this bus, 2 to 63; absent: all IEDs of the concentrator that the gateway replaces.
    /// </summary>
    public int[] Ieds { get; set; } = [];

    /// <summary>From one round to the next, 0 to 1 minute. Default 0, without a pause: an IED keeps only five events.</summary>
    public TimeSpan PollPeriod { get; set; }

    /// <summary>From the end of a question to the first byte of its answer, 5 ms to 5 s. Default 100 ms.</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often Sync aligns the fraction of a second, 1 s to 1 hour, or 0: never. Default 1 minute.</summary>
    public TimeSpan SyncPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the time is set, 1 minute to 1 day, or 0: never. Default 1 hour.</summary>
    public TimeSpan SetTimePeriod { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When the events of an input that chatters are left out.</summary>
    public MaskConfiguration Mask { get; set; } = new();

    /// <summary>The outputs that an existing control centre may operate by its control command. Default none.</summary>
    public OutputConfiguration[] Outputs { get; set; } = [];
}

/// <summary>What switches the direction of the transceiver.</summary>
public sealed record DirectionConfiguration
{
    /// <summary><c>auto</c>: its hardware; <c>kernel</c>: the RTS of the port; <c>gpio</c>: a line of a chip. Default auto.</summary>
    public string Mode { get; set; } = "auto";

    /// <summary>gpio: the chip, as <c>gpiochip0</c> or its label. Required there.</summary>
    public string? Chip { get; set; }

    /// <summary>gpio: the line of the chip, from 0. Required there.</summary>
    public int? Line { get; set; }

    /// <summary>Whether a high level makes the transceiver send. Default true.</summary>
    public bool ActiveHigh { get; set; } = true;

    /// <summary>From switching to sending until the first bit, 0 to 100 ms; kernel: whole milliseconds. Default 0.</summary>
    public TimeSpan GuardBefore { get; set; }

    /// <summary>From the last stop bit until switching back, 0 to 100 ms; kernel: whole milliseconds. Default 0.</summary>
    public TimeSpan GuardAfter { get; set; }
}

/// <summary>When an input chatters.</summary>
public sealed record MaskConfiguration
{
    /// <summary>More events than this within the window are chatter, 2 to 1000, or 0: nothing is masked. Default 20.</summary>
    public int Events { get; set; } = 20;

    /// <summary>The window, 100 ms to 10 minutes. Default 10 s.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the input is masked, 1 s to 1 day, prolonged while it chatters. Default 1 minute.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>An output: its number at the control centre, and its place in the field.</summary>
public sealed record OutputConfiguration
{
    /// <summary>The logical port of the centre's command, 0 to 255.</summary>
    public int Port { get; set; }

    /// <summary>The bit of the centre's command, 0 to 254.</summary>
    public int Bit { get; set; }

    /// <summary>The address of the IED, 2 to 63. Required.</summary>
    public int Ied { get; set; }

    /// <summary>The physical port of the IED, 0 to 65535.</summary>
    public int PhysicalPort { get; set; }

    /// <summary>The bit of the physical port, 0 to 255.</summary>
    public int PhysicalBit { get; set; }
}
