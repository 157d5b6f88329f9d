using Edge.Domain;

namespace Edge.Field.Time;

/// <summary>
/// When the clock of an IED is reported as off: beyond a limit, and as right again only well within it, so that a skew
/// near the limit is not reported again and again.
/// </summary>
public static class ClockLimit
{
    /// <summary>The name of the statistic that keeps the skew, positive where the IED is ahead.</summary>
    public const string Statistic = "clockSkewMs";

    // Four fifths.
    private const double Within = 0.8;

    /// <summary>What is to be reported now, or null.</summary>
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
