using System.Buffers.Binary;
using System.Device.I2c;
using System.Globalization;

namespace Edge.Field.LocalIo;

/// <summary>How one input of an ADS1115 is converted.</summary>
/// <param name="Input">AIN0 to AIN3, against ground.</param>
/// <param name="FullScale">The range of the amplifier in volts: 6.144, 4.096, 2.048, 1.024, 0.512 or 0.256.</param>
/// <param name="SamplesPerSecond">8, 16, 32, 64, 128, 250, 475 or 860; a slower rate has less noise.</param>
/// <param name="Continuous">Whether the chip converts continuously; only for the sole input of a chip.</param>
internal readonly record struct Ads1115Input(int Input, double FullScale, int SamplesPerSecond, bool Continuous);

/// <summary>The converter ADS1115 (data sheet SBAS444): 16 bits, four inputs, one at a time.</summary>
/// <param name="device">The chip on its bus.</param>
/// <param name="alert">Its ALERT/RDY pin on a line of the box, or null: the end of a conversion is then awaited by time.</param>
/// <param name="time">The clock.</param>
internal sealed class Ads1115(I2cDevice device, IEdgeSource? alert, TimeProvider time)
{
    /// <summary>The largest result: the input is at the end of the range or beyond.</summary>
    public const short Clipped = short.MaxValue;

    private const byte Conversion = 0;
    private const byte Config = 1;
    private const byte LowThreshold = 2;
    private const byte HighThreshold = 3;

    private const ushort Start = 0x8000; // OS: write 1 to start; reads 0 while a conversion runs
    private const ushort SingleEnded = 0x4000; // MUX 1xx: AINx against ground
    private const ushort SingleShot = 0x0100; // MODE
    private const ushort NoComparator = 0x0003; // COMP_QUE 11; 00 makes ALERT signal the end of a conversion when the thresholds are set so

    private const int Attempts = 4;

    private static readonly double[] s_ranges = [6.144, 4.096, 2.048, 1.024, 0.512, 0.256];
    private static readonly int[] s_rates = [8, 16, 32, 64, 128, 250, 475, 860];

    private ushort _converting;

    /// <summary>Whether the amplifier has such a range.</summary>
    public static bool HasRange(double volts) => Array.IndexOf(s_ranges, volts) >= 0;

    /// <summary>Whether the chip has such a data rate.</summary>
    public static bool HasRate(int samplesPerSecond) => Array.IndexOf(s_rates, samplesPerSecond) >= 0;

    /// <summary>The ranges and the data rates, for a message.</summary>
    public static (string Ranges, string Rates) Known =>
        (string.Join(", ", s_ranges.Select(r => r.ToString(CultureInfo.InvariantCulture))), string.Join(", ", s_rates));

    /// <summary>Makes ALERT signal the end of a conversion: the thresholds' top bits are set and cleared.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public void SetUp()
    {
        _converting = 0;
        if (alert is not null)
        {
            Write(LowThreshold, 0x0000);
            Write(HighThreshold, 0x8000);
        }
    }

    /// <summary>Converts an input.</summary>
    /// <param name="input">Which and how.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <returns>The result, −32 768 to 32 767 for the full scale; <see cref="Clipped"/> when the input is beyond.</returns>
    /// <exception cref="IOException">It does not answer.</exception>
    /// <exception cref="LocalIoException">The conversion does not end.</exception>
    public async ValueTask<short> ConvertAsync(Ads1115Input input, CancellationToken cancellationToken)
    {
        ushort config = ConfigOf(input);
        if (!input.Continuous)
        {
            Write(Config, (ushort)(config | Start));
            await EndAsync(input, cancellationToken).ConfigureAwait(false);
        }
        else if (_converting != config || (ReadWord(Config) & ~Start) != config)
        {
            // Not started yet, or the chip lost power and has its reset value: start, and wait for the first conversion.
            Write(Config, config);
            await Task.Delay(ConversionTime(input), time, cancellationToken).ConfigureAwait(false);
            _converting = config;
        }

        return (short)ReadWord(Conversion);
    }

    private ushort ConfigOf(Ads1115Input input)
    {
        int range = Array.IndexOf(s_ranges, input.FullScale);
        int rate = Array.IndexOf(s_rates, input.SamplesPerSecond);
        int mode = (input.Continuous ? 0 : SingleShot) | (alert is null ? NoComparator : 0);
        return (ushort)(SingleEnded | input.Input << 12 | range << 9 | rate << 5 | mode);
    }

    private async ValueTask EndAsync(Ads1115Input input, CancellationToken cancellationToken)
    {
        TimeSpan wait = ConversionTime(input);
        for (int i = 0; i < Attempts; i++)
        {
            if (alert is null)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                AwaitAlert(alert, wait);
            }

            if ((ReadWord(Config) & Start) != 0)
            {
                return;
            }
        }

        throw new LocalIoException(
            $"a conversion of input {input.Input} does not end within {Attempts} times its {wait.TotalMilliseconds:0.#} ms.");
    }

    private static void AwaitAlert(IEdgeSource alert, TimeSpan wait)
    {
        Span<LineEdge> edges = stackalloc LineEdge[8];
        _ = alert.Read(edges, wait);
    }

    // The clock of the chip has a tolerance of 10 %; waking up takes 0.1 ms.
    private static TimeSpan ConversionTime(Ads1115Input input) =>
        TimeSpan.FromSeconds(1.1 / input.SamplesPerSecond) + TimeSpan.FromMicroseconds(100);

    private void Write(byte register, ushort value)
    {
        Span<byte> bytes = stackalloc byte[3];
        bytes[0] = register;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], value);
        device.Write(bytes);
    }

    private ushort ReadWord(byte register)
    {
        Span<byte> bytes = stackalloc byte[2];
        device.WriteRead([register], bytes);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
