using Edge.Domain;

namespace Edge.Field.Time;

/// <summary>
/// Decides when the skew of an IED's clock is reported: beyond a limit, and as right again only well within it, so that a skew near the
/// limit is not reported repeatedly.
/// </summary>
public static class ClockLimit
{
    /// <summary>The name of the statistic of the skew, which is positive where the IED is ahead.</summary>
    public const string Statistic = "clockSkewMs";

    // Four fifths.
    private const double Within = 0.8;

    /// <summary>The finding to report now, or null.</summary>
    /// <param name="wasOff">Whether it was last reported as off.</param>
    /// <param name="milliseconds">The skew.</param>
    /// <param name="limit">The limit.</param>
    public static GatewayFinding? Evaluate(bool wasOff, double milliseconds, TimeSpan limit)
    {
        double off = Math.Abs(milliseconds);
        return !wasOff && off > limit.TotalMilliseconds ? GatewayFinding.ClockOff
            : wasOff && off <= limit.TotalMilliseconds * Within ? GatewayFinding.ClockRight
            : null;
    }
}
