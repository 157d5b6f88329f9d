namespace Edge.Gateway.Devices.LocalIo;

/// <summary>The local inputs, in place of the concentrator's own IED 1: a device of the type <c>local-io</c>.</summary>
public sealed record LocalIoConfiguration
{
    /// <summary>How long a level must be stable until it counts, 0 to 1 minute. Default 400 ms; 0: each edge is an event.</summary>
    public TimeSpan Filter { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// More events of one input than this within 10 s are chatter and left out for a minute: 2 to 1000, 0: never. Default 20.
    /// </summary>
    public int MaskEvents { get; set; } = 20;

    /// <summary>How often the analogue inputs are read, 10 ms to 1 minute. Default 500 ms.</summary>
    public TimeSpan AnalogPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The digital inputs, at most 48. Default none.</summary>
    public LocalInputConfiguration[] Inputs { get; set; } = [];

    /// <summary>The port expanders that inputs name. Default none.</summary>
    public Mcp23017Configuration[] Mcp23017 { get; set; } = [];

    /// <summary>The converters of the analogue inputs. Default none.</summary>
    public Ads1115Configuration[] Ads1115 { get; set; } = [];
}

/// <summary>A digital input.</summary>
public sealed record LocalInputConfiguration
{
    /// <summary>The port as events name it, 0 to 2. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>The bit, 0 to 15. Required in effect: two inputs cannot have the same.</summary>
    public int Bit { get; set; }

    /// <summary>The GPIO chip of the box (<c>gpiochip0</c> or its label), or the name of an expander. Required.</summary>
    public string Chip { get; set; } = "";

    /// <summary>The line on the chip; of an expander 0 to 7 are GPA0–7, 8 to 15 GPB0–7.</summary>
    public int Line { get; set; }

    /// <summary>Its own filter, 0 to 1 minute; absent: the one for all.</summary>
    public TimeSpan? Filter { get; set; }

    /// <summary>Whether a low level is a closed contact. Default false.</summary>
    public bool Inverted { get; set; }

    /// <summary>
    /// The pull resistor of the line: <c>asIs</c>, <c>up</c>, <c>down</c>, <c>none</c>; of an expander <c>asIs</c> or
    /// <c>up</c>. Default <c>asIs</c>.
    /// </summary>
    public string Pull { get; set; } = "asIs";
}

/// <summary>A line of a GPIO chip of the box.</summary>
public sealed record LineConfiguration
{
    /// <summary>The chip: <c>gpiochip0</c> or its label. Required.</summary>
    public string Chip { get; set; } = "";

    /// <summary>The line on it.</summary>
    public int Line { get; set; }
}

/// <summary>A port expander MCP23017.</summary>
public sealed record Mcp23017Configuration
{
    /// <summary>How inputs name it. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The I²C bus: 1 for <c>/dev/i2c-1</c>. Default 1.</summary>
    public int Bus { get; set; } = 1;

    /// <summary>Its address, <c>0x20</c> to <c>0x27</c>. Default <c>0x20</c>.</summary>
    public string Address { get; set; } = "0x20";

    /// <summary>Where its INT pin is wired, or absent: the sequence of events is then as exact as <see cref="PollPeriod"/>.</summary>
    public LineConfiguration? Interrupt { get; set; }

    /// <summary>How often it is read, 1 ms to 1 s; absent: 5 ms, with an interrupt 100 ms.</summary>
    public TimeSpan? PollPeriod { get; set; }
}

/// <summary>A converter ADS1115.</summary>
public sealed record Ads1115Configuration
{
    /// <summary>The I²C bus: 1 for <c>/dev/i2c-1</c>. Default 1.</summary>
    public int Bus { get; set; } = 1;

    /// <summary>Its address, <c>0x48</c> to <c>0x4B</c>. Default <c>0x48</c>.</summary>
    public string Address { get; set; } = "0x48";

    /// <summary>Where its ALERT/RDY pin is wired, or absent: the end of a conversion is awaited by time.</summary>
    public LineConfiguration? Alert { get; set; }

    /// <summary>Its inputs, 1 to 4. Required.</summary>
    public LocalChannelConfiguration[] Channels { get; set; } = [];
}

/// <summary>An analogue input.</summary>
public sealed record LocalChannelConfiguration
{
    /// <summary>Which analogue word of IED 1, from 0: 0 to 7.</summary>
    public int Channel { get; set; }

    /// <summary>AIN0 to AIN3 of the converter: 0 to 3.</summary>
    public int Input { get; set; }

    /// <summary>The range of its amplifier in volts: 6.144, 4.096, 2.048, 1.024, 0.512 or 0.256. Default 4.096.</summary>
    public double Range { get; set; } = 4.096;

    /// <summary>Conversions a second: 8, 16, 32, 64, 128, 250, 475 or 860. Default 128; slower is quieter.</summary>
    public int Rate { get; set; } = 128;

    /// <summary>Whether the chip converts continuously; only where this is its one input. Default false.</summary>
    public bool Continuous { get; set; }

    /// <summary>Volts of the transducer a volt at the chip, above 0 to 1000. Default 1: no divider.</summary>
    public double Divider { get; set; } = 1;

    /// <summary>The volts of the transducer at full scale, above 0 to 1000. Default 5.</summary>
    public double FullScale { get; set; } = 5;

    /// <summary>The counts at full scale, 1 to 16383, as the workbook's <c>escala</c> expects them. Default 4095.</summary>
    public int Counts { get; set; } = 4095;
}
