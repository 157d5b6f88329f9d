namespace Edge.Pipeline;

/// <summary>Reports whether the clock of the system is right. It does not tell the time.</summary>
public interface ISystemClock
{
    /// <summary>Whether the clock is synchronised; null: nobody checks it, and it counts as right.</summary>
    bool? IsSynchronised { get; }
}
