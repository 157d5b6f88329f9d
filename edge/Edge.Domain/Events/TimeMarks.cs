namespace Edge.Domain;

/// <summary>What stamped a time, and how far it can be trusted.</summary>
[Flags]
public enum TimeMarks : byte
{
    /// <summary>The device's own clock, considered synchronised.</summary>
    None = 0,

    /// <summary>Stamped by the gateway on arrival.</summary>
    Gateway = 1,

    /// <summary>The device's clock was off by more than its limit, was never set, or was not set to or from daylight saving yet.</summary>
    Unsynchronised = 2,

    /// <summary>The local time exists twice (daylight saving ends): it was read as standard time.</summary>
    Ambiguous = 4,

    /// <summary>The bytes were not a date: the time of arrival is used instead.</summary>
    Invalid = 8,
}
