using System.Numerics;

namespace Edge.Field.Bus;

/// <summary>The statistics of a histogram.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Median">Half of the values are not above it, to an eighth of its value; zero when there are none.</param>
/// <param name="Percentile99">99 % of the values are not above it, to an eighth of its value; zero when there are none.</param>
/// <param name="Maximum">The largest, exactly; zero when there are none.</param>
public readonly record struct HistogramStatistics(long Count, TimeSpan Median, TimeSpan Percentile99, TimeSpan Maximum);

/// <summary>
/// Counts times in fixed buckets, eight to each doubling, from a microsecond to a quarter of an hour. One thread writes, any may read; a
/// reader may see the last value half counted.
/// </summary>
internal sealed class BusHistogram
{
    private const int Octaves = 27;
    private const int Steps = 8;

    private readonly long[] _counts = new long[(Octaves + 1) * Steps];
    private long _maximum;

    /// <summary>Counts one time; a negative one counts as zero.</summary>
    public void Record(TimeSpan time)
    {
        long ticks = Math.Max(0, time.Ticks);
        ref long count = ref _counts[BucketOf((ulong)ticks / TimeSpan.TicksPerMicrosecond)];
        Volatile.Write(ref count, count + 1);
        if (ticks > _maximum)
        {
            Volatile.Write(ref _maximum, ticks);
        }
    }

    /// <summary>The present statistics.</summary>
    public HistogramStatistics Read()
    {
        long total = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
        }

        TimeSpan maximum = new(Volatile.Read(ref _maximum));
        return new HistogramStatistics(total, Below(total, 0.5, maximum), Below(total, 0.99, maximum), maximum);
    }

    private TimeSpan Below(long total, double share, TimeSpan maximum)
    {
        long wanted = (long)Math.Ceiling(total * share);
        long seen = 0;
        for (int i = 0; i < _counts.Length && wanted > 0; i++)
        {
            seen += Volatile.Read(ref _counts[i]);
            if (seen >= wanted)
            {
                TimeSpan upper = TimeSpan.FromMicroseconds(UpperOf(i));
                return upper < maximum ? upper : maximum;
            }
        }

        return wanted > 0 ? maximum : TimeSpan.Zero;
    }

    // Below 8 µs one bucket a microsecond; then the three bits behind the leading one choose the bucket within the doubling.
    private static int BucketOf(ulong microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        int octave = BitOperations.Log2(microseconds);
        int bucket = ((octave - 2) * Steps) + (int)((microseconds >> (octave - 3)) & (Steps - 1));
        return Math.Min(bucket, ((Octaves + 1) * Steps) - 1);
    }

    /// <summary>The smallest time, in microseconds, that no longer falls into the bucket.</summary>
    private static long UpperOf(int bucket)
    {
        int next = bucket + 1;
        return next < Steps ? next : (long)(Steps + (next % Steps)) << ((next / Steps) - 1);
    }
}
