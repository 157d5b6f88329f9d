namespace Dashboard.Historian;

/// <summary>Whether a part works, since when, and why not.</summary>
/// <param name="Up">Whether it works.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why not, for a person.</param>
public sealed record HealthState(bool Up, DateTimeOffset Since, string? Reason);
