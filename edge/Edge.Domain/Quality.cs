namespace Edge.Domain;

/// <summary>How far a value can be trusted. Ordered: the greater of two is the worse.</summary>
public enum Quality : byte
{
    /// <summary>Fresh from its source and valid.</summary>
    Good = 0,

    /// <summary>The last known value: its source does not answer any more, so the present value is unknown.</summary>
    Stale = 1,

    /// <summary>Never read, marked invalid by its source, or not computable.</summary>
    Bad = 2,
}

/// <summary>Why a quality is not good.</summary>
public enum QualityReason : byte
{
    /// <summary>The quality is good.</summary>
    None = 0,

    /// <summary>No reading has arrived since the start.</summary>
    NotYetRead = 1,

    /// <summary>The link to the device that reads the field is down.</summary>
    LinkDown = 2,

    /// <summary>The IED does not answer its concentrator (Mara 1.4 §6, byte 0 bit 4).</summary>
    NoAnswer = 3,

    /// <summary>The device itself flags the value: quality 01, forced to zero because nothing pulsed (Mara 1.4 §4).</summary>
    NoPulses = 4,

    /// <summary>The device itself flags the value with another non-zero quality.</summary>
    MarkedByDevice = 5,

    /// <summary>The answer ends before the place of the point in the profile.</summary>
    NotInAnswer = 6,

    /// <summary>The formula of the element failed; the element has the detail.</summary>
    FormulaError = 7,

    /// <summary>A value that the formula used is not good.</summary>
    Source = 8,

    /// <summary>There is no connection to the gateway (set by its clients, never by the gateway).</summary>
    GatewayOffline = 9,
}

/// <summary>A quality with its reason and the flags of the device. The default is good.</summary>
/// <param name="Level">How far the value can be trusted.</param>
/// <param name="Reason">Why not, <see cref="QualityReason.None"/> when good.</param>
/// <param name="Flags">The flags that the device sent with the value; a stale value keeps the last ones.</param>
public readonly record struct QualityState(Quality Level, QualityReason Reason, QualityFlags Flags = QualityFlags.None)
{
    private const QualityFlags MakeBad = QualityFlags.Invalid | QualityFlags.CommLost | QualityFlags.Overflow | QualityFlags.OverRange
        | QualityFlags.ReferenceError;

    private const QualityFlags MakeStale = QualityFlags.NotTopical | QualityFlags.Restart;

    /// <summary>A fresh and valid value.</summary>
    public static QualityState Good => default;

    /// <summary>A point before its first reading.</summary>
    public static QualityState NotYetRead => new(Quality.Bad, QualityReason.NotYetRead);

    /// <summary>Whether the value is good.</summary>
    public bool IsGood => Level == Quality.Good;

    /// <summary>
    /// The quality of a value with these flags. Only here the meaning of a flag is decided. Bad: the value is wrong or its source is lost.
    /// Stale: it was right before. All others leave it good and are shown beside it: a forced value is meant to be used.
    /// </summary>
    public static QualityState Of(QualityFlags flags) =>
        (flags & MakeBad) != 0 ? new(Quality.Bad, QualityReason.MarkedByDevice, flags)
        : (flags & MakeStale) != 0 ? new(Quality.Stale, QualityReason.MarkedByDevice, flags)
        : new(Quality.Good, QualityReason.None, flags);

    /// <summary>The worse of the two; if equal, the first.</summary>
    public static QualityState Worse(QualityState first, QualityState second) =>
        second.Level > first.Level ? second : first;

    /// <summary>The same quality with another level and reason; the flags stay.</summary>
    public QualityState As(Quality level, QualityReason reason) => this with { Level = level, Reason = reason };
}
