namespace Edge.Protocols.Mara;

/// <summary>The block check of a Mara frame (Mara 1.4 §2).</summary>
public static class MaraChecksum
{
    /// <summary>
    /// One's complement of the sum, modulo 65 536, of the big-endian words of <paramref name="bytes"/>; an odd tail counts as
    /// the high byte of a last word.
    /// </summary>
    /// <param name="bytes">The frame from SOF up to, but without, the block check itself.</param>
    public static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        int i = 0;
        for (; i + 1 < bytes.Length; i += 2)
        {
            sum += (uint)(bytes[i] << 8 | bytes[i + 1]);
        }

        if (i < bytes.Length)
        {
            sum += (uint)bytes[i] << 8;
        }

        return (ushort)~sum;
    }
}
