using System.Runtime.CompilerServices;

namespace Edge.Domain;

/// <summary>The bytes of one record as a device sent it, by value: at most <see cref="Capacity"/> of them.</summary>
public readonly struct NativeBytes : IEquatable<NativeBytes>
{
    /// <summary>How many bytes it can hold.</summary>
    public const int Capacity = 15;

    private readonly Bytes _bytes;
    private readonly byte _length;

    /// <summary>Copies the bytes.</summary>
    /// <param name="bytes">At most <see cref="Capacity"/> bytes.</param>
    public NativeBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes);
        _length = (byte)bytes.Length;
    }

    /// <summary>How many bytes there are; 0: none were kept.</summary>
    public int Length => _length;

    /// <summary>Copies the bytes out.</summary>
    /// <param name="to">A buffer of at least <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> to) => ((ReadOnlySpan<byte>)_bytes)[.._length].CopyTo(to);

    /// <inheritdoc/>
    public bool Equals(NativeBytes other) =>
        ((ReadOnlySpan<byte>)_bytes)[.._length].SequenceEqual(((ReadOnlySpan<byte>)other._bytes)[..other._length]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NativeBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(((ReadOnlySpan<byte>)_bytes)[.._length]);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexString(((ReadOnlySpan<byte>)_bytes)[.._length]);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(NativeBytes left, NativeBytes right) => left.Equals(right);

    /// <summary>Whether they hold different bytes.</summary>
    public static bool operator !=(NativeBytes left, NativeBytes right) => !left.Equals(right);

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
