using System.Numerics;

namespace Edge.Fuzz;

/// <summary>
/// A generator that costs nothing to seed (xorshift128+ behind splitmix64), so that every input has its own: it can be made again alone.
/// </summary>
public sealed class Dice
{
    private ulong _a;
    private ulong _b;

    /// <summary>Begins the numbers of one input.</summary>
    public void Seed(long seed, long input)
    {
        ulong state = ((ulong)seed * 0x9E3779B97F4A7C15) ^ (ulong)input;
        _a = Mix(ref state);
        _b = Mix(ref state) | 1;
    }

    /// <summary>A number from 0 to before the bound.</summary>
    public int Next(int bound) => (int)Math.BigMul(Raw(), (ulong)bound, out _);

    /// <summary>Once in so many.</summary>
    public bool OneIn(int count) => Next(count) == 0;

    /// <summary>One of these.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>64 bits.</summary>
    public ulong Raw()
    {
        ulong x = _a;
        ulong y = _b;
        _a = y;
        x ^= x << 23;
        _b = x ^ y ^ (x >> 17) ^ (y >> 26);
        return BitOperations.RotateLeft(_b + y, 17);
    }

    /// <summary>Fills with bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Raw();
        }
    }

    /// <summary>Changes a few bytes of a buffer: bits, whole bytes, interesting values, a copied piece, a cut.</summary>
    /// <returns>The new length.</returns>
    public int Mutate(Span<byte> bytes, int length)
    {
        for (int changes = 1 + Next(4); changes > 0 && length > 0; changes--)
        {
            int at = Next(length);
            switch (Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)Raw();
                    break;
                case 2:
                    bytes[at] = Of((byte[])[0, 1, 2, 7, 8, 0x7F, 0x80, 0xFD, 0xFE, 0xFF]);
                    break;
                case 3:
                    length = at;
                    break;
                case 4 when length < bytes.Length:
                    bytes[at..length].CopyTo(bytes[(at + 1)..]);
                    length++;
                    break;
                default:
                    int from = Next(length);
                    int count = Math.Min(Next(16), length - Math.Max(at, from));
                    bytes.Slice(from, count).CopyTo(bytes[at..]);
                    break;
            }
        }

        return length;
    }

    private static ulong Mix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
