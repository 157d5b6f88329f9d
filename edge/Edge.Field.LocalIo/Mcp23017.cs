using System.Device.I2c;

namespace Edge.Field.LocalIo;

/// <summary>The registers of an MCP23017 at one moment; bits 0–7 are port A, bits 8–15 port B.</summary>
/// <param name="Flags">Which inputs raised the interrupt (INTF).</param>
/// <param name="Captured">The levels at the moment of the interrupt (INTCAP), of a port with a flag.</param>
/// <param name="Levels">The levels now (GPIO).</param>
internal readonly record struct Mcp23017Reading(ushort Flags, ushort Captured, ushort Levels);

/// <summary>
/// The port expander MCP23017 as 16 inputs (data sheet DS20001952). The interrupt pins are joined (MIRROR) and open drain (ODR), so that
/// the box may have another voltage; any change raises the interrupt (INTCON 0).
/// </summary>
internal sealed class Mcp23017(I2cDevice device, ushort pullUps)
{
    // BANK = 0: A and B alternate. Registers 00 to 0B are the settings.
    private const byte DirectionA = 0x00; // IODIRA
    private const byte InterruptEnableB = 0x05; // GPINTENB; in BANK = 1 the same number is IOCON
    private const byte Control = 0x0A; // IOCON
    private const byte FlagsA = 0x0E; // INTFA, then INTFB, INTCAPA, INTCAPB, GPIOA, GPIOB

    private const byte Mirror = 0x40;
    private const byte OpenDrain = 0x04;
    private const int Settings = 0x0E;
    private const int Results = 6;

    private readonly byte[] _settings =
    [
        0xFF, 0xFF, // IODIR: inputs
        0x00, 0x00, // IPOL: as they are
        0xFF, 0xFF, // GPINTEN: each change interrupts
        0x00, 0x00, // DEFVAL: not used
        0x00, 0x00, // INTCON: a change from the level before
        Mirror | OpenDrain, Mirror | OpenDrain, // IOCON, twice the same
        (byte)pullUps, (byte)(pullUps >> 8), // GPPU
    ];

    /// <summary>Sets the chip up from any state.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public void SetUp()
    {
        // With BANK = 1 this is IOCON and sets BANK to 0; with BANK = 0 it disables interrupts, which are enabled again below.
        device.Write([InterruptEnableB, 0x00]);
        device.Write([Control, Mirror | OpenDrain]);
        Span<byte> all = stackalloc byte[1 + Settings];
        all[0] = DirectionA;
        _settings.CopyTo(all[1..]);
        device.Write(all);
    }

    /// <summary>Whether the chip still has its settings; if not, it was without power.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public bool HasSettings()
    {
        Span<byte> now = stackalloc byte[Settings];
        device.WriteRead([DirectionA], now);
        return now.SequenceEqual(_settings);
    }

    /// <summary>Reads flags, captured and present levels in one transaction; that ends the interrupt.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public Mcp23017Reading Read()
    {
        Span<byte> all = stackalloc byte[Results];
        device.WriteRead([FlagsA], all);
        return new Mcp23017Reading(Word(all), Word(all[2..]), Word(all[4..]));
    }

    private static ushort Word(ReadOnlySpan<byte> ab) => (ushort)(ab[0] | ab[1] << 8);
}
