using System.Collections.Immutable;

namespace Edge.Pipeline.Live;

/// <summary>How one link to the field is.</summary>
/// <param name="Device">Its name in the configuration.</param>
/// <param name="Up">Whether it answers.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="LastAnswer">When it last answered, UTC; null when it never did.</param>
/// <param name="Reason">Why it is down, for a person; null when up.</param>
/// <param name="Silent">The devices behind it that do not answer, by their id in the catalogue, sorted.</param>
public sealed record LinkHealth(
    string Device, bool Up, DateTimeOffset Since, DateTimeOffset? LastAnswer, string? Reason, ImmutableArray<string> Silent);
