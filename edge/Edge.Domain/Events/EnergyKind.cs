namespace Edge.Domain;

/// <summary>The time over which an energy was counted.</summary>
public enum EnergyKind : byte
{
    /// <summary>An unknown code of the device.</summary>
    Other = 0,

    /// <summary>A period of 15 minutes.</summary>
    Period = 1,

    /// <summary>The last 15-minute period of a day; it ends with the day.</summary>
    LastPeriodOfDay = 2,

    /// <summary>The whole day.</summary>
    Day = 3,
}
