using System.Text;

namespace Edge.Journal.Pages;

/// <summary>One value of a row.</summary>
internal readonly ref struct Field(long type, ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding s_strict = new(false, true);
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public bool IsNull => type == 0;

    public bool IsInteger => type is (>= 1 and <= 6) or 8 or 9;

    public bool IsBlob => type >= 12 && (type & 1) == 0;

    public bool IsText => type >= 13 && (type & 1) == 1;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The number; 0 where it is none.</summary>
    public long Integer
    {
        get
        {
            if (type is 8 or 9)
            {
                return type - 8;
            }

            long value = 0;
            for (int i = 0; IsInteger && i < _bytes.Length; i++)
            {
                value = i == 0 ? (sbyte)_bytes[0] : (value << 8) | _bytes[i];
            }

            return value;
        }
    }

    /// <summary>The text, or null where it is none or no UTF-8.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return IsText ? s_strict.GetString(_bytes) : null;
            }
            catch (ArgumentException)
            {
                // Noise: no row of this program has such a text.
                return null;
            }
        }
    }
}

/// <summary>The values of a row, one after the other. Never throws and never reads past the end.</summary>
internal ref struct Fields
{
    private ReadOnlySpan<byte> _types;
    private ReadOnlySpan<byte> _values;

    public Fields(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> rest = payload;
        if (TreePage.TryVarint(ref rest, out long header) && header <= payload.Length && header >= payload.Length - rest.Length)
        {
            _types = payload[(payload.Length - rest.Length)..(int)header];
            _values = payload[(int)header..];
        }
    }

    /// <summary>Whether all values were taken and nothing is left over.</summary>
    public readonly bool AtEnd => _types.IsEmpty && _values.IsEmpty;

    public bool TryNext(out Field field)
    {
        field = default;
        if (!TreePage.TryVarint(ref _types, out long type) || type is < 0 or 10 or 11)
        {
            return false;
        }

        long length = type switch
        {
            <= 4 => type,
            5 => 6,
            6 or 7 => 8,
            8 or 9 => 0,
            _ => (type - 12) / 2,
        };
        if (length > _values.Length)
        {
            return false;
        }

        field = new Field(type, _values[..(int)length]);
        _values = _values[(int)length..];
        return true;
    }
}
