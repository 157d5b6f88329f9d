using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>A device of the configuration as the pipeline sees it.</summary>
public sealed record DeviceSource
{
    /// <summary>Its name in the configuration.</summary>
    public required string Device { get; init; }

    /// <summary>The points that it reads: indices into the tag table.</summary>
    public required ImmutableArray<int> Points { get; init; }

    /// <summary>
    /// How long after the last answer its values count as fresh (<see cref="AgeOf"/>). Later they are stale, whether the poll failed, the
    /// driver hangs, or the journal cannot be written.
    /// </summary>
    public required TimeSpan MaximumAge { get; init; }

    /// <summary>
    /// Whether the gateway sets the clocks of the device and of those behind it: what they stamp is no better than its own clock.
    /// </summary>
    public bool HasTimeOfGateway { get; init; }

    /// <summary>
    /// The maximum age of polled values: one answer is waited for in vain, and the second takes as long as it may. A poll begins a period
    /// after the last one ended.
    /// </summary>
    /// <param name="period">From one poll to the next.</param>
    /// <param name="answer">How long an answer may take.</param>
    public static TimeSpan AgeOf(TimeSpan period, TimeSpan answer) => 2 * (period + answer);
}
