using System.Collections.Immutable;

namespace Edge.Field.Taps;

/// <summary>
/// One listener. Nothing wakes it, because a link must not spend time on that: it reads by itself, some times a second. Read by one caller.
/// </summary>
public sealed class TapListener : IDisposable
{
    private readonly LinkTaps _taps;
    private readonly ImmutableArray<TapRing> _rings;
    private readonly byte[] _buffer = new byte[LinkTap.LongestRecord];

    internal TapListener(LinkTaps taps, ImmutableArray<TapRing> rings) => (_taps, _rings) = (taps, rings);

    /// <summary>Reads what is there, in the order in which it happened.</summary>
    /// <returns>Records and their bytes; empty where nothing happened.</returns>
    public IReadOnlyList<(TapRecord Record, byte[] Bytes)> Read()
    {
        List<(TapRecord Record, byte[] Bytes)> all = [];
        foreach (TapRing ring in _rings)
        {
            while (ring.TryRead(_buffer, out TapRecord record))
            {
                all.Add((record, _buffer[..record.Length]));
            }
        }

        all.Sort((one, other) => one.Record.Order.CompareTo(other.Record.Order));
        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => _taps.Stop(_rings);
}
