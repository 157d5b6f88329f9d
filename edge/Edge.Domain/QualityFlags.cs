namespace Edge.Domain;

/// <summary>
/// The flags by which a device describes the quality of a value, in the terms of DNP3 and IEC 60870-5. <see cref="QualityState.Of"/>
/// decides the quality.
/// </summary>
[Flags]
public enum QualityFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The value is beyond the range of its type (IEC 60870-5 OV).</summary>
    Overflow = 1 << 0,

    /// <summary>A person or a function substituted the measured value (IEC 60870-5 SB).</summary>
    Substituted = 1 << 1,

    /// <summary>The value is blocked, by a person or a function of the device (IEC 60870-5 BL).</summary>
    Blocked = 1 << 2,

    /// <summary>The last update of the value failed (IEC 60870-5 NT).</summary>
    NotTopical = 1 << 3,

    /// <summary>The value must not be used (IEC 60870-5 IV; in DNP3, not ONLINE).</summary>
    Invalid = 1 << 4,

    /// <summary>The value is from before the restart of its device (DNP3 RESTART).</summary>
    Restart = 1 << 5,

    /// <summary>The device lost its own source of the value (DNP3 COMM_LOST).</summary>
    CommLost = 1 << 6,

    /// <summary>A device behind this one forces the value (DNP3 REMOTE_FORCED).</summary>
    RemoteForced = 1 << 7,

    /// <summary>The device itself forces the value (DNP3 LOCAL_FORCED).</summary>
    LocalForced = 1 << 8,

    /// <summary>The input chatters and is filtered (DNP3 CHATTER_FILTER).</summary>
    ChatterFilter = 1 << 9,

    /// <summary>The counter rolled over (DNP3 ROLLOVER, IEC 60870-5 CY).</summary>
    Rollover = 1 << 10,

    /// <summary>The counter cannot be compared with its previous value (DNP3 DISCONTINUITY, IEC 60870-5 CA).</summary>
    Discontinuity = 1 << 11,

    /// <summary>The value is beyond the range of its input (DNP3 OVER_RANGE).</summary>
    OverRange = 1 << 12,

    /// <summary>The reference of the converter is wrong, so the value may be wrong too (DNP3 REFERENCE_ERR).</summary>
    ReferenceError = 1 << 13,
}
