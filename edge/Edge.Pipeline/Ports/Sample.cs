using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>A value that changed, as the journal keeps it.</summary>
/// <param name="Tag">The tag of the point.</param>
/// <param name="Kind">Which table it stands in.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Raw">As its device gave it.</param>
/// <param name="Quality">How far it can be trusted, and what the device said of it.</param>
public readonly record struct Sample(string Tag, PointKind Kind, double Value, PointValue Raw, QualityState Quality);

/// <summary>Which table a point stands in.</summary>
public enum PointKind : byte
{
    /// <summary>A digital input.</summary>
    Digital = 0,

    /// <summary>An analogue input.</summary>
    Analog = 1,
}
