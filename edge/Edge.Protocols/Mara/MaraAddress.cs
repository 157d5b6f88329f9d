using System.Globalization;

namespace Edge.Protocols.Mara;

/// <summary>
/// A source or destination: 1 the concentrator, 2 to 63 the IEDs behind it, 64 the control centre (Mara 1.4 §1). No other number is
/// possible: the default value is the concentrator, and a broadcast is not an address but <see cref="MaraFrame.Broadcast"/>.
/// </summary>
public readonly record struct MaraAddress : IComparable<MaraAddress>
{
    // One less than the address, so that even default(MaraAddress) is a valid one.
    private readonly byte _offset;

    /// <summary>Creates an address from a number.</summary>
    /// <param name="value">1 to 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public MaraAddress(int value)
    {
        if (value is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A Mara address is 1 to 64.");
        }

        _offset = (byte)(value - 1);
    }

    /// <summary>The concentrator (COMaster), on its bus and towards the centre.</summary>
    public static MaraAddress Concentrator => new(1);

    /// <summary>The control centre on Mara/TCP.</summary>
    public static MaraAddress Centre => new(64);

    /// <summary>The number, 1 to 64.</summary>
    public byte Value => (byte)(_offset + 1);

    /// <summary>Whether an IED on the bus can have this address (2 to 63).</summary>
    public bool IsIed => Value is >= 2 and <= 63;

    /// <summary>Creates an address from a number that is not trusted.</summary>
    /// <param name="value">The number.</param>
    /// <param name="address">The address, or that of the concentrator if the result is false.</param>
    public static bool TryCreate(int value, out MaraAddress address)
    {
        bool valid = value is >= 1 and <= 64;
        address = valid ? new MaraAddress(value) : default;
        return valid;
    }

    /// <inheritdoc />
    public int CompareTo(MaraAddress other) => _offset.CompareTo(other._offset);

    /// <summary>Whether one address is lower than another.</summary>
    public static bool operator <(MaraAddress left, MaraAddress right) => left._offset < right._offset;

    /// <summary>Whether one address is higher than another.</summary>
    public static bool operator >(MaraAddress left, MaraAddress right) => left._offset > right._offset;

    /// <summary>Whether one address is not higher than another.</summary>
    public static bool operator <=(MaraAddress left, MaraAddress right) => left._offset <= right._offset;

    /// <summary>Whether one address is not lower than another.</summary>
    public static bool operator >=(MaraAddress left, MaraAddress right) => left._offset >= right._offset;

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
