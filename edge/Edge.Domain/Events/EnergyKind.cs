namespace Edge.Domain;

/// <summary>What an energy was counted over.</summary>
public enum EnergyKind : byte
{
    /// <summary>Something else; the device alone knows.</summary>
    Other = 0,

    /// <summary>A period of 15 minutes.</summary>
    Period = 1,

    /// <summary>The last 15-minute period of a day; it ends with the day.</summary>
    LastPeriodOfDay = 2,

    /// <summary>The whole day.</summary>
    Day = 3,
}
