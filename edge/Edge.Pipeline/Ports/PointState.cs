using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>The last known state of a point.</summary>
/// <param name="Read">Whether it was ever read; false: the numbers mean nothing.</param>
/// <param name="Raw">The count as it stood on the wire, or the state.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Quality">How far it can be trusted.</param>
/// <param name="Time">When the source last gave it fresh, UTC; null when it never did.</param>
public readonly record struct PointState(bool Read, int Raw, double Value, QualityState Quality, DateTimeOffset? Time);
