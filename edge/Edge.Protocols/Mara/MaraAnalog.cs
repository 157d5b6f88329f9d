namespace Edge.Protocols.Mara;

/// <summary>One analogue word (Mara 1.4 §4): bits 13–0 the value, bits 15–14 the quality.</summary>
/// <param name="Word">The word as received, low byte first.</param>
public readonly record struct MaraAnalog(ushort Word)
{
    /// <summary>The highest value.</summary>
    public const int MaximumValue = 0x3FFF;

    /// <summary>The quality of a good value.</summary>
    public const int Good = 0;

    /// <summary>The quality of a value that was forced to zero because nothing pulsed.</summary>
    public const int NothingPulsed = 1;

    /// <summary>Creates the word of a value and its quality.</summary>
    /// <param name="value">0 to <see cref="MaximumValue"/>.</param>
    /// <param name="quality">0 to 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them does not fit.</exception>
    public MaraAnalog(int value, int quality)
        : this(Pack(value, quality))
    {
    }

    /// <summary>The count, 0 to 16 383; local transducer channels use its low 12 bits.</summary>
    public int Value => Word & MaximumValue;

    /// <summary>0 good, 1 forced to zero because nothing pulsed; 2 and 3 are not defined.</summary>
    public int Quality => Word >> 14;

    private static ushort Pack(int value, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaximumValue);
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 3);
        return (ushort)(quality << 14 | value);
    }
}
