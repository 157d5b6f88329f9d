using Edge.Domain;

namespace Edge.Field.Time;

/// <summary>When the clock of an IED is told to be off: beyond a limit, and right again only well within it, so that it is not told to and fro.</summary>
public static class ClockLimit
{
    /// <summary>The name of the statistic that keeps the skew, positive where the IED is ahead.</summary>
    public const string Statistic = "clockSkewMs";

    // Four fifths.
    private const double Within = 0.8;

    /// <summary>What is to be told now, or null.</summary>
    /// <param name="toldOff">Whether it was told to be off.</param>
    /// <param name="milliseconds">The skew.</param>
    /// <param name="limit">The limit.</param>
    public static GatewayFinding? Judge(bool toldOff, double milliseconds, TimeSpan limit)
    {
        double off = Math.Abs(milliseconds);
        return !toldOff && off > limit.TotalMilliseconds ? GatewayFinding.ClockOff
            : toldOff && off <= limit.TotalMilliseconds * Within ? GatewayFinding.ClockRight
            : null;
    }
}
