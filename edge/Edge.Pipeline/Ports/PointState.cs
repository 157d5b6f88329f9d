using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>The last known state of a point.</summary>
/// <param name="Read">Whether it was ever read; false: the values mean nothing.</param>
/// <param name="Raw">The value of the device, before the scale.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Quality">Its quality, and the flags of the device.</param>
/// <param name="Time">When the source last sent a fresh value, UTC; null when it never did.</param>
public readonly record struct PointState(bool Read, PointValue Raw, double Value, QualityState Quality, DateTimeOffset? Time);
