using System.Collections.Immutable;

namespace Edge.Field.Taps;

/// <summary>
/// One listener. It is not notified, because that would cost the link time: the caller reads it some times a second. For one caller.
/// </summary>
public sealed class TapListener : IDisposable
{
    private readonly LinkTaps _taps;
    private readonly ImmutableArray<TapRing> _rings;
    private readonly byte[] _buffer = new byte[LinkTap.LongestRecord];

    internal TapListener(LinkTaps taps, ImmutableArray<TapRing> rings) => (_taps, _rings) = (taps, rings);

    /// <summary>Reads the waiting records in the order in which they happened.</summary>
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
