using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>The last known state of a point.</summary>
/// <param name="Read">Whether it was ever read; false: the numbers mean nothing.</param>
/// <param name="Raw">As its device gave it, before the scale.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Quality">How far it can be trusted, and what the device said of it.</param>
/// <param name="Time">When the source last gave it fresh, UTC; null when it never did.</param>
public readonly record struct PointState(bool Read, PointValue Raw, double Value, QualityState Quality, DateTimeOffset? Time);
