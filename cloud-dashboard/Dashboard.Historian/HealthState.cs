namespace Dashboard.Historian;

/// <summary>The health of a component.</summary>
/// <param name="Up">Whether it works.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why it does not work, as text for people.</param>
public sealed record HealthState(bool Up, DateTimeOffset Since, string? Reason);
