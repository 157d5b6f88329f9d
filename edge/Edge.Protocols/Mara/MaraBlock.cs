namespace Edge.Protocols.Mara;

/// <summary>What the commands that carry memory have in common (Mara 1.4 §3): a head whose last byte counts the bytes behind it.</summary>
internal static class MaraBlock
{
    /// <summary>AA 55: the key of a restart and of a write to an IED's RAM.</summary>
    public static ReadOnlySpan<byte> Key => [0xAA, 0x55];

    /// <summary>Whether the data is a head and exactly as many bytes as the last byte of the head says.</summary>
    public static bool IsCounted(ReadOnlySpan<byte> data, int head, int minimum, int maximum)
    {
        if (data.Length < head)
        {
            return false;
        }

        int count = data[head - 1];
        return count >= minimum && count <= maximum && data.Length == head + count;
    }

    /// <summary>Lets a count pass that the command allows.</summary>
    public static byte Count(byte count, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maximum);
        return count;
    }

    /// <summary>Lets bytes pass of which the command carries as many.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> bytes, int minimum, int maximum)
    {
        if (bytes.Length < minimum || bytes.Length > maximum)
        {
            throw new ArgumentException($"The command carries {minimum} to {maximum} bytes, not {bytes.Length}.", nameof(bytes));
        }

        return bytes;
    }
}
