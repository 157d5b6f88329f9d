namespace Edge.Protocols.Mara;

/// <summary>Shared by the commands that carry memory (Mara 1.4 §3): a head whose last byte counts the bytes behind it.</summary>
internal static class MaraBlock
{
    /// <summary>AA 55: the key of a restart and of a write to an IED's RAM.</summary>
    public static ReadOnlySpan<byte> Key => [0xAA, 0x55];

    /// <summary>Whether exactly as many bytes follow the head as its last byte says.</summary>
    public static bool IsCounted(ReadOnlySpan<byte> data, int head, int minimum, int maximum)
    {
        if (data.Length < head)
        {
            return false;
        }

        int count = data[head - 1];
        return count >= minimum && count <= maximum && data.Length == head + count;
    }

    /// <summary>Returns the count if the command allows it, else throws.</summary>
    public static byte Count(byte count, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maximum);
        return count;
    }

    /// <summary>Returns the bytes if the command carries as many, else throws.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> bytes, int minimum, int maximum)
    {
        if (bytes.Length < minimum || bytes.Length > maximum)
        {
            throw new ArgumentException($"The command carries {minimum} to {maximum} bytes, not {bytes.Length}.", nameof(bytes));
        }

        return bytes;
    }
}
