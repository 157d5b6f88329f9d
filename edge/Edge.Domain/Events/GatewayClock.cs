namespace Edge.Domain;

/// <summary>How far the times that the gateway itself gives can be trusted. The journal stores the numbers.</summary>
public enum GatewayClock : byte
{
    /// <summary>The system synchronises its clock, or the configuration vouches for it.</summary>
    Synchronised = 0,

    /// <summary>It was synchronised in this run and no longer is: it runs on, and may be off by seconds.</summary>
    Unsynchronised = 1,

    /// <summary>It was not synchronised in this run yet: it may be off by years.</summary>
    NotSet = 2,
}
