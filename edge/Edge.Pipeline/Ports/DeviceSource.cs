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
    /// How long after the last answer its values still count as fresh: two poll periods and the time-out of an answer. Later
    /// they are stale, whether the driver failed, hangs, or the journal holds it up.
    /// </summary>
    public required TimeSpan MaximumAge { get; init; }
}
