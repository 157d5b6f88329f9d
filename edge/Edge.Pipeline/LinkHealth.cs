using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>How one link to the field is.</summary>
/// <param name="Device">Its name in the configuration.</param>
/// <param name="Up">Whether it answers.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="LastAnswer">When it last answered, UTC; null when it never did.</param>
/// <param name="Reason">Why it is down, for a person; null when up.</param>
/// <param name="Silent">The devices behind it that do not answer, by their id in the catalogue, sorted.</param>
public sealed record LinkHealth(
    string Device, bool Up, DateTimeOffset Since, DateTimeOffset? LastAnswer, string? Reason, ImmutableArray<string> Silent);

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
