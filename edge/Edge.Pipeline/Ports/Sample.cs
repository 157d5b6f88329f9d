using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>A value that changed, as the journal stores it.</summary>
/// <param name="Tag">The tag of the point.</param>
/// <param name="Kind">Digital or analogue.</param>
/// <param name="Value">In engineering units, or the state.</param>
/// <param name="Raw">The value of the device, before the scale.</param>
/// <param name="Quality">Its quality, and the flags of the device.</param>
public readonly record struct Sample(string Tag, PointKind Kind, double Value, PointValue Raw, QualityState Quality);

/// <summary>The kind of a point.</summary>
public enum PointKind : byte
{
    /// <summary>A digital input.</summary>
    Digital = 0,

    /// <summary>An analogue input.</summary>
    Analog = 1,
}
