namespace Edge.Field.Serial;

/// <summary>The parity bit of a character.</summary>
public enum SerialParity : byte
{
    /// <summary>None: Mara/485 (Mara 1.4 §1).</summary>
    None = 0,

    /// <summary>An even number of ones.</summary>
    Even = 1,

    /// <summary>An odd number of ones.</summary>
    Odd = 2,
}

/// <summary>A serial port and its characters, which always have eight data bits.</summary>
public sealed record SerialPortOptions
{
    /// <summary>The speeds that every UART and adapter supports, in bit/s.</summary>
    private static readonly int[] Speeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

    /// <summary>
    /// The device file: <c>/dev/ttyAMA0</c>, or a name below <c>/dev/serial/by-id</c>, which an adapter keeps in any USB port.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The speed in bit/s: 1200, 2400, 4800, 9600 (default, Mara 1.4 §1), 19200, 38400, 57600 or 115200.</summary>
    public int BitRate { get; init; } = 9600;

    /// <summary>The parity; none by default.</summary>
    public SerialParity Parity { get; init; }

    /// <summary>One stop bit (default) or two.</summary>
    public int StopBits { get; init; } = 1;

    /// <summary>
    /// Whether the driver is told to deliver bytes immediately (default). An FTDI adapter otherwise collects them for 16 ms; drivers
    /// without this setting are left unchanged.
    /// </summary>
    public bool LowLatency { get; init; } = true;

    /// <summary>The bits of one character on the wire: start, eight data, parity, stop.</summary>
    public int BitsPerByte => 9 + StopBits + (Parity == SerialParity.None ? 0 : 1);

    /// <summary>How long so many bytes take on the wire.</summary>
    /// <param name="bytes">How many, at least 0.</param>
    public TimeSpan TimeOf(int bytes) => new((bytes * (long)BitsPerByte * TimeSpan.TicksPerSecond + BitRate - 1) / BitRate);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which, and what is allowed.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path) || Path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The serial port needs a device file, for example /dev/ttyAMA0.");
        }

        if (!Speeds.Contains(BitRate))
        {
            throw new ArgumentException($"{BitRate} bit/s is not a standard speed: give one of {string.Join(", ", Speeds)}.");
        }

        if (!Enum.IsDefined(Parity))
        {
            throw new ArgumentException($"{Parity} is not a parity: give none, even or odd.");
        }

        if (StopBits is not (1 or 2))
        {
            throw new ArgumentException($"{StopBits} stop bits do not exist: give 1 or 2.");
        }
    }
}
