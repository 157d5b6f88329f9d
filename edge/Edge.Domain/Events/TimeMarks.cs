namespace Edge.Domain;

/// <summary>Who stamped a time, and how far it can be trusted.</summary>
[Flags]
public enum TimeMarks : byte
{
    /// <summary>The device's own clock, believed synchronised.</summary>
    None = 0,

    /// <summary>Stamped by the gateway on arrival.</summary>
    Gateway = 1,

    /// <summary>The device's clock was off by more than its limit, or was never set.</summary>
    Unsynchronised = 2,

    /// <summary>The local time exists twice (daylight saving ends): the standard-time reading was taken.</summary>
    Ambiguous = 4,

    /// <summary>The local time never existed or was not a date: the time of arrival stands in its place.</summary>
    Invalid = 8,
}
