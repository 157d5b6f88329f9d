using System.Globalization;

namespace Edge.Domain;

/// <summary>The kind of a value, in the terms of DNP3 and IEC 60870-5.</summary>
public enum PointValueKind : byte
{
    /// <summary>A signed whole number of at most 32 bits: a count, a step position.</summary>
    Whole = 0,

    /// <summary>A real number, of single or double precision on the wire.</summary>
    Real = 1,

    /// <summary>An unsigned number that only grows, until it rolls over to 0.</summary>
    Counter = 2,

    /// <summary>0 or 1.</summary>
    Binary = 3,

    /// <summary>The position of something with two end positions: see <see cref="DoubleBitState"/>.</summary>
    DoubleBit = 4,
}

/// <summary>The position of a breaker or disconnector as its two contacts show it. The numbers are those of DNP3 and IEC 60870-5.</summary>
public enum DoubleBitState : byte
{
    /// <summary>Neither end position: it moves, or it stopped between them.</summary>
    Intermediate = 0,

    /// <summary>Determined off: open.</summary>
    Off = 1,

    /// <summary>Determined on: closed.</summary>
    On = 2,

    /// <summary>Both end positions at once, which is impossible.</summary>
    Indeterminate = 3,
}

/// <summary>A value as its device sends it, before scaling. The default is the whole number 0. Allocates nothing.</summary>
public readonly struct PointValue : IEquatable<PointValue>
{
    /// <summary>The widest counter, in bits.</summary>
    public const int MaximumCounterBits = 64;

    private readonly ulong _bits;
    private readonly PointValueKind _kind;
    private readonly byte _counterBits;

    private PointValue(PointValueKind kind, ulong bits, byte counterBits = 0) => (_bits, _kind, _counterBits) = (bits, kind, counterBits);

    /// <summary>What kind of value it is.</summary>
    public PointValueKind Kind => _kind;

    /// <summary>The width of a counter in bits: it rolls over after 2 to this power less 1. 0 for every other kind.</summary>
    public int CounterBits => _counterBits;

    /// <summary>
    /// The value as a number, exact but for a counter beyond 2 to the power of 53: a binary is 0 or 1, a double-bit the number of its
    /// <see cref="DoubleBitState"/>. A real may be infinite or NaN, as its device sent it.
    /// </summary>
    public double AsDouble => _kind switch
    {
        PointValueKind.Whole => (int)_bits,
        PointValueKind.Real => BitConverter.UInt64BitsToDouble(_bits),
        _ => _bits,
    };

    /// <summary>Whether a state is on: a binary 1, a double-bit determined on, any other number than 0.</summary>
    public bool IsOn => _kind switch
    {
        PointValueKind.DoubleBit => _bits == (ulong)DoubleBitState.On,
        PointValueKind.Real => AsDouble is not (0 or double.NaN),
        _ => _bits != 0,
    };

    /// <summary>The number of a whole number or a binary.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public int AsWhole => _kind is PointValueKind.Whole or PointValueKind.Binary ? (int)_bits : throw IsNo("whole number");

    /// <summary>The number of a whole number, a binary or a double-bit; of no meaning for any other kind.</summary>
    internal int Number => (int)_bits;

    /// <summary>The number of a counter.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public ulong AsCounter => _kind == PointValueKind.Counter ? _bits : throw IsNo("counter");

    /// <summary>The position of a double-bit.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public DoubleBitState AsDoubleBit => _kind == PointValueKind.DoubleBit ? (DoubleBitState)_bits : throw IsNo("double-bit");

    /// <summary>Whether two values have the same kind and value; NaN equals itself.</summary>
    public static bool operator ==(PointValue left, PointValue right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(PointValue left, PointValue right) => !left.Equals(right);

    /// <summary>A signed whole number.</summary>
    public static PointValue Whole(int value) => new(PointValueKind.Whole, (uint)value);

    /// <summary>A real number; one of single precision keeps its value.</summary>
    public static PointValue Real(double value) => new(PointValueKind.Real, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A counter.</summary>
    /// <param name="value">Its number.</param>
    /// <param name="bits">How many bits it has before it rolls over, from 1 to <see cref="MaximumCounterBits"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such width, or the number has more bits.</exception>
    public static PointValue Counter(ulong value, int bits)
    {
        if (bits is < 1 or > MaximumCounterBits)
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, $"A counter has 1 to {MaximumCounterBits} bits.");
        }

        return Fits(value, bits)
            ? new PointValue(PointValueKind.Counter, value, (byte)bits)
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A counter of {bits} bits cannot have this value.");
    }

    /// <summary>0 or 1.</summary>
    public static PointValue Binary(bool value) => new(PointValueKind.Binary, value ? 1u : 0u);

    /// <summary>The position of something with two end positions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one of the four.</exception>
    public static PointValue DoubleBit(DoubleBitState value) => value <= DoubleBitState.Indeterminate
        ? new PointValue(PointValueKind.DoubleBit, (ulong)value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A double-bit has four states.");

    /// <summary>Whether a counter of this width, which must be valid, can have the value.</summary>
    public static bool Fits(ulong value, int bits) => bits == MaximumCounterBits || value >> bits == 0;

    /// <inheritdoc/>
    public bool Equals(PointValue other) => _bits == other._bits && _kind == other._kind && _counterBits == other._counterBits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PointValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bits, _kind, _counterBits);

    /// <summary>The number with a decimal point, or the word of a double-bit.</summary>
    public override string ToString() => _kind switch
    {
        PointValueKind.DoubleBit => ((DoubleBitState)_bits).ToString(),
        PointValueKind.Counter => _bits.ToString(CultureInfo.InvariantCulture),
        _ => AsDouble.ToString(CultureInfo.InvariantCulture),
    };

    private InvalidOperationException IsNo(string kind) => new($"A value of kind {_kind} is not a {kind}.");
}
