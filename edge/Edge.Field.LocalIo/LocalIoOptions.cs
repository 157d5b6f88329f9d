using System.Collections.Immutable;
using Edge.Field.Inputs;

namespace Edge.Field.LocalIo;

/// <summary>The local inputs of the box, in the place of the concentrator's own IED 1 (Mara 1.4 §1).</summary>
public sealed record LocalIoOptions
{
    /// <summary>Three ports of 16 digital inputs (Mara 1.4 §1).</summary>
    public const int Ports = 3;

    /// <summary>Up to eight analogue inputs (Mara 1.4 §1).</summary>
    public const int Channels = 8;

    /// <summary>The name of the device in the configuration.</summary>
    public required string Device { get; init; }

    /// <summary>The id of the concentrator in the profile whose IED 1 it is; 0 where there is only one.</summary>
    public int Comaster { get; init; }

    /// <summary>The zone of the substation's wall clocks.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The digital inputs. None by default.</summary>
    public ImmutableArray<LocalDigitalInput> Inputs { get; init; } = [];

    /// <summary>The port expanders that inputs name. None by default.</summary>
    public ImmutableArray<Mcp23017Options> Expanders { get; init; } = [];

    /// <summary>The converters. None by default.</summary>
    public ImmutableArray<Ads1115Options> Converters { get; init; } = [];

    /// <summary>How often the analogue inputs are read, 10 ms to 1 minute; 500 ms by default.</summary>
    public TimeSpan AnalogPeriod { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How many events may wait in memory for the journal, at least 16; 10 000 by default, about 5 MB. Beyond it the oldest are dropped,
    /// and an event reports the loss.
    /// </summary>
    public int MostEvents { get; init; } = 10_000;

    /// <summary>When an input chatters and its events are left out for a while.</summary>
    public InputMaskOptions Mask { get; init; } = new();

    /// <summary>How long to wait before a chip that does not answer is tried again; 1 s by default.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>A digital input.</summary>
/// <param name="Port">The port in events, 0 to 2.</param>
/// <param name="Bit">0 to 15.</param>
/// <param name="Chip">A GPIO chip of the box, or the name of an expander.</param>
/// <param name="Line">The line on that chip; of an expander 0–7 are GPA0–7, 8–15 are GPB0–7.</param>
public sealed record LocalDigitalInput(int Port, int Bit, string Chip, int Line)
{
    /// <summary>How long a level must be stable; 400 ms by default, zero: each edge is an event.</summary>
    public TimeSpan Filter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether a low level is a closed contact. False by default.</summary>
    public bool Inverted { get; init; }

    /// <summary>The bias of the line when nothing drives it; an expander supports only up. As the board says by default.</summary>
    public LinePull Pull { get; init; }
}

/// <summary>A port expander MCP23017.</summary>
/// <param name="Name">The name that inputs refer to.</param>
/// <param name="Bus">The I²C bus: 1 for <c>/dev/i2c-1</c>.</param>
/// <param name="Address">0x20 to 0x27.</param>
public sealed record Mcp23017Options(string Name, int Bus, int Address)
{
    /// <summary>
    /// The GPIO chip and line that its INT pin goes to, or null: changes are then found, and stamped, by polling the chip.
    /// </summary>
    public (string Chip, int Line)? Interrupt { get; init; }

    /// <summary>
    /// How often it is read, 1 ms to 1 s; null: 5 ms without an interrupt, which is then the accuracy of the sequence of events, 100 ms
    /// with one.
    /// </summary>
    public TimeSpan? Period { get; init; }
}

/// <summary>A converter ADS1115.</summary>
/// <param name="Bus">The I²C bus: 1 for <c>/dev/i2c-1</c>.</param>
/// <param name="Address">0x48 to 0x4B.</param>
public sealed record Ads1115Options(int Bus, int Address)
{
    /// <summary>The GPIO chip and line that its ALERT/RDY pin goes to, or null: the end of a conversion is then calculated.</summary>
    public (string Chip, int Line)? Alert { get; init; }

    /// <summary>Its inputs, 1 to 4.</summary>
    public required ImmutableArray<LocalAnalogInput> Channels { get; init; }
}

/// <summary>An analogue input.</summary>
/// <param name="Channel">Which word of IED 1, from 0: 0 to 7.</param>
/// <param name="Input">AIN0 to AIN3 of the converter.</param>
public sealed record LocalAnalogInput(int Channel, int Input)
{
    /// <summary>The ranges that the amplifier has, in volts, for a message.</summary>
    public static string KnownRanges => Ads1115.Known.Ranges;

    /// <summary>The data rates that the chip has, for a message.</summary>
    public static string KnownRates => Ads1115.Known.Rates;

    /// <summary>The range of the amplifier in volts; 4.096 by default.</summary>
    public double Range { get; init; } = 4.096;

    /// <summary>Conversions a second; 128 by default.</summary>
    public int Rate { get; init; } = 128;

    /// <summary>Whether the chip converts continuously; only where it has this one input. False by default.</summary>
    public bool Continuous { get; init; }

    /// <summary>The ratio of the divider before the chip: volts of the transducer per volt at the chip. 1 by default.</summary>
    public double Divider { get; init; } = 1;

    /// <summary>The volts of the transducer that are <see cref="Counts"/>; 5 by default.</summary>
    public double FullScale { get; init; } = 5;

    /// <summary>
    /// The counts at full scale, as the workbook's <c>escala</c> expects them: 1 to 16 383; 4095 by default (Mara 1.4 §4: the low 12 bits).
    /// </summary>
    public int Counts { get; init; } = 4095;

    /// <summary>Whether the amplifier has the range.</summary>
    /// <param name="volts">The range.</param>
    public static bool IsRange(double volts) => Ads1115.HasRange(volts);

    /// <summary>Whether the chip has the data rate.</summary>
    /// <param name="samplesPerSecond">The rate.</param>
    public static bool IsRate(int samplesPerSecond) => Ads1115.HasRate(samplesPerSecond);
}
