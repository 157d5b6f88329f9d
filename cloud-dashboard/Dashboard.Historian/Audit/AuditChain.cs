using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Historian.Audit;

/// <summary>
/// The hashes of the lines: each is over the one before it, so that none can be changed, left out or put in between unseen.
/// </summary>
public static class AuditChain
{
    /// <summary>What stands before the first line.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of a line.</summary>
    /// <param name="before">The hash of the line before it.</param>
    /// <param name="id">Its number.</param>
    /// <param name="act">What was done.</param>
    public static byte[] HashOf(ReadOnlyMemory<byte> before, long id, AuditAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before.Span);
        Number(hash, id);
        Number(hash, act.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        foreach (string? text in (ReadOnlySpan<string?>)[act.Who, act.From, act.What, act.Target, act.Old, act.New])
        {
            // With its length, so that no letter can move from one text to the next; none is not the same as an empty one.
            byte[] bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
            Number(hash, text is null ? -1 : bytes.Length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
